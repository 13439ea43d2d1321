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
TARGETS = {"seed": (1.0, 1.0), "local": (0.95, 0.9), "dev": (0.95, 0.5), "en_dev": (0.9, 0.7)}


def score(scorer, gold, predicted):
    result = subprocess.run([sys.executable, scorer, gold, predicted, "--json"], capture_output=True, text=True, check=True)
    return json.loads(result.stdout)


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
            worst = min((score(scorer, gold / (name + ".json"), pathlib.Path(out) / (name + ".json"))["overall"], name)
                        for name in (pathlib.Path(page).stem for page in pages))
        good = whole["overall"] >= target and worst[0] >= least
        failed |= not good
        print(f"{folder:7} {whole['overall']:.4f} (at least {target})  worst page {worst[1]} {worst[0]:.3f}"
              f" (at least {least})  {'' if good else 'FAILED'}")
        print("        " + "  ".join(f"{key} {value}" for key, value in whole.items() if key not in ("overall", "pages")))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
