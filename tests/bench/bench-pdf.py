#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The page proof of a 500-article edition beside LibreOffice making a PDF of the same edition's DOCX: processor time and peak
memory of each process. Where LibreOffice is absent, ours alone."""

import os
import shutil
import subprocess
import sys
import tempfile

ROUNDS = 3


def measure(command, env=None):
    """Seconds of processor time and MiB at the peak, of the command and its children."""
    best = None
    for _ in range(ROUNDS):
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env) as process:
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            sys.exit(f"{command[0]} failed: {process.returncode}")
        figures = (usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)
        best = figures if best is None else min(best, figures)
    return best


def main():
    tool = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder:
        pdf, docx = os.path.join(folder, "edition.pdf"), os.path.join(folder, "edition.docx")
        print(subprocess.run([tool, "docx", docx], check=True, capture_output=True, text=True).stdout.strip())
        seconds, memory = measure([tool, "pdf", pdf])
        empty_seconds, empty_memory = measure([tool, "pdf", os.path.join(folder, "one.pdf"), "1"])
        print(f"ours         {seconds:7.2f} s  {memory:7.1f} MiB   (one article: {empty_seconds:.2f} s, {empty_memory:.1f} MiB)")
        office = shutil.which("soffice")
        if office is None:
            print("soffice is not here: nothing to compare with")
            return
        env = dict(os.environ, HOME=folder)
        command = [office, "--headless", "--norestore", "--convert-to", "pdf", "--outdir", folder + "/lo", docx]
        theirs, their_memory = measure(command, env)
        print(f"LibreOffice  {theirs:7.2f} s  {their_memory:7.1f} MiB")
        print(f"ratio        {theirs / seconds:7.1f} x  {their_memory / memory:7.1f} x")


main()
