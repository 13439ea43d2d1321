#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts the cases of meson's test logs: every TAP line is one, a test without TAP is one. Fails when one failed."""

import json
import re
import sys

TAP = re.compile(r"^(not )?ok\b(.*)$")


def count(test):
    passed = failed = skipped = 0
    for line in test.get("stdout", "").splitlines():
        match = TAP.match(line)
        if not match:
            continue
        if re.search(r"#\s*SKIP", match.group(2), re.IGNORECASE):
            skipped += 1
        elif match.group(1):
            failed += 1
        else:
            passed += 1
    result = test["result"]
    if result in ("OK", "EXPECTEDFAIL"):
        passed = passed if passed + skipped else 1
    elif result == "SKIP":
        skipped = max(skipped, 1)
    else:
        failed = max(failed, 1)
    return passed, failed, skipped


def main():
    total = [0, 0, 0]
    for name in sys.argv[1:]:
        try:
            with open(name, encoding="utf-8") as log:
                tests = [json.loads(line) for line in log]
        except OSError as error:
            print(f"{name}: {error.strerror}")
            total[1] += 1
            continue
        for test in tests:
            result = count(test)
            total = [a + b for a, b in zip(total, result)]
            if result[1]:
                print(f"failed: {test['name']}")
            for line in test.get("stdout", "").splitlines():
                if re.match(r"^ok\b.*#\s*SKIP", line, re.IGNORECASE):
                    print(f"skipped: {line.split('#', 1)[1].strip()}")
    print(f"{total[0]} passed, {total[1]} failed, {total[2]} skipped")
    return 1 if total[1] or not total[0] else 0


sys.exit(main())
