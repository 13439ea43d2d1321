#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading DOCX side by side with pandoc, one process a file: all of the samples, and a document of 300 pages. Time on the clock, time
of the processor and memory of each, and our part of theirs. Ours runs as it does by day: the importer in a locked process."""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile

BUILD = os.environ["GALLEY_BUILD_ROOT"]
CLI = os.environ.get("GALLEY_BENCH_CLI", os.path.join(BUILD, "app", "cli", "galley-cli"))
SHARED = os.environ.get("GALLEY_SHARED", os.path.join("..", "shared"))
ROUNDS = int(os.environ.get("GALLEY_BENCH_ROUNDS", "5"))

# A page of a book has so many characters and paragraphs.
PAGES, PARAGRAPHS, CHARACTERS = 300, 6, 120
SENTENCE = "全省警源治理推进会十一月二十六日下午在杭州召开，会议要求各地持续提升解决群众诉求的能力和水平，做到件件有着落、事事有回音。"

TYPES = """<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""
RELATIONS = """<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Target="word/document.xml"
Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>"""
HEAD = '<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'


def make_large(path):
    words = (SENTENCE * (CHARACTERS // len(SENTENCE) + 1))[:CHARACTERS]
    body = []
    for page in range(PAGES):
        for paragraph in range(PARAGRAPHS):
            text = f"第{page + 1}页第{paragraph + 1}段。{words}"
            body.append(f"<w:p><w:r><w:t>{text[:40]}</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>{text[40:60]}</w:t></w:r>"
                        f"<w:r><w:t>{text[60:]}</w:t></w:r></w:p>")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", TYPES)
        package.writestr("_rels/.rels", RELATIONS)
        package.writestr("word/document.xml", HEAD + "".join(body) + "</w:body></w:document>")


def measure(command):
    """Seconds on the clock, seconds of the processor (with the processes it waited for), the most memory of one in MB."""
    start = time.perf_counter()
    pid = os.posix_spawn(command[0], command, dict(os.environ, LC_ALL="C.UTF-8"), file_actions=[
        (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0), (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)])
    _, status, usage = os.wait4(pid, 0)
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, status


def side_by_side(pandoc, files, rounds):
    """The sums, over @files, of the least of each round: what else the machine does only adds. Pandoc refuses some: left out."""
    totals = [[0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]
    count = 0
    for file in files:
        commands = ([CLI, "import", file], [pandoc, "-f", "docx", "-t", "plain", "--wrap=none", file])
        runs = [[], []]
        for _ in range(rounds):
            for which, command in enumerate(commands):
                runs[which].append(measure(command))
        if any(run[3] for run in runs[0] + runs[1]):
            continue
        count += 1
        for which in (0, 1):
            totals[which][0] += min(run[0] for run in runs[which])
            totals[which][1] += min(run[1] for run in runs[which])
            totals[which][2] = max(totals[which][2], statistics.median(run[2] for run in runs[which]))
    return totals, count


def tell(name, totals, count, wanted, with_memory):
    (wall, cpu, memory), (their_wall, their_cpu, their_memory) = totals
    names = ["clock", "processor"] + (["memory"] if with_memory else [])
    parts = [their_wall / wall, their_cpu / cpu, their_memory / memory]
    verdicts = ", ".join(f"{what} {'met' if part >= wanted else 'missed'}" for what, part in zip(names, parts))
    print(f"{name}: {count} file(s); a file takes Galley {1000 * wall / count:.1f} ms, {1000 * cpu / count:.1f} ms of processor, {memory:.0f} MB; "
          f"pandoc {1000 * their_wall / count:.1f} ms, {1000 * their_cpu / count:.1f} ms, {their_memory:.0f} MB")
    print(f"  ours: 1/{parts[0]:.2f} of the clock, 1/{parts[1]:.2f} of the processor, 1/{parts[2]:.2f} of the memory (wanted 1/{wanted}): {verdicts}")


def main():
    pandoc = shutil.which("pandoc")
    if pandoc is None:
        print("pandoc is not installed")
        return 77
    folder = os.path.join(SHARED, "samples", "docx")
    files = sorted(os.path.join(folder, name) for name in os.listdir(folder) if name.endswith(".docx")) if os.path.isdir(folder) else []
    if files:
        totals, count = side_by_side(pandoc, files, ROUNDS)
        tell("small files", totals, count, 3, False)
    else:
        print("no samples of DOCX: only the large one is measured")
    with tempfile.TemporaryDirectory() as place:
        large = os.path.join(place, "large.docx")
        make_large(large)
        totals, count = side_by_side(pandoc, [large], 3)
        tell("300 pages", totals, count, 5, True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
