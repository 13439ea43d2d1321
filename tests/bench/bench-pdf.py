#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The page proof of a 500-article edition beside LibreOffice making a PDF of the same edition's DOCX, in turns: time on the clock,
processor time and peak memory of each process, and how many times longer LibreOffice took. Where it is absent, ours alone."""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROUNDS = 3


def measure(command, env=None):
    """Seconds on the clock, seconds of processor time and MiB at the peak, of the command and its children."""
    begun = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{command[0]} failed: {process.returncode}")
    return time.monotonic() - begun, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def line(name, figures):
    seconds, processor, memory = (statistics.median(column) for column in zip(*figures))
    print(f"{name:12} {seconds:7.2f} s  {processor:7.2f} s of a processor  {memory:7.1f} MiB")


def main():
    tool = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder:
        pdf, docx = os.path.join(folder, "edition.pdf"), os.path.join(folder, "edition.docx")
        print(subprocess.run([tool, "docx", docx], check=True, capture_output=True, text=True).stdout.strip())
        office = shutil.which("soffice")
        env = dict(os.environ, HOME=folder)
        convert = [office, "--headless", "--norestore", "--convert-to", "pdf", "--outdir", folder + "/lo", docx]
        ours, theirs = [], []
        for _ in range(ROUNDS):
            ours.append(measure([tool, "pdf", pdf]))
            if office is not None:
                theirs.append(measure(convert, env))
        line("ours", ours)
        line("one article", [measure([tool, "pdf", os.path.join(folder, "one.pdf"), "1"]) for _ in range(ROUNDS)])
        if office is None:
            print("soffice is not here: nothing to compare with")
            return
        line("LibreOffice", theirs)
        for name, column in (("time", 0), ("processor", 1), ("memory", 2)):
            ratios = [their[column] / our[column] for our, their in zip(ours, theirs)]
            print(f"{name + ' ratio':15} {min(ratios):7.1f} x at least, {statistics.median(ratios):7.1f} x as a rule")


main()
