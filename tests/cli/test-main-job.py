#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The main job on the command line: import, check, fix, tag, export, import again."""

import csv
import json
import os
import shutil

from harness import FINDING_SCHEMA, PAGE, PAGE_EN, PAGE_SCHEMA, equal, fits, main, misused, read, refused, true

ONE_STORY = """河湾小学办起“农事课堂”

本报记者 田禾

本报讯 4月2日,河湾小学的孩子们在校外菜园里种下第一批黄瓜苗。校长戴明说,一块菜地就是一本活教材。

学校计划把课堂搬到三个村。
"""


def by_headline(page, words):
    found = [article for article in page["articles"] if words in (article["headline"] or "")]
    equal(len(found), 1, [article["headline"] for article in page["articles"]])
    return found[0]


def reading_of_the_sample(place):
    """import --json reads page one of the sample as an editor would"""
    page = place.good("import", PAGE, "--json").json()
    fits(page, PAGE_SCHEMA)

    masthead = page["masthead"]
    equal(masthead["paper_name"], "临江日报")
    equal(masthead["hotline"], ["0500-8855018", "13900000118"])
    equal(masthead["cn"], "CN99-0099")
    equal(masthead["post_code"], "99-18")
    equal(masthead["email"], "news@linjiangribao.example")
    equal(masthead["issue_no"], 4127)
    equal(masthead["pages_today"], 8)
    equal(masthead["date"], "2025-03-18")
    equal(masthead["site_name"], "临江新闻网")
    equal((masthead["page_no"], masthead["page_name"]), (1, "要闻"))
    equal([person["name"] for person in masthead["staff"]], ["谢云生", "温若兰", "纪敏行"])

    equal(len(page["articles"]), 2, [article["headline"] for article in page["articles"]])
    first = page["articles"][0]
    true("社区养老服务提质增效推进会" in (first["kicker"] or "") + first["headline"], first)
    equal(first["people_line"], "周砚秋讲话 孟怀远主持")
    equal([(p["name"], p["role"]) for p in first["bylines"]], [("沈一禾", "本报首席记者"), ("陆文昭", "通讯员")])
    equal(first["bylines"][0]["raw"], "本报首席记者 沈一禾 通讯员 陆文昭")
    equal(first["dateline"]["raw"], "本报讯")
    equal(first["jump"]["kind"], "to")
    true("第四版" in first["jump"]["raw"], first["jump"])
    equal(len(first["paragraphs"]), 6, first["paragraphs"])

    second = by_headline(page, "智慧大脑")
    true(any("零碳园区" in line for line in second["subheads"]), second["subheads"])
    equal([p["name"] for p in second["bylines"]], ["顾清川", "白若溪", "韩立冬"])
    equal(len(second["paragraphs"]), 6, second["paragraphs"])
    true("力调电费,几年下来" in second["paragraphs"][2], second["paragraphs"][2])

    equal(len(page["captions"]), 1)
    equal(page["captions"][0]["title"], "春茶开采 香飘云岭")
    equal([p["name"] for p in page["captions"][0]["credits"]], ["钟远帆", "罗小满"])
    equal(len(page["ads"]), 1)
    true("临江农商银行" in page["ads"][0]["lines"], page["ads"])


def reading_of_english(place):
    """import --json reads an English page"""
    page = place.good("import", PAGE_EN, "--json").json()
    fits(page, PAGE_SCHEMA)
    market = by_headline(page, "Riverside market")
    equal([person["name"] for person in market["bylines"]], ["Alma Thorne", "Peter Quill"])
    true(any("is to be finished before" in text for text in market["paragraphs"]), market["paragraphs"])
    by_headline(page, "Ferry captain")


def several_files(place):
    """import of several files prints one line for each; a bad one does not stop the others"""
    bad = place.write("bad.txt", "")
    result = place.good("import", PAGE, bad, PAGE_EN, "--json", code=3)
    lines = result.lines()
    equal([line["file"] for line in lines], [PAGE, bad, PAGE_EN])
    fits(lines[0], PAGE_SCHEMA)
    true("error" in lines[1] and "articles" not in lines[1], lines[1])
    fits(lines[2], PAGE_SCHEMA)


def page_and_date(place):
    """import --page and --date say where the articles go"""
    copy = place.write("copy.txt", ONE_STORY)
    page = place.good("import", copy, "--page", "3", "--date", "2025-04-03", "--json").json()
    equal(page["masthead"]["date"], "2025-04-03")
    equal({article["page"] for article in page["articles"]}, {3})

    edition = place.path("paper.galley")
    place.good("import", PAGE, "--into", edition)
    place.good("import", copy, "--into", edition, "--page", "3")
    shown = place.good("show", edition, "--json").json()
    equal([page["number"] for page in shown["pages"]], [1, 3])
    equal(shown["facts"]["date"], "2025-03-18")
    true("农事课堂" in shown["pages"][1]["articles"][0]["headline"], shown["pages"][1])


def showing(place):
    """show lists an edition, and one article by its number and by its id"""
    edition = place.edition()
    text = place.good("show", edition).out
    true("临江日报" in text and "智慧大脑" in text, text)
    shown = place.good("show", edition, "--json").json()
    articles = [article for page in shown["pages"] for article in page["articles"] if "article" in article]
    equal([article["article"] for article in articles], list(range(len(articles))))
    for article in articles:
        true(article["headline"].split()[0] in text, article["headline"])
        one = place.good("show", edition, str(article["article"]), "--json").json()
        equal(one, article)
        equal(place.good("show", edition, article["id"][:13], "--json").json(), article)
    equal(place.good("show", PAGE, "0", "--json").json()["blocks"][0]["text"], articles[0]["blocks"][0]["text"])


def findings(place):
    """check finds what is planted, at the right characters"""
    result = place.good("check", PAGE, "--json", "--fail-on", "error", code=1)
    found = result.lines()
    lines = read(PAGE).decode("utf-8").split("\n")
    articles = {}
    for finding in found:
        fits(finding, FINDING_SCHEMA)
        number = finding["article"]
        if number not in articles and number >= 0:
            articles[number] = place.good("show", PAGE, str(number), "--json").json()
        if number >= 0:
            block = articles[number]["blocks"][finding["block"]]["text"]
            equal(block[finding["start"] : finding["end"]], finding["text"], finding)
            true(1 <= finding["line"] <= len(lines), finding)
    texts = {finding["text"]: finding for finding in found}
    typo = texts["布署"]
    equal(typo["fixes"][0], "部署")
    equal(typo["severity"], "error")
    true("布署" in lines[typo["line"] - 1], typo)
    for words in ("穿流不息", "迫不急待"):
        true(any(words in text or text in words for text in texts), (words, list(texts)))
    true(any("。。" in finding["text"] or finding["text"] == "。" for finding in found), list(texts))


def exit_codes(place):
    """check ends with 1 at or above --fail-on, else with 0"""
    clean = place.write("clean.txt", "今天天气很好。\n")
    equal(place.run("check", "--lines", clean, "--fail-on", "hint").code, 0)
    wrong = place.write("wrong.txt", "会议布署了工作。\n")
    equal(place.run("check", "--lines", wrong).code, 1)
    rules = place.good("rules", "--json").json()
    mild = [rule for rule in rules if rule["severity"] != "error" and rule["wrong"]]
    true(len(mild) > 0)
    for rule in mild[:20]:
        found = place.run("check", "--lines", "-", "--json", "--rules", rule["rule"], stdin=rule["wrong"] + "\n")
        if found.out and all(finding["severity"] == "hint" for finding in found.lines()):
            equal(found.code, 0, found)
            equal(place.run("check", "--lines", "-", "--rules", rule["rule"], "--fail-on", "hint",
                            stdin=rule["wrong"] + "\n").code, 1)
            return


def lines_of_text(place):
    """check --lines takes each line as it stands, and counts empty ones"""
    text = "\ufeff会议布署了工作。\n\n  会议布署了工作。\r\n\n会议布署了工作。"
    rows = [line.rstrip("\r") for line in text.split("\n")]
    found = place.good("check", "--lines", "-", "--json", code=1, stdin=text).lines()
    typos = [finding for finding in found if finding["text"] == "布署"]
    equal([finding["line"] for finding in typos], [1, 3, 5])
    for finding in found:
        equal(rows[finding["line"] - 1][finding["start"] : finding["end"]], finding["text"], finding)
        equal(finding["block"], 0)
    path = place.write("lines.txt", text)
    equal(place.good("check", "--lines", path, "--json", code=1).lines(), found)


def restriction(place):
    """check --rules names rules, beginnings of ids, and checkers"""
    everything = place.run("check", PAGE, "--json").lines()
    typo = next(finding for finding in everything if finding["text"] == "布署")
    only = place.good("check", PAGE, "--json", "--rules", typo["rule"], code=1).lines()
    equal({finding["rule"] for finding in only}, {typo["rule"]})
    prefix = ".".join(typo["rule"].split(".")[:2])
    for finding in place.run("check", PAGE, "--json", "--rules", prefix).lines():
        true((finding["rule"] + ".").startswith(prefix + "."), finding)


def rate(place):
    """check --rate tells the error rate of each article and of all"""
    rows = [line for line in place.run("check", PAGE, "--json", "--rate").lines() if "rate" in line]
    total = rows[-1]
    equal(total["limit"], 3.0)
    equal(total["passes"], total["rate"] <= 3.0)
    equal(sum(row["characters"] for row in rows[:-1]), total["characters"])
    clean = place.write("clean.txt", "今天天气很好。\n")
    row = place.good("check", "--lines", clean, "--json", "--rate").lines()[-1]
    equal((row["characters"], row["rate"], row["passes"]), (7, 0.0, True))


def reports(place):
    """check --report writes the findings as a page, a table and a document"""
    found = place.run("check", PAGE, "--json").lines()
    names = [place.path("r." + suffix) for suffix in ("html", "csv", "json")]
    result = place.run("check", PAGE, "--report", names[0], "--report", names[1], "--report", names[2])
    equal(result.code, 1, result)
    document = json.loads(read(names[2]))
    equal([(row["line"], row["start"], row["rule"]) for row in document["findings"]],
          [(row["line"], row["start"], row["rule"]) for row in found])
    true(document["characters"] > 0 and document["limit"] == 3, document)
    with open(names[1], encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    equal(len(rows), len(found) + 1)
    equal({len(row) for row in rows}, {14})
    equal([row[6] for row in rows[1:]], [row["rule"] for row in found])
    equal(read(names[0]).count(b"<tr class="), len(found))
    misused(place.run("check", PAGE, "--report", place.path("r.txt")))
    refused(place.run("check", PAGE, "--report", place.path("no/folder/r.csv")))


def fixing(place):
    """fix carries out safe fixes as one revision, and a dry run none"""
    edition = place.edition()
    before = place.good("show", edition, "--json").out
    dry = place.good("fix", edition, "--dry-run", "--json").lines()
    true(len(dry) > 0)
    safe = {rule["rule"] for rule in place.good("rules", "--json").json() if rule["safe"]}
    true({fix["rule"] for fix in dry} <= safe, dry)
    equal(place.good("show", edition, "--json").out, before)

    done = place.good("fix", edition, "--json").lines()
    equal(done, dry)
    after = place.good("show", edition, "--json").json()
    true(after != json.loads(before))
    first = next(a for page in after["pages"] for a in page["articles"] if a.get("article") == done[0]["article"])
    history = place.good("history", edition, first["id"], "--json").json()
    equal([revision["reason"] for revision in history], ["import", "fix"])
    old = place.good("history", edition, first["id"], str(history[0]["revision"]), "--json").json()
    same = next(a for page in json.loads(before)["pages"] for a in page["articles"] if a["id"] == first["id"])
    equal([block["text"] for block in old["blocks"]], [block["text"] for block in same["blocks"]])

    hunks = place.good("diff", edition, first["id"], "--json").json()
    true(hunks)
    equal(place.good("diff", edition, first["id"], str(history[0]["revision"]), str(history[1]["revision"]), "--json").json(), hunks)
    for hunk in hunks:
        text = old["blocks"][hunk["old_block"]]["text"]
        equal(text[hunk["old_start"]:hunk["old_start"] + len(hunk["old"])], hunk["old"])
    equal(place.good("diff", edition, first["id"], str(history[1]["revision"])).out, "")

    equal(place.good("fix", edition, "--json").out, "")
    equal(len(place.good("history", edition, first["id"], "--json").json()), 2)


def tagging(place):
    """set changes metadata: sets, adds, removes, and takes people with their roles"""
    edition = place.edition()
    meta = lambda: [(m["key"], m["value"], m.get("qualifier")) for m in
                    place.good("show", edition, "0", "--json").json()["metadata"]]
    before = meta()
    place.good("set", edition, "0", "keyword=养老", "keyword+=社区食堂", "person+=编辑:米小禾", "x-desk=city")
    after = meta()
    equal([item for item in after if item[0] == "keyword"], [("keyword", "养老", None), ("keyword", "社区食堂", None)])
    true(("person", "米小禾", "编辑") in after, after)
    true(("x-desk", "city", None) in after, after)
    place.good("set", edition, "0", "keyword-=养老", "x-desk=", "person-=米小禾")
    after = meta()
    equal([item for item in after if item[0] == "keyword"], [("keyword", "社区食堂", None)])
    place.good("set", edition, "0", "keyword=")
    equal(sorted(meta(), key=str), sorted(before, key=str))


def all_or_nothing(place):
    """set with one change that is wrong makes none"""
    edition = place.edition()
    before = place.good("show", edition, "0", "--json").out
    result = place.run("set", edition, "0", "keyword=养老", "no form")
    equal(result.code, 2, result)
    equal(place.good("show", edition, "0", "--json").out, before)


def exporting(place):
    """export writes each format whole, twice the same, and what it wrote is read again"""
    edition = place.edition()
    place.good("fix", edition)
    formats = ["html", "markdown"]
    first = place.good("export", edition, "--to", ",".join(formats), "--output", place.path("out/one"), "--json").lines()
    equal([line["format"] for line in first], formats)
    second = place.good("export", edition, "--to", ",".join(formats), "--output", place.path("out/two"), "--json").lines()
    for one, two in zip(first, second):
        equal(read(one["file"]), read(two["file"]), one["format"])
    equal(len(os.listdir(place.path("out/one"))), len(formats))

    shown = place.good("show", edition, "--json").json()
    stories = [a for page in shown["pages"] for a in page["articles"] if a["kind"] == "story"]
    readers = place.good("formats", "--names", "--readers").out.split()
    true("markdown" in readers, readers)
    for line in first:
        if line["format"] not in readers:
            continue
        again = place.good("import", line["file"], "--json").json()
        fits(again, PAGE_SCHEMA)
        text = "".join("".join(article["paragraphs"]) for article in again["articles"]).replace(" ", "")
        for story in stories:
            for block in story["blocks"]:
                if block["role"] == "body":
                    true(block["text"].replace(" ", "") in text, (line["format"], block["text"][:40]))


def exporting_pages(place):
    """export takes a file of copy too, and writes one format to standard output"""
    result = place.good("export", PAGE, "--to", "markdown", "--output", "-")
    true("智慧大脑" in result.out, result)
    place.good("export", PAGE, "--to", "markdown", "--output", place.path("out"))
    (name,) = os.listdir(place.path("out"))
    equal(read(os.path.join(place.path("out"), name)).decode("utf-8"), result.out)


def exporting_options(place):
    """export --set reaches every option that formats lists"""
    for form in place.good("formats", "--names", "--writers").out.split():
        for option in place.good("formats", form, "--json").json():
            result = place.good("export", PAGE, "--to", form, "--output", place.path("out"), "--set",
                                f"{form}.{option['option']}={option['default']}")
            equal(result.err.count("galley-cli: --set"), 0, result)
        shutil.rmtree(place.path("out"), ignore_errors=True)


def into_twice(place):
    """import --into puts new articles behind those that are there"""
    edition = place.edition()
    count = lambda: [len(page["articles"]) for page in place.good("show", edition, "--json").json()["pages"]]
    (before,) = count()
    copy = place.write("copy.txt", ONE_STORY)
    place.good("import", copy, "--into", edition)
    (after,) = count()
    true(after > before, (before, after))


def locale(place):
    """output is UTF-8 in every locale"""
    plain = place.good("show", PAGE, "0", env={"LC_ALL": "C"}).out
    equal(plain.splitlines()[1:], place.good("show", PAGE, "0").out.splitlines()[1:])
    copy = place.write("版面一.txt", ONE_STORY)
    true("农事课堂" in place.good("import", copy, env={"LC_ALL": "C"}).out)
    edition = place.edition()
    place.good("set", edition, "0", "keyword=养老", env={"LC_ALL": "C"})
    true("养老" in place.good("show", edition, "0").out)


def standard_input(place):
    """import and check read standard input"""
    equal(place.good("import", "-", "--json", stdin=ONE_STORY).json()["articles"][0]["bylines"][0]["name"], "田禾")
    found = place.good("check", "-", "--json", stdin=ONE_STORY.replace("计划", "布署"), code=1).lines()
    true(any(finding["text"] == "布署" for finding in found), found)


def ignored(place):
    """An edition without findings left to report is quiet"""
    copy = place.write("copy.txt", "天气\n\n今天天气很好。\n")
    result = place.good("check", copy, "--json", "--rules", "CN.WORD")
    equal(result.out, "")


def one_document(place):
    """Every --json is JSON, and every list has names"""
    edition = place.edition()
    for arguments in (["show", edition], ["show", edition, "0"], ["history", edition, "0"], ["formats"], ["plugins"],
                      ["rules"], ["import", PAGE]):
        json.loads(place.good(*arguments, "--json").out)
    for arguments in (["formats", "--names"], ["formats", "--names", "--readers"], ["formats", "--names", "--writers"],
                      ["plugins", "--names"], ["rules", "--names"]):
        names = place.good(*arguments).out.split("\n")[:-1]
        true(len(names) > 0 and len(set(names)) == len(names), (arguments, names))
        true(all(name and " " not in name for name in names), names)


main([
    reading_of_the_sample, reading_of_english, several_files, page_and_date, showing, findings, exit_codes, lines_of_text,
    restriction, rate, reports, fixing, tagging, all_or_nothing, exporting, exporting_pages, exporting_options, into_twice, locale,
    standard_input, ignored, one_document,
])
