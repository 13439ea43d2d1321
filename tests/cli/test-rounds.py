#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""From copy to print by the command line: metadata, three rounds by three names, 核红, 签发, preflight; and what happens when
somebody touches a signed article, or the file behind the program's back."""

import os
import shutil
import sqlite3
import struct
import sys
import zipfile
import zlib

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from harness import Skip, equal, main, misused, one_sentence, read, refused, true  # noqa: E402,F401

COPY = """春溪日报

新闻热线:0500-8855018 | 国内统一连续出版物号:CN33-0099 邮发代号:31-18 | 2025年3月18日 星期二 农历乙巳年二月十九 | 第4127期 今日8版

01版:要闻

全市春季植树活动在柳塘镇举行

三千多人参加，栽下树苗一万两千棵

本报记者 骆小雨 通讯员 温景行

本报讯 3月16日上午，全市春季植树活动在柳塘镇举行。来自机关、学校和企业的三千多人挥锹培土，栽下香樟、银杏等树苗一万两千棵。

活动现场，老队员手把手教新队员扶苗、填土、浇水。柳塘镇林业站站长方文达介绍，今年的树苗全部由本地苗圃培育，成活率有保障。

据了解，今年全市计划新增造林两万亩，重点放在河道两岸和矿山修复区。各镇将实行专人管护，做到栽一片、活一片。

图书馆夜间开放受欢迎

本报讯 自本月起，市图书馆把闭馆时间延到晚上九点。记者昨晚看到，二楼阅览室座无虚席，不少市民下班后来这里看书。

馆长苏琴说，夜间开放以来，每天晚上平均接待读者四百多人，比预想的多。下一步还将在周末举办讲座，邀请本地作家同读者见面。
"""


def make(place):
    copy = place.write("page.txt", COPY)
    edition = place.path("chunxi.galley")
    place.good("import", copy, "--into", edition)
    return edition


def obstacles(place, edition, code):
    return place.good("preflight", edition, "--json", code=code).json()["obstacles"]


def kinds(list_):
    return {entry["kind"] for entry in list_ if entry["blocks"]}


def tag(place, edition):
    place.good("set", edition, "all", "section=本地", "genre=消息", "source=本报", "urgency=5", "language=zh-CN",
               "--as", "编务")
    place.good("set", edition, "0", "subject=medtop:20000424", "keyword+=植树", "keyword+=造林", "place=柳塘镇")


def rounds(place, edition):
    """Each of three persons changes something, and hands on."""
    place.good("round", edition, "begin", "--as", "许梅")
    place.good("replace", edition, "两万亩", "三万亩", "--apply", "--as", "许梅")
    place.good("round", edition, "end", "--as", "许梅")
    place.good("replace", edition, "四百多人", "五百多人", "--apply", "--as", "吴月")
    place.good("round", edition, "next", "--as", "吴月")
    place.good("round", edition, "next", "--as", "顾清川")


def sign(place):
    edition = make(place)
    tag(place, edition)
    rounds(place, edition)
    place.good("sign", edition, "--all", "--as", "沈一禾")
    return edition


def whole_way(place):
    """Metadata, three rounds, 核红, signature, green"""
    edition = make(place)
    true({"field", "round", "signature"} <= kinds(obstacles(place, edition, 1)))
    refused(place.run("export", edition, "--final", "--to", "markdown", "--output", place.path("out")))
    true(not os.path.exists(place.path("out")))

    tag(place, edition)
    equal(kinds(obstacles(place, edition, 1)), {"round", "signature"})
    result = place.run("sign", edition, "--all", "--as", "沈一禾")
    equal(result.code, 3, result)
    true("First proof" in result.err, result)

    rounds(place, edition)
    status = place.good("round", edition, "status", "--json").json()
    equal(status["publication"], "newspaper")
    for article in status["articles"]:
        equal([(r["round"], r["state"], r["person"]) for r in article["rounds"]],
              [("一校", "ended", "许梅"), ("二校", "ended", "吴月"), ("三校", "ended", "顾清川")])
    equal([r["marks"] for r in status["articles"][0]["rounds"]], [1, 0, 0])
    equal([r["marks"] for r in status["articles"][1]["rounds"]], [0, 1, 0])
    equal(kinds(obstacles(place, edition, 1)), {"signature"})
    for article in place.good("round", edition, "collate", "--json").json():
        equal(article["extras"], [])

    place.good("sign", edition, "--all", "--as", "沈一禾")
    equal(obstacles(place, edition, 0), [])
    place.good("round", edition, "verify")
    result = place.good("export", edition, "--final", "--to", "markdown,html", "--output", place.path("out"))
    true("Draft" not in read(result.out.splitlines()[0]).decode("utf-8"))

    hunks = place.good("diff", edition, "0", "--json").json()
    equal([(h["old"], h["new"], h["kind"]) for h in hunks], [("两", "三", "number")])
    authors = {run["text"]: (run["author"], run["round"]) for run in place.good("blame", edition, "1", "--json").json()}
    equal(authors["五"], ("吴月", "二校"))
    true(len(place.good("history", edition, "0", "--json").json()) >= 3)


def seed(place):
    """The page of a real paper, from its text to print; then one character of it"""
    shared = os.environ.get("GALLEY_SHARED") or os.path.join(os.environ["GALLEY_SOURCE_ROOT"], "..", "shared")
    copy = os.path.join(shared, "pages", "seed", "001.txt")
    if not os.path.exists(copy):
        raise Skip("there is no shared folder beside the project: set GALLEY_SHARED")
    edition = place.path("seed.galley")
    place.good("import", copy, "--into", edition)
    place.good("fix", edition, "--as", "编务")
    place.good("set", edition, "all", "section=法治", "genre=消息", "source=本报", "urgency=4", "--as", "编务")
    place.good("set", edition, "0", "subject=medtop:20000121", "keyword+=警源治理", "place=杭州", "--as", "编务")
    place.good("round", edition, "begin", "--as", "许梅")
    place.good("replace", edition, "警源治理暨", "警源治理及", "--apply", "--as", "许梅")
    place.good("round", edition, "end", "--as", "许梅")
    place.good("round", edition, "next", "--as", "吴月")
    place.good("round", edition, "next", "--as", "顾清川")
    place.good("round", edition, "collate")
    place.good("sign", edition, "--all", "--as", "沈一禾")
    equal(kinds(obstacles(place, edition, 0)), set())
    place.good("round", edition, "verify")
    place.good("export", edition, "--final", "--to", "markdown", "--output", place.path("out"))
    true(len(place.good("history", edition, "0", "--json").json()) >= 3)
    true(("暨", "及") in [(h["old"], h["new"]) for h in place.good("diff", edition, "0", "--json").json()])
    place.good("replace", edition, "杭州市萧山区", "杭洲市萧山区", "--apply", "--as", "纪敏行")
    signature = place.good("round", edition, "status", "0", "--json").json()["articles"][0]["signature"]
    equal((signature["state"], signature["broken_by"]), ("void", "纪敏行"))
    true("州" in signature["changes"] and "洲" in signature["changes"], signature)
    refused(place.run("export", edition, "--final", "--to", "markdown", "--output", place.path("again")))


def one_character(place):
    """One character after the signature: void, and the log says who, where, what"""
    edition = sign(place)
    place.good("replace", edition, "林业站站长", "林业站副站长", "--apply", "--as", "纪敏行")
    status = place.good("round", edition, "status", "0", "--json").json()["articles"][0]["signature"]
    equal((status["state"], status["signer"], status["broken_by"]), ("void", "沈一禾", "纪敏行"))
    true("副" in status["changes"], status)
    (event,) = [e for e in place.good("log", edition, "--json").json() if e["what"] == "void"]
    equal(event["author"], "纪敏行")
    true("副" in event["sentence"] and "paragraph 5" in event["sentence"], event)
    found = kinds(obstacles(place, edition, 1))
    equal(found, {"collate", "signature"})
    result = place.run("export", edition, "--final", "--to", "markdown", "--output", place.path("out"))
    equal((result.code, result.out, os.path.exists(place.path("out"))), (3, "", False), result)

    # The other article is signed still; the text as it was does not bring the signature back.
    equal(place.good("round", edition, "status", "1", "--json").json()["articles"][0]["signature"]["state"], "valid")
    place.good("replace", edition, "林业站副站长", "林业站站长", "--apply", "--as", "纪敏行")
    equal(place.good("round", edition, "status", "0", "--json").json()["articles"][0]["signature"]["state"], "void")
    place.good("sign", edition, "0", "--as", "沈一禾")
    equal(obstacles(place, edition, 0), [])


def metadata_too(place):
    """A changed field makes a signature void too"""
    edition = sign(place)
    place.good("set", edition, "1", "source=新华社", "--as", "纪敏行")
    status = place.good("round", edition, "status", "1", "--json").json()["articles"][0]["signature"]
    equal((status["state"], status["broken_by"]), ("void", "纪敏行"))
    true("本报" in status["changes"] and "新华社" in status["changes"], status)


def apart(place):
    """No two rounds by one person, unless with a reason, which is logged"""
    edition = make(place)
    place.good("round", edition, "next", "--as", "许梅")
    result = place.run("round", edition, "next", "--as", "许  梅")
    equal(result.code, 3, result)
    one_sentence(result)
    for name in ("许梅。", "许·梅", "-许梅", "许梅!"):
        refused(place.run("round", edition, "next", "--as", name))
    for name in ("。", "-", "\u3164"):
        refused(place.run("round", edition, "next", "--as", name))
    place.good("round", edition, "next", "--as", "许梅", "--override", "夜班只有一人")
    round_ = place.good("round", edition, "status", "0", "--json").json()["articles"][0]["rounds"][1]
    equal((round_["person"], round_["override"]), ("许梅", "夜班只有一人"))
    true(any("夜班只有一人" in e["sentence"] for e in place.good("log", edition, "--json").json()))

    # A round that is in somebody's hands.
    place.good("round", edition, "begin", "0", "--as", "吴月")
    for verb in ("begin", "next", "end"):
        result = place.run("round", edition, verb, "0", "--as", "顾清川")
        equal(result.code, 3, result)
        true("吴月" in result.err, result)
    place.good("round", edition, "end", "0", "--as", "吴月")
    misused(place.run("round", edition, "next"))
    misused(place.run("round", edition, "dance", "--as", "吴月"))
    misused(place.run("sign", edition, "0"))
    misused(place.run("sign", edition, "--as", "吴月"))


def helpers(place):
    """Who ended a round for another has done it; names in another spelling are one person"""
    edition = make(place)
    place.good("round", edition, "begin", "0", "--as", "甲")
    place.good("round", edition, "end", "0", "--as", "乙", "--override", "甲请假")
    for name in ("甲", "乙"):
        refused(place.run("round", edition, "next", "0", "--as", name))
    place.good("round", edition, "next", "1", "--as", "José")
    for name in ("Jose\u0301", "ＪＯＳÉ", "J osé", "José\ufe0f"):
        refused(place.run("round", edition, "next", "1", "--as", name))
    for name in ("甲\u200b", "甲\ufeff", "\u3000", ""):
        refused(place.run("round", edition, "next", "1", "--as", name))
    for reason in ("", " ", "\u3000", "\u200b"):
        refused(place.run("round", edition, "next", "1", "--as", "José", "--override", reason))
        refused(place.run("sign", edition, "1", "--as", "José", "--override", reason))
    place.good("round", edition, "next", "1", "--as", "王五")


def reviews(place):
    """Another publication has other rounds"""
    edition = make(place)
    place.good("round", edition, "status", "--publication", "newspaper-reviews", "--as", "沈一禾")
    names = [r["round"] for r in place.good("round", edition, "status", "--json").json()["articles"][0]["rounds"]]
    equal(names, ["初审", "一校", "复审", "二校", "三校", "终审"])
    place.good("round", edition, "next", "--as", "甲")
    place.good("round", edition, "next", "--as", "乙")
    result = place.run("round", edition, "next", "--as", "甲")
    equal(result.code, 3, result)
    refused(place.run("round", edition, "status", "--publication", "nowhere", "--as", "甲"))


def override_signature(place):
    """A signature against the gates takes a reason, and the log has both"""
    edition = make(place)
    place.good("sign", edition, "0", "--as", "沈一禾", "--override", "号外")
    signature = place.good("round", edition, "status", "0", "--json").json()["articles"][0]["signature"]
    equal((signature["state"], signature["override"]), ("valid", "号外"))
    (event,) = [e for e in place.good("log", edition, "--json").json() if e["what"] == "sign"]
    true("obstacles" in event["detail"], event)
    # It stands no more in the way: of the others, nor of print.
    own = [o for o in obstacles(place, edition, 1) if o["article"] == 0]
    true(own and not any(o["blocks"] for o in own), own)
    tag(place, edition)
    rounds(place, edition)
    place.good("sign", edition, "0", "--as", "沈一禾", "--override", "再次")
    place.good("sign", edition, "--all", "--as", "沈一禾")
    equal(kinds(obstacles(place, edition, 0)), set())
    refused(place.run("sign", edition, "0", "--as", "沈一禾"))
    place.good("sign", edition, "0", "--as", "沈一禾", "--withdraw")
    equal(place.good("round", edition, "status", "0", "--json").json()["articles"][0]["signature"]["state"], "void")


def form_changed(place):
    """核红 says so where the words are the same and the metadata are not"""
    edition = make(place)
    place.good("round", edition, "next", "--as", "许梅")
    place.good("round", edition, "collate")
    place.good("set", edition, "0", "source=新华社", "--as", "纪敏行")
    result = place.run("round", edition, "collate")
    equal(result.code, 1, result)
    true("metadata" in result.out, result)
    equal([a["form_changed"] for a in place.good("round", edition, "collate", "--json", code=1).json()], [True, False])


def tampering(place):
    """A changed event, a changed revision, a changed signed text: each is found"""
    edition = sign(place)
    for number, statement in enumerate([
        "UPDATE event SET author = '某人' WHERE what = 'sign' AND number = (SELECT min(number) FROM event WHERE what = 'sign')",
        "UPDATE event SET detail = replace(detail, '一校', '二校') WHERE what = 'round.end'",
        "DELETE FROM event WHERE number = 3",
        "DELETE FROM event WHERE number = (SELECT max(number) FROM event)",
        "UPDATE revision SET blocks = replace(blocks, '柳塘', '柳溪') WHERE blocks LIKE '%柳塘%'",
        "UPDATE revision SET time = time + 1 WHERE number = 2",
        "DELETE FROM revision WHERE number = (SELECT max(number) FROM revision)",
        "UPDATE article SET blocks = replace(blocks, '方文达', '方文远')",
        "UPDATE article SET metadata = replace(metadata, '本报', '新华社')",
        "UPDATE article SET page = page + 1 WHERE kind = 'story'",
        "UPDATE article SET position = 10 - position",
        "UPDATE article SET blocks = replace(blocks, '8855018', '8855019') WHERE kind = 'furniture'",
        "DELETE FROM article WHERE kind = 'furniture'",
        "UPDATE page SET number = 2",
        "UPDATE page SET name = '综合'",
        '''UPDATE page SET staff = '[["staff","某人","责任编辑"]]' ''',
        "DELETE FROM page",
        "UPDATE edition SET masthead = replace(masthead, '4127', '4128')",
        "UPDATE edition SET masthead = replace(masthead, '0500-8855018', '0500-8855019')",
        "INSERT INTO decision SELECT id, 'CN.WORD.TYPO 布署', 'edition', '', 'ignore', '某人', 1 FROM edition",
    ]):
        path = place.path(f"tampered-{number}.galley")
        shutil.copy(edition, path)
        place.good("round", path, "verify")
        with sqlite3.connect(path) as database:
            true(database.execute(statement).rowcount > 0, statement)
        database.close()
        result = place.run("round", path, "verify")
        equal(result.code, 3, (statement, result))
        one_sentence(result)
        result = place.run("export", path, "--final", "--to", "markdown", "--output", place.path("out"))
        equal(result.code, 3, (statement, result))
    # All revisions at once, and the head that says which was the last.
    path = place.path("bare.galley")
    shutil.copy(edition, path)
    with sqlite3.connect(path) as database:
        database.execute("DELETE FROM revision")
        database.execute("UPDATE edition SET revision_head = ''")
    database.close()
    refused(place.run("round", path, "verify"))
    true(not os.path.exists(place.path("out")))


def facts_after(place):
    """Facts that are changed after the signature: the log says by whom, and nothing is void"""
    edition = sign(place)
    place.good("set", edition, "edition", "hotline=0500-8855019", "--as", "纪敏行")
    found = [o for o in obstacles(place, edition, 0) if o["key"] == "changed"]
    equal([(o["kind"], o["blocks"]) for o in found], [("fact", False)])
    true("纪敏行" in found[0]["message"] and "0500-8855019" in found[0]["message"], found)
    true("0500-8855019" in place.good("log", edition).out)
    place.good("round", edition, "verify")
    place.good("export", edition, "--final", "--to", "markdown", "--output", place.path("out"))
    place.good("set", edition, "edition", "hotline=0500-8855018", "--as", "纪敏行")
    equal(obstacles(place, edition, 0), [])


def png():
    chunk = lambda kind, data: struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)) +
            chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b""))


def with_picture(place):
    """A signed edition with a picture that has words."""
    edition = make(place)
    with open(place.path("tree.png"), "wb") as file:
        file.write(png())
    place.good("import", place.path("tree.png"), "--into", edition)
    with sqlite3.connect(edition) as database:
        database.execute("UPDATE asset SET info = '{\"caption\":\"植树\"}'")
    database.close()
    place.good("sign", edition, "--all", "--as", "沈一禾", "--override", "试版")
    return edition


def taken_out(place):
    """A signed article or its picture that was taken out or changed in the file is found; what the program takes out is not"""
    edition = with_picture(place)
    place.good("round", edition, "verify")
    for number, statement in enumerate([
        "DELETE FROM article WHERE id = (SELECT subject FROM event WHERE what = 'sign' ORDER BY number LIMIT 1)",
        "DELETE FROM asset",
        "UPDATE asset SET bytes = x'00'",
        "UPDATE asset SET info = '{\"caption\":\"种花\"}'",
    ]):
        path = place.path(f"out-{number}.galley")
        shutil.copy(edition, path)
        with sqlite3.connect(path) as database:
            true(database.execute(statement).rowcount > 0, statement)
        database.close()
        result = place.run("round", path, "verify")
        equal(result.code, 3, (statement, result))
        one_sentence(result)
        result = place.run("export", path, "--final", "--to", "markdown", "--output", place.path("out"))
        equal(result.code, 3, (statement, result))
        true("log" in kinds(obstacles(place, path, 1)), statement)
        if "asset SET info" not in statement and "article" not in statement:
            true(any(o["key"] == "picture" and o["blocks"] for o in obstacles(place, path, 1)), statement)
    true(not os.path.exists(place.path("out")))


def against_a_page(place):
    """核红 against the text of a page that was set elsewhere"""
    edition = make(place)
    place.good("round", edition, "begin", "--as", "许梅")
    place.good("replace", edition, "两万亩", "三万亩", "--apply", "--as", "许梅")
    place.good("replace", edition, "扶苗、填土、浇水", "扶苗、培土、浇水", "--apply", "--as", "许梅")
    place.good("round", edition, "end", "--as", "许梅")
    page = COPY.replace("两万亩", "三万亩").replace("专人管护", "专门管护")
    page = "".join(char + ("\n" if number % 17 == 16 else "") for number, char in enumerate(page))
    result = place.good("round", edition, "collate", "--json", "--against", place.write("proof.txt", page), code=1)
    first, second = result.json()
    equal([(m["new"], m["state"]) for m in first["marks"]], [("培", "not"), ("三", "done")])
    equal([(e["old"], e["new"]) for e in first["extras"]], [("人", "门")])
    equal((second["marks"], second["extras"]), ([], []))
    right = COPY.replace("两万亩", "三万亩").replace("扶苗、填土", "扶苗、培土")
    place.good("round", edition, "collate", "--against", place.write("right.txt", right))
    refused(place.run("round", edition, "collate", "--against", place.write("broken.pdf", "%PDF-1.7\nnothing")))
    for name, data in (("page.bin", b"\xff\xfe\x80\xff"), ("nul.bin", b"\x81\x30\x00\xff\x00")):
        result = place.run("round", edition, "collate", "--against", place.write(name, data))
        refused(result)
        true(name in result.err and "chunxi" not in result.err and "PDF" in result.err, result)


def against_one_page(place):
    """A page that came back is asked about its own articles, whatever the order of its columns, and says where in them"""
    edition = make(place)
    more = "河道清淤完工\n\n本报讯 河道清淤昨天完工，挖走淤泥三万方，沿岸居民出行更方便了。\n"
    place.good("import", place.write("more.txt", more), "--into", edition, "--page", "2")
    place.good("round", edition, "begin", "--as", "许梅")
    place.good("replace", edition, "三千多人", "四千多人", "--apply", "--as", "许梅")
    place.good("replace", edition, "座无虚席", "坐满了人", "--apply", "--as", "许梅")
    place.good("round", edition, "end", "--as", "许梅")
    first, second = COPY.split("图书馆夜间开放受欢迎")
    lines = [line[i:i + 15] for line in first.splitlines()[6:] for i in range(0, len(line), 15)]
    columns = ["\n".join(lines[10:]), "图书馆夜间开放受欢迎" + second, "01  要闻\n2025年3月18日  星期二", "\n".join(lines[:10]), "1\n"]
    page = "\n".join(columns).replace("三千多人", "四千多人").replace("专人管护", "专门管护")
    result = place.good("round", edition, "collate", "--json", "--against", place.write("page1.txt", page), code=1).json()
    equal([entry["article"] for entry in result], [0, 1])
    equal([(m["state"], m["new"]) for m in result[0]["marks"]], [("done", "四"), ("done", "四")])
    equal([(e["old"], e["new"]) for e in result[0]["extras"]], [("人", "门")])
    equal([m["state"] for m in result[1]["marks"]], ["not"])
    blocks = place.good("show", edition, "0", "--json").json()["blocks"]
    for told in result[0]["marks"] + result[0]["extras"]:
        text = blocks[told["block"]]["text"]
        wanted = told["new"] if "state" in told else told["old"]
        equal(text[told["start"]:told["start"] + len(wanted)], wanted, told)
    # Asked for by its number it is not there.
    lost = place.good("round", edition, "collate", "2", "--json", "--against", place.path("page1.txt"), code=1).json()
    true(lost[0]["extras"], lost)


def pdf(lines):
    """A page with these lines of Latin text."""
    shown = "".join(f"1 0 0 1 50 {700 - 20 * number} Tm ({line}) Tj " for number, line in enumerate(lines))
    stream = f"BT /F 12 Tf {shown}ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    out, places = "%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{text}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    return f"{out}xref\n0 6\n0000000000 65535 f \n{table}trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"


def against_a_pdf(place):
    """The same, where the page came back as PDF"""
    copy = place.write("harbour.txt", "Harbour dredged at last\n\nThe board agreed on Tuesday to dredge the eastern channal. "
                                      "The work will cost two million pounds and take eleven weeks.\n")
    edition = place.path("harbour.galley")
    place.good("import", copy, "--into", edition)
    place.good("round", edition, "begin", "--as", "Moira")
    place.good("replace", edition, "channal", "channel", "--apply", "--as", "Moira")
    place.good("replace", edition, "eleven", "twelve", "--apply", "--as", "Moira")
    place.good("round", edition, "end", "--as", "Moira")
    page = pdf(["Harbour dredged at last", "The board agreed on Tuesday to dredge", "the eastern channel. The work will",
                "cost two million pounds and take", "eleven weeks."])
    result = place.run("round", edition, "collate", "--json", "--against", place.write("page.pdf", page))
    if "libpoppler" in result.err:
        raise Skip("there is no reader of PDF")
    equal(result.code, 1, result)
    (article,) = result.json()
    equal([m["state"] for m in article["marks"]], ["done", "not"])
    equal(article["extras"], [])


def files(folder):
    """Everything below a folder, and in its ZIP archives: name → bytes."""
    found = {}
    for base, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(base, name)
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as archive:
                    found.update((inner, archive.read(inner)) for inner in archive.namelist())
            else:
                found[path] = read(path)
    return found


def draft(place):
    """What is not final says so, on every page of whatever is printed"""
    edition = make(place)
    place.good("import", place.write("two.txt", "河道清淤完工\n\n本报讯 河道清淤昨天完工。\n"), "--into", edition, "--page", "2")
    words = "Draft: not signed, not for publication"
    for form in ("text", "html", "epub", "docx", "odt", "sla", "icml", "epaper"):
        place.good("export", edition, "--to", form, "--output", place.path(form))
        texts = {name: text.decode("utf-8", "replace") for name, text in files(place.path(form)).items()}
        if form in ("text", "html"):
            equal([text.count(words) for text in texts.values()], [2], form)
        elif form in ("docx", "odt"):
            equal([name for name, text in texts.items() if words in text], ["word/header1.xml" if form == "docx" else "styles.xml"])
        else:
            pages = [text for name, text in texts.items()
                     if name.endswith((".html", ".sla", ".icml")) or (name.endswith(".xhtml") and "/p0" in name and "-a" not in name)]
            true(len(pages) >= 2 and all(words in text for text in pages), (form, list(texts)))
    # And no reader takes the line for copy.
    for form in ("text", "html", "docx", "odt"):
        back = place.path(form + "-back.galley")
        place.good("import", *sorted(os.path.join(place.path(form), name) for name in os.listdir(place.path(form))), "--into", back)
        articles = [article for page in place.good("show", back, "--json").json()["pages"] for article in page["articles"]]
        equal(len([a for a in articles if a["kind"] in ("story", "ad")]), 3, (form, articles))
    for form, words in (("markdown", "not for publication"), ("ninjs", "withheld"), ("newsml-g2", "stat:withheld"),
                        ("nitf", "withheld")):
        place.good("export", edition, "--to", form, "--output", place.path(form))
        text = b"".join(read(os.path.join(folder, name)) for folder, _, names in os.walk(place.path(form)) for name in names)
        true(words.encode("utf-8") in text, form)


def facts(place):
    """Facts of the masthead: set, validated, computed and compared"""
    edition = make(place)
    place.good("set", edition, "edition", "weekday=星期三", "lunar=农历乙巳年二月二十")
    found = [(o["key"], o["blocks"]) for o in obstacles(place, edition, 1) if o["kind"] == "fact"]
    equal(found, [("weekday", True), ("lunar", True)])
    misused(place.run("set", edition, "edition", "cn=CN99999"))
    misused(place.run("set", edition, "edition", "colour=red"))
    for end in ("\n", "\r", "\u2028", "\u0085"):
        misused(place.run("set", edition, "edition", f"paper=春溪{end}日报"))
    place.good("set", edition, "edition", "paper=Cafe\u0301\x01\u200b报")
    equal(place.good("show", edition, "--json").json()["facts"]["paper"], "Caf\u00e9\u200b报")
    place.good("set", edition, "edition", "paper=春溪日报")
    place.good("set", edition, "0", "section=Cafe\u0301\x07\u2028本地")
    true("  section: Caf\u00e9 本地\n" in place.good("show", edition, "0").out)

    later = place.path("next.galley")
    place.good("next", edition, later)
    masthead = place.good("show", later, "--json").json()["facts"]
    equal((masthead["date"], masthead["weekday"], masthead["lunar"], masthead["issue"]),
          ("2025-03-19", "星期三", "农历乙巳年二月二十", "4128"))
    place.good("import", place.path("page.txt"), "--into", later)
    place.good("set", later, "edition", "issue=4130")
    true(any(o["key"] == "issue" for o in obstacles(place, later, 1)))
    refused(place.run("next", edition, later))


def jumps(place):
    """A jump has two ends, whether its lines stand alone or in a paragraph"""
    one = "植树活动在柳塘镇举行\n\n本报讯 3月16日上午，全市春季植树活动在柳塘镇举行，三千多人挥锹培土，栽下树苗一万两千棵。"
    two = "活动现场，老队员手把手教新队员扶苗、填土、浇水。今年的树苗全部由本地苗圃培育，成活率有保障。\n"
    for number, (end, start, right) in enumerate([
        ("\n（下转第2版）\n", "（上接第1版）\n", True), ("（下转第2版）\n", "（上接第1版）", True), ("\n（下转二版）\n", "(上接一版)", True),
        ("\n（下转第2版）\n", "", False), ("\n", "（上接第1版）", False), ("（下转第2版）\n", "（上接第3版）", False),
    ]):
        edition = place.path(f"jump-{number}.galley")
        place.good("import", place.write("one.txt", one + end), "--into", edition, "--page", "1")
        place.good("import", place.write("two.txt", "植树现场见闻\n\n" + start + two), "--into", edition, "--page", "2")
        found = [o for o in obstacles(place, edition, 1) if o["kind"] == "jump" and o["blocks"]]
        equal(found == [], right, (number, found))


def replacing(place):
    """replace lists first, changes with --apply, knows groups, and is one revision"""
    edition = make(place)
    before = place.good("show", edition, "0").out
    result = place.good("replace", edition, "柳塘镇", "柳塘乡", "--json").json()
    equal((result["applied"], len(result["places"])), (False, 3))
    equal(place.good("show", edition, "0").out, before)
    # The places are the same when they are changed, and a script that reads them finds the blocks.
    copy = place.path("copy.galley")
    shutil.copy(edition, copy)
    changed = place.good("replace", copy, "柳塘镇", "柳塘乡", "--json", "--apply").json()
    equal((changed["applied"], changed["places"]), (True, result["places"]))
    true(all(entry["block"] >= 0 for entry in changed["places"]), changed)
    place.good("replace", edition, r"(\S)千多人", r"\1千余人", "--regex", "--apply", "--as", "许梅")
    true("三千余人" in place.good("show", edition, "0").out)
    equal(place.good("history", edition, "0", "--json").json()[-1]["reason"], "replace")
    refused(place.run("replace", edition, "(", "x", "--regex"))
    refused(place.run("replace", edition, "", "x"))
    for text in (r"\9", r"\g<2>", r"\g<name>", r"\u"):
        refused(place.run("replace", edition, r"(\d)", text, "--regex", "--apply"))
    equal(place.good("replace", edition, "馆长", "主任", "--article", "0", "--json").json()["places"], [])
    equal(place.good("replace", edition, "馆长", "主任", "--page", "2", "--json").json()["places"], [])

    first = place.good("history", edition, "0", "--json").json()[0]["revision"]
    place.good("restore", edition, "0", str(first), "--as", "吴月")
    equal(place.good("show", edition, "0").out, before)


def searching(place):
    """search finds words of any length across editions, by page, person, subject and state"""
    edition = make(place)
    tag(place, edition)
    other = place.edition("linjiang.galley")
    find = lambda *arguments: [(os.path.basename(hit["file"]), hit["article"])
                               for hit in place.good("search", place.folder, *arguments, "--json").json()]
    equal(find("植树"), [("chunxi.galley", 0)])
    equal(find("锹"), [("chunxi.galley", 0)])
    equal(find("夜间开放", "讲座"), [("chunxi.galley", 1)])
    equal(find("夜间开放", "植树"), [])
    equal(find("见面。"), [("chunxi.galley", 1)])
    equal(find("养老"), [("linjiang.galley", 0)])
    equal(find("--person", "骆小雨"), [("chunxi.galley", 0)])
    equal(find("--subject", "medtop:20000424"), [("chunxi.galley", 0)])
    equal(find("--state", "signed"), [])
    equal(find("--state", "终审"), [])
    equal(find("植树", "--from", "2025-03-18", "--to", "2025-03-18"), [("chunxi.galley", 0)])
    equal(find("植树", "--to", "2025-03-17"), [])
    result = place.run("search", place.folder, "植树", "--state", "foo")
    misused(result)
    true("signed" in result.err and "一校" in result.err and "初审" in result.err, result)
    rounds(place, edition)
    place.good("sign", edition, "--all", "--as", "沈一禾")
    equal(sorted(find("--state", "signed")), [("chunxi.galley", 0), ("chunxi.galley", 1)])
    os.unlink(other)
    equal(find("养老"), [])
    refused(place.run("search", place.path("nowhere"), "养老"))
    misused(place.run("search", place.folder))


def subjects(place):
    """subjects are found by Chinese, pinyin, initials and English"""
    for words, code in (("法律", "medtop:20000121"), ("falv", "medtop:20000121"), ("fl", "medtop:20000121"),
                        ("law", "medtop:20000121"), ("司法", "medtop:20000106"), ("sports", "medtop:15000000"),
                        ("科技", "medtop:13000000"), ("足球", "medtop:20001065"), ("ty", "medtop:15000000")):
        found = [topic["code"] for topic in place.good("subjects", words, "--json", "--limit", "5").json()]
        true(code in found, (words, found))
    topics = place.good("subjects", "--all", "--json").json()
    equal(sum(1 for topic in topics if topic["zh"]), 1043)
    equal(len(place.good("subjects", "--all", "--scheme", "gbt", "--json").json()), 24)


def suggesting(place):
    """suggest says why, against the edition and an archive; digest lists the other pages"""
    edition = make(place)
    found = place.good("suggest", edition, "0", "--json", "--archive", place.folder).json()
    true(all(entry["why"] for entry in found), found)
    keywords = [entry for entry in found if entry["key"] == "keyword"]
    true(any("archive" in entry["why"] for entry in keywords), keywords)
    equal({entry["value"] for entry in keywords} & {"三千", "一片", "一万两千棵", "树苗一万"}, set())
    true({"subject", "genre", "source"} <= {entry["key"] for entry in found} | {"subject"}, found)
    place.good("import", place.write("more.txt", "河道清淤完工\n\n本报讯 河道清淤昨天完工。\n"), "--into", edition, "--page", "2")
    equal(place.good("digest", edition).out, "河道清淤完工……2版\n")


def counting(place):
    """statistics count characters by page and person, findings and progress"""
    edition = sign(place)
    result = place.good("statistics", edition, "--json").json()
    equal([page["count"] for page in result["pages"]], [2])
    shares = {person["name"]: person["share"] for person in result["people"]}
    equal(shares["骆小雨"], shares["温景行"])
    equal({entry["name"]: entry["count"] for entry in result["progress"]}, {"一校": 2, "二校": 2, "三校": 2, "signed": 2})
    equal(set(result["findings_by_round"]), {"一校", "二校", "三校"})
    html = place.good("log", edition, "0", "--html").out
    true(html.startswith("<!DOCTYPE html>") and "沈一禾" in html and "#c01c28" in html, html[:200])
    true("许梅" in place.good("log", edition, "--html").out)


def returned(place):
    """A proof that goes out as a Word or ODT file with changes and comes back has the same marks, as a round of its own"""
    edition = make(place)
    place.good("round", edition, "begin", "0", "--as", "何远")
    place.good("replace", edition, "一万两千棵", "一万三千余棵", "--apply")
    place.good("replace", edition, "挥锹培土，", "", "--apply")
    place.good("round", edition, "end", "0", "--as", "何远")
    marks = read_round(place, edition, "一校")
    true(marks["marks"] >= 2, marks)
    sent = place.good("diff", edition, "0", str(marks["first"]), str(marks["last"]), "--json").json()
    for form in ("docx", "odt"):
        place.good("export", edition, "--to", form, "--round", "一校", "--output", place.path("out"))
        name = next(name for name in os.listdir(place.path("out")) if name.endswith(form))
        back = place.path(form + ".galley")
        place.good("import", os.path.join(place.path("out"), name), "--into", back)
        history = place.good("history", back, "0", "--json").json()
        equal([one["author"] for one in history][1:], ["何远"], history)
        equal([one["reason"] for one in history], ["import", "来稿修订"], history)
        round_ = read_round(place, back, "来稿修订")
        equal((round_["state"], round_["person"], round_["ended"], round_["marks"]), ("ended", "何远", marks["ended"], marks["marks"]), form)
        came = place.good("diff", back, "0", "1", "2", "--json").json()
        equal([(one["old"], one["new"]) for one in came], [(one["old"], one["new"]) for one in sent], form)
        blame = place.good("blame", back, "0", "--json").json()
        equal({(one["author"], one["round"]) for one in blame if one["text"] in ("三", "余")}, {("何远", "来稿修订")}, form)
        # It counts for none of the rounds that are to be done, and the log proves it.
        place.good("round", back, "verify")
        place.good("round", back, "next", "0", "--as", "许梅")
        equal(read_round(place, back, "一校")["person"], "许梅")
        # And out again, with the same marks.
        place.good("export", back, "--to", "docx", "--round", "来稿修订", "--output", place.path("again-" + form))
        again = place.path("again-" + form + ".galley")
        place.good("import", os.path.join(place.path("again-" + form), os.listdir(place.path("again-" + form))[0]), "--into", again)
        equal(read_round(place, again, "来稿修订")["marks"], marks["marks"], form)


def read_round(place, edition, name):
    status = place.good("round", edition, "status", "0", "--json").json()
    return next(one for one in status["articles"][0]["rounds"] if one["round"] == name)


main([
    returned, whole_way, seed, one_character, metadata_too, apart, reviews, override_signature, helpers, form_changed, tampering, facts_after, taken_out, against_a_page, against_one_page, against_a_pdf, suggesting, draft, facts, jumps,
    replacing, searching, subjects, counting,
])
