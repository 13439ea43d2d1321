#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# galley-cli maps no toolkit, neither when it starts nor when it loads every plugin. TAP.
echo "1..1"
maps=$(LD_DEBUG=libs "$GALLEY_BUILD_ROOT/app/cli/galley-cli" rules 2>&1 >/dev/null)
if echo "$maps" | grep -q 'calling init' && ! echo "$maps" | grep 'calling init' | grep -Eq 'libgtk|libadwaita|libgdk|libpango'; then
  echo "ok 1 galley-cli maps no libgtk"
else
  echo "$maps" | grep -E 'libgtk|libadwaita|libgdk|libpango' | head -5 | sed 's/^/# /'
  echo "not ok 1 galley-cli maps no libgtk"
  exit 1
fi
