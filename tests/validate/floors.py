#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The plan of the house, held against the #include lines: inside core an arrow never runs up, core and what stands on it
see no GTK, what draws pages sees core alone, a plugin sees core, the pages' public headers and its own folder, and no file
grows past 900 lines."""

import os
import re
import sys

ROOT = os.environ.get("GALLEY_SOURCE_ROOT") or os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)

FLOORS = [
    "error role block clean asset masthead vocabulary peas trigger calendar pdf tape json icu",
    "article source job finding metadata plugins desk publication topics version arrivals",
    "page edition caption origin builder report importer checker markup exporter facet keywords registry",
    "byline segment store copyfit diff collate imprint replace rate suppress rules protect remote alike",
    "open check save rounds preflight hand gather archive lexicon blame slip statistics incoming next",
]
FLOOR = {name: number for number, names in enumerate(FLOORS, 1) for name in names.split()}
TOOLKIT = re.compile(r"^(gtk/|gdk/|gsk/|adwaita|gtksourceview/|pango/)")

count = 0
failed = 0


def check(what, problems):
    global count, failed
    count += 1
    if problems:
        failed += 1
        for problem in problems:
            print(f"# {problem}")
    print(f"{'not ok' if problems else 'ok'} {count} {what}")


def sources(folder, suffixes=(".c", ".h", ".cc")):
    for path, folders, names in os.walk(os.path.join(ROOT, folder)):
        folders.sort()
        for name in sorted(names):
            if name.endswith(suffixes):
                full = os.path.join(path, name)
                with open(full, encoding="utf-8") as file:
                    yield os.path.relpath(full, ROOT), file.read()


def floor_of(name):
    """galley-segment-cues.c stands on the floor of galley-segment."""
    stem = re.sub(r"\.[a-z]+$", "", os.path.basename(name))
    if not stem.startswith("galley-"):
        return None
    parts = stem[len("galley-"):].split("-")
    while parts:
        if "-".join(parts) in FLOOR:
            return FLOOR["-".join(parts)]
        parts.pop()
    return None


def floors():
    problems = []
    for name, text in sources("app/core"):
        mine = floor_of(name)
        if mine is None:
            problems.append(f"{name} stands on no floor: give it one in tests/validate/floors.py")
            continue
        for _, target in INCLUDE.findall(text):
            theirs = floor_of(target)
            if theirs is not None and theirs > mine:
                problems.append(f"{name} (floor {mine}) includes {target} (floor {theirs})")
    return problems


def toolkit():
    problems = []
    for folder in ("app/core", "app/cli", "app/worker", "plugins"):
        for name, text in sources(folder):
            for _, target in INCLUDE.findall(text):
                if TOOLKIT.match(target):
                    problems.append(f"{name} includes {target}")
    return problems


def page():
    """Pages are drawn with Pango and Cairo on core alone: no toolkit, no window, no plugin."""
    problems = []
    known = {os.path.basename(name) for folder in ("app/core", "app/page") for name, _ in sources(folder, (".h",))}
    for name, text in sources("app/page"):
        for bracket, target in INCLUDE.findall(text):
            if bracket == '"' and target != "config.h" and os.path.basename(target) not in known:
                problems.append(f"{name} includes {target}")
            elif TOOLKIT.match(target) and not target.startswith("pango/"):
                problems.append(f"{name} includes {target}")
    return problems


def plugins():
    problems = []
    core = {os.path.basename(name) for name, _ in sources("app/core", (".h",))}
    common = {os.path.basename(name) for name, _ in sources("plugins/common", (".h",))}
    # What stands in a private header, or in one that Pango must be known for, is the pages' own affair.
    page = {os.path.basename(name) for name, _ in sources("app/page", (".h",))
            if "private" not in name and "typeset" not in name}
    for name, text in sources("plugins"):
        room = os.path.join(ROOT, *name.split(os.sep)[:2])
        own = {base for _, _, names in os.walk(room) for base in names}
        for bracket, target in INCLUDE.findall(text):
            if bracket != '"' or target == "config.h":
                continue
            base = os.path.basename(target)
            if base not in core | common | page | own:
                problems.append(f"{name} includes {target}")
    return problems


def libpeas():
    problems = []
    for folder in ("app", "plugins"):
        for name, text in sources(folder):
            if not name.endswith("galley-peas.h") and re.search(r"#\s*include\s*<libpeas", text):
                problems.append(f"{name} includes libpeas itself")
            if re.search(r"\b(g_application_get_default|peas_engine_get_default)\s*\(", text):
                problems.append(f"{name} asks for a default object")
    return problems


def sizes():
    problems = []
    for folder in ("app", "plugins", "tests"):
        for name, text in sources(folder, (".c", ".h", ".cc", ".py")):
            lines = text.count("\n")
            if lines > 900:
                problems.append(f"{name} has {lines} lines")
    return problems


def licences():
    return [name for folder in ("app", "plugins", "tests") for name, text in sources(folder, (".c", ".h", ".cc", ".py"))
            if "SPDX-License-Identifier: GPL-3.0-or-later" not in text[:200]]


check("inside core an arrow never runs up", floors())
check("core, command line and plugins see no toolkit", toolkit())
check("what draws pages sees core and Pango", page())
check("a plugin sees core and its own folder", plugins())
check("libpeas comes in by one header, and nothing asks for a default object", libpeas())
check("no file has more than 900 lines", sizes())
check("every source names its licence", licences())
print(f"1..{count}")
sys.exit(1 if failed else 0)
