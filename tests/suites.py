#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How the checkers do on the suites of others (suites/*.dev.jsonl beside the project), told as figures.

    tests/suites.py [--cli PATH] [--misses] [SUITE…]

Punctuation suites: the copy with every fix taken must be the expected one, white space aside and the width of brackets
folded (profile newspaper); the cases about blanks alone must be met to the letter (profile web). A case with Markdown or
HTML in it is not counted. LanguageTool's sentences: a finding at warning or above that touches the marked place is a hit,
one in a right sentence is a false alarm. Nothing is written. Exit 1 below the bars, 77 where there are no suites."""

import argparse
import json
import os
import re
import subprocess
import sys

ROOT = os.environ.get("GALLEY_SOURCE_ROOT") or os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
BUILD = os.environ.get("GALLEY_BUILD_ROOT") or os.path.join(ROOT, "_build")
SHARED = os.environ.get("GALLEY_SHARED") or os.path.join(ROOT, "..", "shared")
MARKUP = re.compile(r"`|</?[a-zA-Z!]|\{%|\]\(|^\s*(#|>|\||- |:::|```|\d+\. )|\*\*|\{\{|&nbsp;|\$\$|__|\*\S+\*|\$[^$]+\$|^---",
                    re.MULTILINE)
BRACKETS = str.maketrans("（）［］", "()[]")
ROUNDS = 4
CASES_MIN = 5

# Not of the rules: the language model has its own measure.
MODEL = tuple("CN.CHAR." + name for name in ("DOUBLED", "MISSING", "NAME", "SUSPECT", "WRONG"))
STYLE = ("CN.PUNCT.P01", "CN.NUM.N07", "CN.CHAR.C02")

# Where the peer is wrong for a newspaper: the id of the case, and the clause that says so.
PEER_WRONG = {
    "autocorrect-zh-4a81d42388": "GB/T 15834-2011 5.1: the colon is full-width too",
    "autocorrect-zh-ec5fa0b2e7": "GB/T 15834-2011 5.1: the semicolon is full-width",
    "autocorrect-zh-47bf5cd624": "GB/T 15834-2011 4.8.2: quotation marks are “ ”",
    "zhlint-zh-bac391e8c4": "house style: 「 」 is left to the editor, textlint-zh leaves it too",
}


def check(cli, lines, profile, rules=None):
    """The findings of each line (from 0), as the command line prints them."""
    command = [cli, "check", "--lines", "--json", "--profile", profile] + (["--rules", rules] if rules else []) + ["-"]
    env = dict(os.environ, GALLEY_PLUGIN_PATH=os.path.join(BUILD, "plugins"), GALLEY_DATA_PATH=os.path.join(ROOT, "data"))
    done = subprocess.run(command, input="\n".join(lines) + "\n", capture_output=True, text=True, env=env)
    if done.returncode not in (0, 1):
        sys.exit(f"galley-cli: {done.stderr.strip()}")
    found = [[] for _ in lines]
    for row in done.stdout.splitlines():
        finding = json.loads(row)
        found[finding["line"] - 1].append(finding)
    return found


def edits_of(finding):
    if finding.get("edits"):
        return [(edit["start"], edit["end"], edit["text"]) for edit in finding["edits"]]
    return [(finding["start"], finding["end"], finding["fixes"][0])] if finding["fixes"] else []


def fix(line, findings):
    """Takes the fixes that do not overlap; the rest wait for the next round."""
    edits, taken = [], []
    for finding in findings:
        # A hint is for a person to weigh; only the blanks of the web are asked for as such.
        wanted = edits_of(finding) if finding["severity"] != "hint" else []
        if all(end <= a or start >= b for start, end, _ in wanted for a, b in taken):
            edits += wanted
            taken += [(start, max(end, start + 1)) for start, end, _ in wanted]
    for start, end, text in sorted(set(edits), reverse=True):
        line = line[:start] + text + line[end:]
    return line


def fix_all(cli, texts, profile, rules):
    """Every text with every fix taken, until nothing changes."""
    texts = list(texts)
    for _ in range(ROUNDS):
        lines, owner = [], []
        for number, text in enumerate(texts):
            for line in text.split("\n"):
                lines.append(line)
                owner.append(number)
        findings = check(cli, [line or " " for line in lines], profile, rules)
        fixed = [fix(line, found) for line, found in zip(lines, findings)]
        parts = [[] for _ in texts]
        for number, line in zip(owner, fixed):
            parts[number].append(line)
        new = ["\n".join(part) for part in parts]
        if new == texts:
            break
        texts = new
    return texts


def load(suite):
    path = os.path.join(SHARED, "suites", suite + ".dev.jsonl")
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def folded(text):
    return re.sub(r"\s+", "", text).translate(BRACKETS)


def usual(case, profile):
    """FALSE for a case about one option of its peer: a rule switched off, or blanks outside of the peer's own preset."""
    rules = (case.get("config") or {}).get("rules") or {}
    return "false" not in json.dumps(rules) and (profile != "web" or not rules or "preset" in rules)


def punctuation(cli, suite, misses, aspects, profile, fold):
    cases = [case for case in load(suite) if case["aspect"] in aspects and not MARKUP.search(case["input"])
             and case.get("format", "plainText") == "plainText" and usual(case, profile)]
    rules = "CN.PUNCT,CN.NUM.N07,EN.BRAND,EN.PUNCT,CN.SPACE"
    fixed = fix_all(cli, [case["input"] for case in cases], profile, rules)
    flags = check(cli, [case["input"].replace("\n", " ") for case in cases], profile, "CN.PUNCT")
    good = 0
    for case, text, found in zip(cases, fixed, flags):
        if case["aspect"] == "flag-only":
            right = bool(found)
        else:
            right = fold(text) == fold(case["expected"])
        clause = PEER_WRONG.get(case["id"])
        if clause and not right:
            print(f"  accepted: {case['id']}: {clause}")
            right = True
        good += right
        if misses and not right:
            print(f"  {case['input']!r}\n    expected {case.get('expected')!r}\n    made     {text!r}")
    share = 100 * good / len(cases) if len(cases) >= CASES_MIN else 100
    print(f"{suite} ({'+'.join(aspects)}, {profile}): {good} of {len(cases)}" +
          (f", {share:.1f} %" if len(cases) >= CASES_MIN else " (too few to judge)"))
    return share


def languagetool(cli, suite, misses):
    cases = load(suite)
    findings = check(cli, [case["input"].replace("\n", " ") for case in cases], "newspaper")
    wrong = hits = right = false = style = 0
    for case, found in zip(cases, findings):
        found = [finding for finding in found if finding["severity"] != "hint"
                 and not finding["rule"].startswith(("STRUCT", *MODEL))]
        if case["kind"] == "incorrect":
            wrong += 1
            hits += any(finding["start"] < case["end"] and finding["end"] > case["start"] for finding in found)
        else:
            right += 1
            # Half-width marks, full-width digits and traditional characters stand in these sentences: true, if not asked for.
            style += bool(found)
            found = [finding for finding in found if not finding["rule"].startswith(STYLE)]
            false += bool(found)
            if misses and found:
                print(f"  false: {case['input']}  {[(f['rule'], f['text']) for f in found]}")
    print(f"{suite}: recall {hits} of {wrong} ({100 * hits / wrong:.1f} %), false alarms {false} of {right} "
          f"({100 * false / right:.2f} %), with true findings on the form of marks and digits {style}")
    return 100 * false / right


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--cli", default=os.path.join(BUILD, "app", "cli", "galley-cli"))
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("suites", nargs="*")
    args = parser.parse_args()
    if not os.path.isdir(os.path.join(SHARED, "suites")):
        print("SKIP: the suites are not here")
        sys.exit(77)
    wanted = set(args.suites)
    poor = False
    for suite, bar in (("textlint-zh", 100), ("zhlint-zh", 95), ("autocorrect-zh", 95)):
        if not wanted or suite in wanted:
            aspects = ("text", "noop", "flag-only") if suite == "textlint-zh" else ("text", "noop")
            poor |= punctuation(args.cli, suite, args.misses, aspects, "newspaper", folded) < bar
    for suite, bar in (("autocorrect-zh", 90), ("zhlint-zh", 90), ("pangu-zh", 0)):
        if not wanted or suite in wanted:
            poor |= punctuation(args.cli, suite, args.misses, ("space-only",), "web", str) < bar
    if not wanted or "languagetool-zh" in wanted:
        poor |= languagetool(args.cli, "languagetool-zh", args.misses) > 1
    if not wanted or "languagetool-en" in wanted:
        languagetool(args.cli, "languagetool-en", args.misses)
    sys.exit(1 if poor else 0)


if __name__ == "__main__":
    main()
