#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the options of export mark: --round and --changes as tracked changes and as 红样, --findings as comments. Whoever accepts
all changes gets the text as it is, whoever rejects them the text as it was, and nothing else is marked."""

import os
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml
import zipfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from harness import Skip, equal, main, misused, refused, true  # noqa: E402

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
DC = "{http://purl.org/dc/elements/1.1/}"

COPY = """春溪日报

2025年3月18日 星期二 | 第4127期

01版:要闻

全市春季植树活动在柳塘镇举行

本报记者 骆小雨 通讯员 温景行

本报讯 3月16日上午，全市春季植树活动在柳塘镇举行。来自机关、学校和企业的三千多人挥锹培土，栽下香樟、银杏等树苗一万两千棵。

据了解，今年全市计划新增造林两万亩，重点放在河道两岸和矿山修复区。各镇将实行专人管护，做到栽一片、活一片。

图书馆夜间开放受欢迎

本报讯 自本月起，市图书馆把闭馆时间延到晚上九点。记者昨晚看到，二楼阅览室座无虚席，不少市民下班后来这里看书。

馆长苏琴说，夜间开放以来，每天晚上平均接待读者四百多人，比预想的多。下一步还将在周末举办讲座，邀请本地作家同读者见面。
"""


def make(place, copy=COPY):
    edition = place.path("chunxi.galley")
    place.good("import", place.write("page.txt", copy), "--into", edition)
    return edition


def proofread(place):
    """许梅 reads first and changes the first story, 吴月 the second, 顾清川 nothing."""
    edition = make(place)
    place.good("round", edition, "begin", "--as", "许梅")
    place.good("replace", edition, "两万亩", "三万亩", "--apply", "--as", "许梅")
    place.good("round", edition, "end", "--as", "许梅")
    place.good("round", edition, "begin", "--as", "吴月")
    place.good("replace", edition, "四百多人，", "约五百人，", "--apply", "--as", "吴月")
    place.good("round", edition, "end", "--as", "吴月")
    place.good("round", edition, "next", "--as", "顾清川")
    return edition


def export(place, edition, to, *options):
    """The path of the one file, in a folder of its own."""
    folder = tempfile.mkdtemp(dir=place.folder)
    return place.good("export", edition, "--to", to, *options, "--output", folder).out.splitlines()[0]


def member(path, name):
    with zipfile.ZipFile(path) as package:
        return xml.fromstring(package.read(name))


# --- Word ---------------------------------------------------------------------------------------------------------


def word_text(path, accept):
    """The text with all changes accepted, or with all rejected."""
    gone, text = WORD + ("del" if accept else "ins"), []

    def walk(element):
        if element.tag == gone:
            return
        if element.tag in (WORD + "t", WORD + "delText"):
            text.append(element.text or "")
        for child in element:
            walk(child)
        if element.tag == WORD + "p":
            text.append("\n")

    walk(member(path, "word/document.xml"))
    return "".join(text)


def word_changes(path):
    """(what, author, text) of each change."""
    return [
        (element.tag[len(WORD):], element.get(WORD + "author"),
         "".join(t.text or "" for t in element.iter() if t.tag in (WORD + "t", WORD + "delText")))
        for element in member(path, "word/document.xml").iter()
        if element.tag in (WORD + "ins", WORD + "del") and len(element) > 0
    ]


def plain(place, edition, as_it_was=()):
    """What Word has of the edition without any marks, with what was changed put back."""
    text = word_text(export(place, edition, "docx"), True)
    for new, old in as_it_was:
        equal(text.count(new), 1, text)
        text = text.replace(new, old)
    return text


def round_in_word(place):
    """--round in Word: the marks of that round, by its reader, on the text as the round left it"""
    edition = proofread(place)
    now = plain(place, edition)
    after_first = now.replace("约五百人，", "四百多人，")
    before = after_first.replace("三万亩", "两万亩")
    first = export(place, edition, "docx", "--round", "一校")
    equal(word_changes(first), [("del", "许梅", "两"), ("ins", "许梅", "三")])
    equal(word_text(first, True), after_first)
    equal(word_text(first, False), before)
    # By its label, too.
    equal(word_changes(export(place, edition, "docx", "--round", "First proof")), word_changes(first))
    second = export(place, edition, "docx", "--round", "二校")
    equal({author for _, author, _ in word_changes(second)}, {"吴月"})
    equal(word_text(second, True), now)
    equal(word_text(second, False), after_first)
    equal(word_changes(export(place, edition, "docx", "--round", "三校")), [])


def changes_in_word(place):
    """--changes in Word: since a revision by number, and by its reason"""
    edition = proofread(place)
    now = plain(place, edition)
    first = place.good("history", edition, "0", "--json").json()[0]["revision"]
    both = (("三万亩", "两万亩"), ("约五百人，", "四百多人，"))
    since = export(place, edition, "docx", "--changes", "import")
    equal(word_text(since, True), now)
    equal(word_text(since, False), plain(place, edition, both))
    equal({author for _, author, _ in word_changes(since)}, {"许梅", "吴月"})
    # The second story was imported in the revision after that.
    since = export(place, edition, "docx", "--changes", str(first))
    equal(word_changes(since), [("del", "许梅", "两"), ("ins", "许梅", "三")])
    equal(word_text(since, False), plain(place, edition, both[:1]))
    newest = max(r["revision"] for n in ("0", "1") for r in place.good("history", edition, n, "--json").json())
    equal(word_changes(export(place, edition, "docx", "--changes", str(newest))), [])


# --- OpenDocument --------------------------------------------------------------------------------------------------


def round_in_odt(place):
    """--round in ODT: what went and what came, and by whom"""
    path = export(place, proofread(place), "odt", "--round", "一校")
    root = member(path, "content.xml")
    kinds = []
    for region in root.iter(TEXT + "changed-region"):
        (what,) = region
        equal(what.find(f"{OFFICE}change-info/{DC}creator").text, "许梅")
        kinds.append((what.tag[len(TEXT):], "".join(what.find(TEXT + "p").itertext()) if what.tag == TEXT + "deletion" else None))
    equal(kinds, [("deletion", "两"), ("insertion", None)])
    text = "".join("".join(p.itertext()) for p in root.iter(TEXT + "p") if "造林" in "".join(p.itertext()))
    true("造林三万亩" in text, text)


# --- paper ---------------------------------------------------------------------------------------------------------


def words_of(path):
    if shutil.which("pdftotext") is None:
        raise Skip("pdftotext is not here")
    return subprocess.run(["pdftotext", "-raw", path, "-"], check=True, capture_output=True, text=True).stdout


def marked(place, edition, *options):
    return export(place, edition, "pdf", "--set", "pdf.kind=marked", *options)


def round_on_paper(place):
    """--round as a marked proof: the text as it was, the marks of the round, who made them"""
    edition = proofread(place)
    words = words_of(marked(place, edition, "--round", "一校"))
    true("两万亩" in words.replace("\n", ""), words)
    true("许梅" in words and "一校" in words and "三" in words, words)
    true("图书馆" not in words, "what was not changed has no sheet")
    words = words_of(marked(place, edition, "--round", "二校"))
    true("图书馆" in words and "吴月" in words and "二校" in words, words)
    true("植树" not in words, words)
    words = words_of(marked(place, edition, "--round", "二校", "--set", "pdf.round=复校"))
    true("复校" in words and "二校" not in words, words)
    refused(place.run("export", edition, "--to", "pdf", "--set", "pdf.kind=marked", "--round", "三校", "--output",
                      place.path("none")))


def changes_on_paper(place):
    """--changes as a marked proof; without either it has nothing to mark"""
    edition = proofread(place)
    words = words_of(marked(place, edition, "--changes", "import"))
    true("植树" in words and "图书馆" in words, words)
    result = place.run("export", edition, "--to", "pdf", "--set", "pdf.kind=marked", "--output", place.path("none"))
    refused(result)
    true("before" in result.err, result)


def paper(place):
    """The page proof has the page of the edition's publication, and that of --set where one is named"""
    edition = make(place)

    def size(*options):
        path = export(place, edition, "pdf", *options)
        words_of(path)
        info = subprocess.run(["pdfinfo", path], check=True, capture_output=True, text=True).stdout
        words = next(line for line in info.splitlines() if line.startswith("Page size:")).split()
        return tuple(round(float(words[n]) / 72 * 25.4) for n in (2, 4))

    equal(size(), (275, 390))
    place.good("round", edition, "status", "--publication", "broadsheet", "--as", "沈一禾")
    equal(size(), (390, 545))
    equal(size("--set", "pdf.paper=a4"), (210, 297))


# --- findings ------------------------------------------------------------------------------------------------------


def findings(place):
    """--findings: a comment for each open finding, on the words it is about"""
    edition = make(place, COPY.replace("重点放在", "已作出布署，重点放在"))
    found = [f for f in place.run("check", edition, "--json").lines() if f["text"] == "布署"]
    equal(len(found), 1)
    path = export(place, edition, "docx", "--findings")
    comments = {
        c.get(WORD + "id"): "".join(t.text or "" for t in c.iter(WORD + "t"))
        for c in member(path, "word/comments.xml").iter(WORD + "comment")
    }
    open_, text = set(), {number: "" for number in comments}
    for element in member(path, "word/document.xml").iter():
        if element.tag == WORD + "commentRangeStart":
            open_.add(element.get(WORD + "id"))
        elif element.tag == WORD + "commentRangeEnd":
            open_.remove(element.get(WORD + "id"))
        elif element.tag == WORD + "t":
            for number in open_:
                text[number] += element.text or ""
    equal(open_, set())
    numbers = [number for number, words in text.items() if words == "布署"]
    equal(len(numbers), 1, text)
    true("部署" in comments[numbers[0]], comments)
    equal(len(comments), len(place.run("check", edition, "--json").lines()))

    # What is set right has no comment; without the option there are none at all.
    place.good("replace", edition, "布署", "部署", "--apply", "--as", "许梅")
    path = export(place, edition, "docx", "--findings")
    true("部署" not in "".join(member(path, "word/comments.xml").itertext()))
    equal(list(member(export(place, edition, "docx"), "word/comments.xml").iter(WORD + "comment")), [])


def findings_and_round(place):
    """--findings beside --round: comments and changes in one file"""
    edition = make(place, COPY.replace("重点放在", "已作出布署，重点放在"))
    place.good("round", edition, "begin", "--as", "许梅")
    place.good("replace", edition, "两万亩", "三万亩", "--apply", "--as", "许梅")
    path = export(place, edition, "docx", "--findings", "--round", "一校")
    equal(word_changes(path), [("del", "许梅", "两"), ("ins", "许梅", "三")])
    true("部署" in "".join(member(path, "word/comments.xml").itertext()))


# --- what cannot be ------------------------------------------------------------------------------------------------


def wrong(place):
    """A round or revision nobody knows, a file without any, and two at once are refused; nothing is written"""
    edition = proofread(place)
    out = place.path("none")
    misused(place.run("export", edition, "--to", "docx", "--round", "一校", "--changes", "import", "--output", out))
    for options in (("--round", "四校"), ("--changes", "rain"), ("--changes", "0")):
        result = place.run("export", edition, "--to", "docx", *options, "--output", out)
        refused(result)
        true(options[1] in result.err, result)
    for option, value in (("--round", "一校"), ("--changes", "import")):
        refused(place.run("export", place.path("page.txt"), "--to", "docx", option, value, "--output", out))
    true(not os.path.exists(out))


def others(place):
    """A format that cannot mark writes the text as it is, without a word of the marks"""
    edition = proofread(place)
    with open(export(place, edition, "markdown", "--changes", "import"), encoding="utf-8") as file:
        text = file.read()
    true("三万亩" in text and "两万亩" not in text and "许梅" not in text, text)


main([
    round_in_word, changes_in_word, round_in_odt, round_on_paper, changes_on_paper, paper, findings, findings_and_round, wrong,
    others,
])
