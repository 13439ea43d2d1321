#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Side by side with pandoc: an edition of 500 articles of text to EPUB, DOCX and HTML. Processor time and memory of each, the
median of the runs, and how many times faster. Pandoc reads the Markdown of the same text."""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile

BUILD = os.environ["GALLEY_BUILD_ROOT"]
CLI = os.path.join(BUILD, "app", "cli", "galley-cli")
ROUNDS = 3


def measure(command):
    """Seconds of the processor, and the most memory in MB."""
    pid = os.posix_spawn(command[0], command, dict(os.environ, LC_ALL="C.UTF-8"), file_actions=[
        (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0), (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)])
    _, status, usage = os.wait4(pid, 0)
    if status != 0:
        raise SystemExit(f"{' '.join(command)} ended with {status}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def median(command):
    runs = [measure(command) for _ in range(ROUNDS)]
    return statistics.median(run[0] for run in runs), statistics.median(run[1] for run in runs)


def main():
    pandoc = shutil.which("pandoc")
    if pandoc is None:
        print("pandoc is not installed")
        return 77
    with tempfile.TemporaryDirectory() as folder:
        store = os.path.join(folder, "large.galley")
        subprocess.run([os.environ["GALLEY_MAKE_EDITION"], store, "500", "0"], check=True)
        subprocess.run([CLI, "export", store, "--to", "markdown", "--output", folder], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        source = next(os.path.join(folder, name) for name in os.listdir(folder) if name.endswith(".md"))
        print(f"{'500 articles':14} {'Galley':>18} {'pandoc':>20} {'faster':>8} {'memory':>8}")
        missed = 0
        for name in ("epub", "docx", "html"):
            ours = median([CLI, "export", store, "--to", name, "--output", os.path.join(folder, "out")])
            options = ["--standalone"] if name == "html" else []
            theirs = median([pandoc, "-f", "markdown-yaml_metadata_block", *options, "-o", os.path.join(folder, "pandoc." + name), source])
            faster, memory = theirs[0] / ours[0], ours[1] / theirs[1]
            missed += faster < 10 or memory > 1 / 3
            print(f"{name:14} {ours[0]:8.2f} s {ours[1]:5.0f} MB {theirs[0]:10.2f} s {theirs[1]:5.0f} MB {faster:7.1f}× {memory:7.2f}")
        print("wanted: 10 times faster, a third of the memory: " + ("missed" if missed else "met"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
