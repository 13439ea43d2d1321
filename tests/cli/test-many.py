#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Many files at once: folders, archives, duplicates, a folder that is watched."""

import io
import os
import signal
import time
import zipfile

from harness import equal, main, refused, true

STORY = "老渡口修好了\n\n本报讯 河边的老渡口修好了，两岸的人又坐上了船，清早第一班船六点开，末班船天黑前回来。\n"
OTHER = "# 春茶\n\n山上的茶园开园了，采茶的人天不亮就上山，一直采到日头偏西，今年的头茬茶比往年早了十天。\n"
PAGE = ('<html><body><a id=pageLink href=node_2.htm>第02版：文化</a><map><area coords="1,2,3,4" href=content_7.htm></map>'
        '<p>第02版：文化</p><a href=content_7.htm>灯会开了</a></body></html>'
        '<!--enpproperty <founder-date>2024-02-24 00:00:00<founder-pagenum>02<founder-papername>某报<founder-type>2 /enpproperty-->')
ARTICLE = ('<html><body><div id=ozoom><p>昨天，古城墙下的灯会开了，来的人比往年多，灯会到正月十八，天天亮到夜里十点。</p></div></body></html>'
           '<!--enpproperty <articleid>7</articleid><title>灯会开了</title><introtitle>张灯结彩</introtitle>/enpproperty-->')


def fill(place, folder):
    place.write(folder + "/a.txt", STORY)
    place.write(folder + "/b.md", OTHER)
    place.write(folder + "/broken.docx", b"PK\x03\x04broken")
    place.write(folder + "/style.css", "p {}")
    place.write(folder + "/.hidden.txt", STORY)
    place.write(folder + "/sub/copy.txt", STORY.replace("六点", "五点"))
    place.write(folder + "/sub/content_7.htm", ARTICLE)
    place.write(folder + "/sub/node_2.htm", PAGE)
    return place.path(folder)


def check(lines):
    by_name = {os.path.basename(line["file"]): line for line in lines}
    equal(sorted(by_name), ["a.txt", "b.md", "broken.docx", "content_7.htm", "copy.txt", "node_2.htm", "style.css"])
    true("error" in by_name["broken.docx"])
    true("skipped" in by_name["style.css"])
    true("part" in by_name["content_7.htm"])
    equal(len(by_name["copy.txt"]["duplicates"]), 1)
    true(0.7 <= by_name["copy.txt"]["duplicates"][0]["likeness"] < 1, by_name["copy.txt"])
    equal(by_name["a.txt"]["duplicates"], [])


def folder(place):
    """All files of a folder into one edition; one that fails keeps none of the others"""
    path = fill(place, "in")
    result = place.run("import", path, "--json", "--into", place.path("e.galley"))
    equal(result.code, 3, result)
    check(result.lines())
    shown = place.good("show", place.path("e.galley")).out
    true("02 文化" in shown and "灯会开了" in shown and "春茶" in shown, shown)
    # A second time everything is there already.
    result = place.run("import", path, "--json", "--into", place.path("e.galley"), "--skip-duplicates")
    equal(place.good("show", place.path("e.galley")).out.count("story"), shown.count("story"))


def archive(place):
    """A ZIP archive is a folder"""
    path = fill(place, "in")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for base, _, names in os.walk(path):
            for name in names:
                full = os.path.join(base, name)
                file.write(full, os.path.relpath(full, path))
    result = place.run("import", place.write("all.zip", out.getvalue()), "--json", env={"TMPDIR": place.folder})
    equal(result.code, 3, result)
    check(result.lines())
    equal([name for name in os.listdir(place.folder) if name.startswith("galley-")], [])


def watched(place):
    """--watch takes what comes into the folder"""
    os.mkdir(place.path("drop"))
    place.write("drop/a.txt", STORY)
    edition = place.path("e.galley")
    process = place.start("import", place.path("drop"), "--into", edition, "--watch", "--json")
    true("a.txt" in process.stdout.readline().decode())
    time.sleep(1)
    place.write("drop/b.md", OTHER)
    true("b.md" in process.stdout.readline().decode())
    process.send_signal(signal.SIGINT)
    equal(process.wait(timeout=30), 0)
    true("春茶" in place.good("show", edition).out)
    equal(place.run("import", place.path("drop"), "--watch").code, 2)


def watched_empty(place):
    """--watch of a folder that is empty as yet is no failure; without it there is nothing to import"""
    os.mkdir(place.path("drop"))
    edition = place.path("e.galley")
    refused(place.run("import", place.path("drop"), "--into", edition))
    process = place.start("import", place.path("drop"), "--into", edition, "--watch", "--json")
    true("drop" in process.stderr.readline().decode())
    place.write("drop/b.md", OTHER)
    true("b.md" in process.stdout.readline().decode())
    process.send_signal(signal.SIGINT)
    equal(process.wait(timeout=30), 0)
    equal(process.stderr.read().decode(), "")
    true("春茶" in place.good("show", edition).out)


main([folder, archive, watched, watched_empty])
