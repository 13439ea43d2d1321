#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""False alarms on published copy, and how fast the checkers are.

    tests/clean-copy.py COPY-CHECK [--bench [--peer]] [--list]

The copy is the gold text of the pages whose style.half_width is false, as their papers printed it. Errors may be 1 in 100,000
characters, warnings 1 in 5,000. The language model (spelling-zh) has its own measure and is left out. With --bench the same copy, eight times over with variation (some 5 MB), is timed; with --peer the linter of
the npm package autocorrect-node is timed on it too, one after the other, on one core, in processor time, and the ratio told.
The package is taken from the folder GALLEY_PEERS (the one that holds node_modules), else installed into a temporary one. TAP."""

import glob
import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile

ROOT = os.environ.get("GALLEY_SOURCE_ROOT") or os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
BUILD = os.environ.get("GALLEY_BUILD_ROOT") or os.path.join(ROOT, "_build")
SHARED = os.environ.get("GALLEY_SHARED") or os.path.join(ROOT, "..", "shared")
ERRORS = 1 / 100000
WARNINGS = 1 / 5000
TIMES = 8
TURNS = 5
PEER = "autocorrect-node@2.14.0"
# Its second call in one process gives up at once (“call limit reached”): each turn is a process of its own, and only the
# call is timed.
PEER_TURN = """
const peer = require("autocorrect-node");
const text = require("fs").readFileSync(0, "utf8");
const start = process.cpuUsage();
const found = peer.lintFor(text, "text");
const used = process.cpuUsage(start);
console.log(JSON.stringify([(used.user + used.system) / 1000, found.error || ""]));
"""
WITHOUT = "--without=spelling-zh"


def lines_of(page):
    """The articles and captions of a page as lines of ROLE and text."""
    for article in page["articles"]:
        for role, key in (("kicker", "kicker"), ("headline", "headline"), ("people", "people_line")):
            if article.get(key):
                yield role, article[key]
        for text in article.get("subheads") or []:
            yield "subhead", text
        for text in dict.fromkeys(byline.get("raw") or "" for byline in article.get("bylines") or []):
            yield "byline", text
        crossheads = set(article.get("crossheads") or [])
        for number, text in enumerate(article["paragraphs"]):
            yield ("crosshead" if number in crossheads else "body"), text
        for text in article.get("end_notes") or []:
            yield "note", text
        yield None, None
    for caption in page.get("captions") or []:
        if caption.get("title"):
            yield "headline", caption["title"]
        if caption.get("text"):
            yield "caption", caption["text"]
        yield None, None


def run(tool, copy, *options):
    env = dict(os.environ, GALLEY_PLUGIN_PATH=os.path.join(BUILD, "plugins"), GALLEY_DATA_PATH=os.path.join(ROOT, "data"))
    done = subprocess.run([tool, WITHOUT, *options], input=copy, capture_output=True, text=True, env=env)
    if done.returncode != 0:
        print(f"Bail out! {done.stderr.strip()}")
        sys.exit(1)
    return done.stdout


def text_of(rows):
    return "".join("#\n" if role is None else f"{role}\t{text}\n" for role, text in rows)


def varied(rows, source):
    """One character more in each longer paragraph, so that no two copies are the same."""
    for role, text in rows:
        if text and len(text) > 20:
            place = source.randrange(10, len(text))
            text = text[:place] + source.choice("的了在是我有和就不人都上也很到说要去你会着看好这") + text[place:]
        yield role, text


def one_core(command):
    return ["taskset", "-c", str(min(os.sched_getaffinity(0))), *command] if shutil.which("taskset") else command


def peer_turn(folder, plain):
    done = subprocess.run(one_core(["node", "-e", PEER_TURN]), input=plain, capture_output=True, text=True, cwd=folder, check=True)
    milliseconds, error = json.loads(done.stdout)
    if error:
        sys.exit(f"the peer gave up: {error}")
    return milliseconds


def own_turn(tool, copy):
    env = dict(os.environ, GALLEY_PLUGIN_PATH=os.path.join(BUILD, "plugins"), GALLEY_DATA_PATH=os.path.join(ROOT, "data"))
    done = subprocess.run(one_core([tool, WITHOUT, "--figures"]), input=copy, capture_output=True, text=True, env=env, check=True)
    return float(re.search(r"MB, ([0-9.]+) ms", done.stdout).group(1)), done.stdout


def bench(tool, copy):
    if "--peer" not in sys.argv or not shutil.which("node"):
        print(own_turn(tool, copy)[1], end="")
        return
    plain = "".join(line.split("\t", 1)[1] + "\n" for line in copy.split("\n") if "\t" in line)
    size = len(plain.encode()) / 1e3
    with tempfile.TemporaryDirectory() as temporary:
        folder = os.environ.get("GALLEY_PEERS") or temporary
        if folder == temporary:
            subprocess.run(["npm", "install", "--silent", "--prefix", folder, PEER], check=True, stdout=subprocess.DEVNULL)
        turns = [(own_turn(tool, copy), peer_turn(folder, plain)) for _ in range(TURNS)]
    own = statistics.median(turn[0][0] for turn in turns)
    peer = statistics.median(turn[1] for turn in turns)
    print(turns[-1][0][1], end="")
    print(f"galley {size / own:.2f} MB/s, {PEER} {size / peer:.2f} MB/s: {peer / own:.2f} times "
          f"({size / 1e3:.2f} MB, medians of {TURNS}, processor time)")


def main():
    tool = sys.argv[1]
    pages = []
    for path in sorted(glob.glob(os.path.join(SHARED, "pages", "dev", "*.json"))):
        with open(path, encoding="utf-8") as file:
            page = json.load(file)
        if page["style"].get("half_width") is False:
            pages.append([(role, text.replace("\n", " ") if text else text) for role, text in lines_of(page)])
    if not pages:
        print("1..0 # SKIP the pages are not here")
        return
    if "--bench" in sys.argv:
        source = random.Random(1)
        copy = "".join(text_of(varied(page, source) if turn else page) + "##\n" for turn in range(TIMES) for page in pages)
        bench(tool, copy)
        return
    characters = errors = warnings = 0
    for page in pages:
        characters += sum(len("".join(text.split())) for _, text in page if text)
        for row in run(tool, text_of(page)).splitlines():
            severity = row.split("\t")[0]
            errors += severity == "error"
            warnings += severity == "warning"
            if severity == "error" or "--list" in sys.argv:
                print("# " + row.replace("\t", "  "))
    print("1..2")
    good = True
    for number, name, count, limit in ((1, "errors", errors, ERRORS), (2, "warnings", warnings, WARNINGS)):
        passed = count <= limit * characters
        good &= passed
        print(f"{'ok' if passed else 'not ok'} {number} {name}: {count} in {characters} characters")
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
