#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the shared page texts with a reader and scores them: pages.py READER

READER --folder OUT FILE… writes OUT/NAME.json for each page (tests/tools/segment-json, or anything that does the same).
The shared folder is ../shared beside the project, or $GALLEY_SHARED; without it the test is skipped (exit code 77).
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

# folder → the score that it must reach, and the score no single page may miss
TARGETS = {"seed": (1.0, 1.0), "local": (0.95, 0.9), "dev": (0.95, 0.7), "en_dev": (0.9, 0.7)}


def run_scorer(scorer, gold, predicted, *options):
    return subprocess.run([sys.executable, scorer, gold, predicted, *options], capture_output=True, text=True,
                          check=True).stdout


def score(scorer, gold, predicted):
    return json.loads(run_scorer(scorer, gold, predicted, "--json"))


def worst_page(scorer, gold, predicted):
    """The page with the lowest score: its line stands below the table."""
    last = run_scorer(scorer, gold, predicted, "--worst", "1").splitlines()[-1].split()
    return float(last[0]), last[1].removesuffix(".json")


def main():
    reader = sys.argv[1]
    root = pathlib.Path(os.environ.get("GALLEY_SOURCE_ROOT", pathlib.Path(__file__).resolve().parents[1]))
    shared = pathlib.Path(os.environ.get("GALLEY_SHARED", root / ".." / "shared")) / "pages"
    scorer = shared / "score_pages.py"
    if not scorer.exists():
        print("no shared pages: skipped")
        return 77

    failed = False
    for folder, (target, least) in TARGETS.items():
        gold = shared / folder
        with tempfile.TemporaryDirectory() as out:
            pages = sorted(str(path) for path in gold.glob("*.txt"))
            subprocess.run([reader, "--folder", out, *pages], check=True)
            whole = score(scorer, gold, out)
            worst = worst_page(scorer, gold, out)
        good = whole["overall"] >= target and worst[0] >= least
        failed |= not good
        print(f"{folder:7} {whole['overall']:.4f} (at least {target})  worst page {worst[1]} {worst[0]:.3f}"
              f" (at least {least})  {'' if good else 'FAILED'}")
        print("        " + "  ".join(f"{key} {value}" for key, value in whole.items() if key not in ("overall", "pages")))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
