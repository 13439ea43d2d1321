#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A caption that was corrected is what every format prints: the words that came with the picture are older than the article. The
formats are those the program says it writes, so a new one is looked at as well."""

import json
import os
import re
import shutil
import struct
import subprocess
import sys
import zipfile
import zlib

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from harness import equal, main, read, true  # noqa: E402

OLD, NEW = "张三", "王五"
PAGE = """<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>植树活动</title></head><body><article>
<h1>全市植树活动在柳塘镇举行</h1>
<p>本报讯 3月16日上午，全市春季植树活动在柳塘镇举行。来自机关、学校和企业的三千多人挥锹培土，栽下香樟、银杏等树苗一万两千棵。</p>
<figure><img src="a.png"{alt}><figcaption>图为现场。张三 摄</figcaption></figure>
<p>据了解，今年全市计划新增造林两万亩，重点放在河道两岸和矿山修复区。各镇将实行专人管护，做到栽一片、活一片。</p>
</article></body></html>"""
ALTS = {"no alt text": "", "an alt text that repeats the caption": ' alt="图为现场。张三摄"', "an alt text": ' alt="山坡上的人们"'}
# A format not named here prints the caption in one paragraph of one of its files; these print none, or as shapes of letters.
WITHOUT_CAPTION = {"csv", "pdf", "pictures"}
# Where the text is, in formats of several files; the others are one, or are looked at in all that are text.
PARTS = {"docx": r"word/document\.xml$", "odt": r"content\.xml$", "epub": r"a\d+\.xhtml$", "epaper": r"p01-a\d+\.html$", "icml": r"-a\d+\.icml$"}
XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" photoshop:Credit="张三"><dc:creator><rdf:Seq><rdf:li>张三</rdf:li></rdf:Seq>
</dc:creator><dc:description><rdf:Alt><rdf:li xml:lang="x-default">图为现场。张三 摄</rdf:li></rdf:Alt></dc:description>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""


def chunk(tag, data):
    return struct.pack(">I", len(data)) + tag + data + struct.pack(">I", zlib.crc32(tag + data))


def picture(xmp=None):
    rows = b"".join(b"\0" + bytes((200, 30, 60)) * 8 for _ in range(6))
    words = b"XML:com.adobe.xmp\0\0\0\0\0" + xmp.encode() if xmp else b""
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 6, 8, 2, 0, 0, 0)) +
            (chunk(b"iTXt", words) if xmp else b"") + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def make(place, alt="", xmp=None):
    place.write("a.png", picture(xmp))
    edition = place.path("e.galley")
    place.good("import", place.write("p.html", PAGE.format(alt=alt)), "--into", edition)
    place.good("replace", edition, OLD, NEW, "--apply", "--as", "许梅")
    return edition


def inflate(data):
    """A PDF with its streams readable, and the texts that stand in it as hex."""
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", data, re.DOTALL):
        try:
            data += zlib.decompressobj().decompress(stream)
        except zlib.error:
            pass
    return data + b"".join(bytes.fromhex(text.decode()) for text in re.findall(rb"<((?:[0-9A-Fa-f]{2})+)>", data))


def files(place, edition, form):
    """What an export writes: name → bytes, what is packed unpacked."""
    folder = place.path("out-" + form)
    shutil.rmtree(folder, ignore_errors=True)
    place.good("export", edition, "--to", form, "--output", folder)
    found = {}
    for path, _, names in os.walk(folder):
        for name in names:
            full = os.path.join(path, name)
            found[full] = inflate(read(full)) if name.endswith(".pdf") else read(full)
            if zipfile.is_zipfile(full):
                with zipfile.ZipFile(full) as package:
                    found.update({f"{full}/{part}": package.read(part) for part in package.namelist()})
    return found


def holds(data, name):
    return any(name.encode(coding) in data for coding in ("utf-8", "utf-16-be", "utf-16-le", "gb18030"))


def stories(text):
    """The articles of a ninjs package, which has pages that have them."""
    return [item for page in json.loads(text)["associations"] for item in page["associations"]]


def printed(form, found):
    """What a reader sees of the text: no markup, no scripts, no data beside it."""
    names = [name for name in found if re.search(PARTS.get(form, ""), name) and not name.endswith((".png", ".zip", ".epub"))]
    text = "\n".join(found[name].decode("utf-8", "replace") for name in sorted(names))
    if form == "ninjs":
        return "".join(body["value"] for item in stories(text) for body in item.get("bodies", []))
    if form == "sla":
        return "\n".join(re.findall(r' CH="([^"]*)"', text))
    if form == "markdown":
        return re.sub(r"(?m)^info\..*$", "", text)
    text = re.sub(r"(?s)<script.*?</script>|<media>.*?</media>|<media-caption>.*?</media-caption>|<description .*?</description>|<svg:desc>.*?</svg:desc>", "", text)
    return re.sub(r"(?s)<[^>]*>", "", text)


def formats(place):
    return [form["format"] for form in place.good("formats", "--json").json() if form["writes"]]


def corrected(what, alt):
    def test(place):
        edition = make(place, alt)
        wrong = []
        for form in formats(place):
            found = files(place, edition, form)
            wrong += [f"{form}: {name} holds the old name" for name, data in found.items() if holds(data, OLD)]
            if form not in WITHOUT_CAPTION and printed(form, found).count(NEW) != 1:
                wrong.append(f"{form}: the new name is printed {printed(form, found).count(NEW)} times")
            if form == "html" and what == "an alt text":
                true(any(b"\xe5\xb1\xb1\xe5\x9d\xa1\xe4\xb8\x8a" in data for data in found.values()), "the alt text is lost")
        equal(wrong, [])

    test.__doc__ = f"A name corrected in a caption is corrected in every format: {what}"
    return test


def in_pictures(place):
    """What stood in the picture file is not sent out with the corrected caption"""
    edition = make(place, "", XMP)
    for form in ("pictures", "epaper"):
        found = files(place, edition, form)
        equal([name for name, data in found.items() if holds(data, OLD)], [])
        true(any(holds(data, NEW) for name, data in found.items() if name.endswith(".png")), form)


def proof(place):
    """A reader of the PDF sees the corrected caption"""
    if shutil.which("pdftotext") is None:
        return
    found = files(place, make(place), "pdf")
    for name in found:
        if name.endswith(".pdf"):
            text = subprocess.run(["pdftotext", name, "-"], stdout=subprocess.PIPE, check=True).stdout.decode()
            true(NEW in re.sub(r"\s", "", text) and OLD not in text, text)


def twice(place):
    """One picture in two articles says in each what that article says"""
    place.write("a.png", picture())
    copies = [place.write(f"p{n}.html", PAGE.format(alt="").replace("柳塘镇", town).replace("张三 摄", f"{name} 摄"))
              for n, (town, name) in enumerate((("柳塘镇", "赵一"), ("青石镇", "钱二")))]
    edition = place.path("e.galley")
    place.good("import", *copies, "--into", edition)
    names = ("赵一", "钱二")
    html = next(iter(files(place, edition, "html").values())).decode()
    articles = [part for part in html.split("<article")[1:] if "<img" in part]
    items = stories(next(iter(files(place, edition, "ninjs").values())))
    ninjs = [json.dumps(item, ensure_ascii=False) for item in items if item.get("associations")]
    nitf = [data.decode() for name, data in sorted(files(place, edition, "nitf").items()) if b"<media-caption>" in data]
    g2 = next(iter(files(place, edition, "newsml-g2").values())).decode()
    items = {re.search(r'guid="([^"]*)"', item).group(1): item for item in re.findall(r"(?s)<newsItem.*?</newsItem>", g2)}
    linked = [items[target] for target in re.findall(r'residref="([^"]*:picture:[^"]*)"', g2)]
    for kind, parts in {"html": articles, "ninjs": ninjs, "nitf": nitf, "newsml-g2": linked}.items():
        equal([[name in part for name in names] for part in parts], [[True, False], [False, True]], kind)
    listing = next(data.decode() for name, data in files(place, edition, "pictures").items() if name.endswith("图片清单.txt"))
    true(listing.index("赵一") < listing.index("钱二"), listing)


main([corrected(what, alt) for what, alt in ALTS.items()] + [in_pictures, proof, twice])
