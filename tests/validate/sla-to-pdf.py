# SPDX-License-Identifier: GPL-3.0-or-later
"""Run inside of Scribus: opens each page and makes a PDF of it. LIST names them, one a line: IN OUT, parted by a tab."""

import sys

import scribus

with open(sys.argv[1], encoding="utf-8") as lines:
    for line in lines:
        source, target = line.rstrip("\n").split("\t")
        scribus.openDoc(source)
        names = scribus.getAllObjects()
        over = [name for name in names if scribus.getObjectType(name) == "TextFrame" and not scribus.getNextLinkedFrame(name) and scribus.textOverflows(name)] if hasattr(scribus, "getNextLinkedFrame") else [
            name for name in names if scribus.getObjectType(name) == "TextFrame" and scribus.textOverflows(name)]
        pdf = scribus.PDFfile()
        pdf.file = target
        pdf.save()
        print(f"SLA\t{source}\t{scribus.pageCount()}\t{len(names)}\t{len(over)}", flush=True)
        scribus.closeDoc()
