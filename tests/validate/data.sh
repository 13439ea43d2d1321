#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What a desktop reads of us, each file by its own validator. TAP.
root=$GALLEY_SOURCE_ROOT
build=$GALLEY_BUILD_ROOT
count=0
status=0

check() {
  what=$1
  shift
  count=$((count + 1))
  if output=$("$@" 2>&1); then
    echo "ok $count $what"
  else
    echo "$output" | sed 's/^/# /'
    echo "not ok $count $what"
    status=1
  fi
}

# man pages and scripts must say nothing at all
silent() {
  output=$("$@" 2>&1 >/dev/null) && [ -z "$output" ] || { echo "$output"; return 1; }
}

for file in "$build"/data/*.desktop; do
  check "$(basename "$file")" desktop-file-validate "$file"
done
for file in "$build"/data/*.metainfo.xml; do
  check "$(basename "$file")" appstreamcli validate --no-net "$file"
done
check "settings schemas" glib-compile-schemas --strict --dry-run "$root/data"
check "MIME type" xmllint --noout "$build"/data/*.mime.xml
for file in $(find "$root/data/icons" -name '*.svg' | sort); do
  check "$(basename "$file")" xmllint --noout "$file"
done
for file in "$root"/data/man/*.1; do
  check "$(basename "$file")" silent groff -man -ww -z -Tutf8 "$file"
done
for file in "$root"/data/completions/*; do
  check "completion of $(basename "$file")" bash -n "$file"
done
for file in "$root"/app/run "$root"/app/install "$root"/tests/run "$root"/.ci/run; do
  check "$(basename "$file") is a shell script" sh -n "$file"
done
echo "1..$count"
exit $status
