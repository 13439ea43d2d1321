#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""zh_CN is complete, well-formed and up to date, and POTFILES names every file with words for a person in it."""

import os
import re
import subprocess
import sys

ROOT = os.environ["GALLEY_SOURCE_ROOT"]
MARKED = re.compile(r'\bN?_ ?\("|\bngettext ?\(|\bg_dngettext|\bC_ ?\("|translatable="yes"|gettext_domain|<summary>|^Name=', re.MULTILINE)

count = 0
failed = 0


def check(what, problems):
    global count, failed
    count += 1
    for problem in problems:
        print(f"# {problem}")
    failed += bool(problems)
    print(f"{'not ok' if problems else 'ok'} {count} {what}")


def potfiles():
    with open(os.path.join(ROOT, "po", "POTFILES.in"), encoding="utf-8") as file:
        listed = {line.strip() for line in file if line.strip() and not line.startswith("#")}
    found = set()
    for folder in ("app", "plugins", "data"):
        for path, _, names in os.walk(os.path.join(ROOT, folder)):
            for name in names:
                full = os.path.join(path, name)
                if not name.endswith((".c", ".ui", ".desktop.in", ".desktop.in.in", ".xml.in", ".xml.in.in", ".gschema.xml")):
                    continue
                with open(full, encoding="utf-8") as file:
                    if MARKED.search(file.read()):
                        found.add(os.path.relpath(full, ROOT))
    return [f"{name} is not in po/POTFILES.in" for name in sorted(found - listed)] + \
        [f"po/POTFILES.in names {name}, which has nothing to translate" for name in sorted(listed - found)]


def statistics(name):
    run = subprocess.run(["msgfmt", "-c", "--statistics", "-o", os.devnull, name], capture_output=True, text=True,
                         env=dict(os.environ, LC_ALL="C", LANGUAGE=""), check=False)
    words = run.stderr.strip()
    return [] if run.returncode == 0 and "untranslated" not in words and "fuzzy" not in words else [words]


def up_to_date(name):
    """Every message that the sources have now stands in the file."""
    pot = subprocess.run(["xgettext", "--from-code=UTF-8", "--keyword=_", "--keyword=N_", "--keyword=C_:1c,2",
                          "--keyword=ngettext:1,2", "--keyword=g_dngettext:2,3", "--keyword=Name", "--keyword=Description", "--files-from=po/POTFILES.in",
                          "--output=-"],
                         cwd=ROOT, capture_output=True, text=True, check=False)
    if pot.returncode != 0:
        return [pot.stderr.strip()]
    run = subprocess.run(["msgcmp", "--use-untranslated", name, "-"], input=pot.stdout, capture_output=True, text=True,
                         check=False)
    return [line for line in run.stderr.splitlines() if line][:20] if run.returncode != 0 else []


check("POTFILES.in is complete", potfiles())
with open(os.path.join(ROOT, "po", "LINGUAS"), encoding="utf-8") as linguas:
    for language in linguas.read().split():
        path = os.path.join(ROOT, "po", language + ".po")
        check(f"{language} is complete", statistics(path))
        check(f"{language} knows every message", up_to_date(path))
print(f"1..{count}")
sys.exit(1 if failed else 0)
