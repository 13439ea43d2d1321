#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Hostile files: bombs, loops, entities, paths that lead out, files cut off at every sixteenth, bits turned over. The program
stays, nothing is written elsewhere, memory stays bounded, and each file gets an edition or one sentence."""

import io
import json
import os
import random
import struct
import sys
import zipfile
import zlib

from harness import PAGE, equal, main, true

MAX_MEMORY = 512  # MB
SECRET = "geheim-4711"


# This process is large itself, and what it starts begins with its size: a small one in between measures.
MEASURE = ("import resource, subprocess, sys; code = subprocess.call(sys.argv[2:]); "
           "open(sys.argv[1], 'w').write(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10)); sys.exit(code)")


def package(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members:
            file.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED)
    return out.getvalue()


TYPES = ('<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" '
         'ContentType="application/xml"/></Types>')
RELS = ('<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
        '</Relationships>')
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(body, *more, head=""):
    return package([("[Content_Types].xml", TYPES), ("_rels/.rels", RELS),
                    ("word/document.xml", f"{head}<w:document {W}><w:body>{body}</w:body></w:document>"), *more])


def odt(body, styles="", head=""):
    ns = ('xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
          'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"')
    return package([("mimetype", "application/vnd.oasis.opendocument.text"),
                    ("content.xml", f"{head}<office:document-content {ns}><office:automatic-styles>{styles}</office:automatic-styles>"
                                    f"<office:body><office:text>{body}</office:text></office:body></office:document-content>")])


def epub(chapter, spine='<itemref idref="a"/>', target="a.xhtml"):
    return package([("mimetype", "application/epub+zip"),
                    ("META-INF/container.xml", '<container><rootfiles><rootfile full-path="p.opf"/></rootfiles></container>'),
                    ("p.opf", f'<package><metadata><title>山河</title></metadata><manifest><item id="a" href="{target}" '
                              f'media-type="application/xhtml+xml"/></manifest><spine>{spine}</spine></package>'),
                    ("a.xhtml", chapter)])


def png(width=1, text=b""):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, width, 8, 0, 0, 0, 0)) +
            (chunk(b"zTXt", b"Raw profile type iptc\0\0" + zlib.compress(text)) if text else b"") +
            chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b""))


def seeds(place):
    """One good file of each format: our own exporters, and by hand what they do not write."""
    edition = place.edition()
    out = place.path("seeds")
    formats = [line.split()[0] for line in place.good("formats").out.splitlines() if line.split()[1] in ("rw", "-w")]
    wanted = [name for name in formats if name in ("docx", "odt", "epub", "html", "markdown", "newsml-g2", "ninjs", "nitf", "rtf")]
    for name in wanted:
        place.run("export", edition, "--to", name, "--output", out)
    files = {}
    for folder, _, names in os.walk(out):
        for name in names:
            suffix = os.path.splitext(name)[1]
            data = open(os.path.join(folder, name), "rb").read()
            if suffix[1:] and len(data) < 200000 and suffix not in files:
                files[suffix] = data
    files.setdefault(".docx", docx("<w:p><w:r><w:t>春耕</w:t></w:r></w:p>"))
    files.setdefault(".odt", odt("<text:p>春耕</text:p>"))
    files.setdefault(".epub", epub("<html><body><h1>春耕</h1><p>今年早。</p></body></html>"))
    files.setdefault(".rtf", rb"{\rtf1\ansi\ansicpg936 {\b \'b4\'ba}\'b8\'fb\par \u20170?\u24180?{\*\x y}\par}")
    files[".atom"] = ('<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>春耕</title><content type="html">&lt;p&gt;今年早。'
                      '&lt;/p&gt;</content></entry></feed>').encode()
    files[".iptc"] = b"\x01MNR0012 4 POL 18 ABC-XYZ;\r\n\x02Field work\r\nAP-THIS YEAR IT IS EARLY.\r\n\x03120800 GMT MAY 24\x04"
    files[".fbd"] = "〖BT1〗春耕\ue004〖HT5SS〗今年早。\ue004Ω".encode("gb18030")
    files[".png"] = png(text=b"\niptc\n 20\n1c020500054669656c641c027800054669656c64\n")
    files[".zip"] = package([("a.md", "# 春耕\n\n今年早。\n"), ("b/c.txt", "插秧\n\n水满了。\n")])
    return files


LAUGHS = '<!DOCTYPE x [<!ENTITY a "哈哈哈哈哈哈哈哈哈哈">' + "".join(
    f'<!ENTITY {chr(98 + i)} "{("&" + chr(97 + i) + ";") * 10}">' for i in range(9)) + "]>"


def entities(secret):
    return [LAUGHS, f'<!DOCTYPE x [<!ENTITY j SYSTEM "file://{secret}">]>',
            '<!DOCTYPE x [<!ENTITY j SYSTEM "http://127.0.0.1:1/x">]>',
            f'<!DOCTYPE x SYSTEM "file://{secret}" [<!ENTITY % p SYSTEM "file://{secret}"> %p; <!ENTITY j "&j;">]>']


def bombs(secret):
    """name → bytes"""
    zeros = b" " * (64 << 20)
    long = "春" * 400000
    files = {
        "bomb.docx": docx("<w:p><w:r><w:t>" + " " * (150 << 20) + "</w:t></w:r></w:p>"),
        "many.zip": package([(f"{i}.bin", zeros) for i in range(6)]),
        "nested.zip": package([("a.zip", package([("b.zip", package([("c.txt", "春耕")]))]))]),
        "names.zip": package([(f"{i}/" * 50 + "a.txt", "x") for i in range(300)]),
        "out.zip": package([("../../escaped.txt", "x"), ("/escaped.txt", "x"), ("a/../../escaped.txt", "x"),
                            ("..\\..\\escaped.txt", "x"), ("C:\\escaped.txt", "x"), ("good.txt", "春耕\n\n今年早。")]),
        "out.epub": epub("<html><body><p>a</p><img src='../../../../escaped.png'/></body></html>", target="../../../../etc/passwd"),
        "loop.epub": epub("<html><body><p>春</p></body></html>", spine='<itemref idref="a"/>' * 20000),
        "deep.html": "<div><b>" * 300000,
        "deep.json": "[" * 500000,
        "deep2.json": '{"a":' * 500000,
        "deep.rtf": "{\\rtf1 " + "{" * 500000,
        "deep.md": ">" * 200000 + " x",
        "deep2.md": "[" * 100000 + "](a)" * 1000,
        "stars.md": "*a_" * 100000,
        "deep.docx": docx("<w:sdt><w:sdtContent>" * 100000),
        "tables.docx": docx("<w:tbl><w:tr><w:tc>" * 200 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 200),
        "authors.docx": docx("<w:p>" + "".join(f'<w:ins w:author="{i}"><w:r><w:t>春{i}</w:t></w:r></w:ins>' for i in range(20000)) + "</w:p>"),
        "changes.docx": docx("<w:p>" + "<w:ins><w:del>" * 100 + "<w:r><w:delText>春</w:delText></w:r>" + "</w:del></w:ins>" * 100 + "</w:p>"),
        "unchanged.docx": docx("<w:p><w:pPr><w:rPr><w:del w:author='a' w:date='9999999-99-99'/></w:rPr></w:pPr></w:p>" * 20000),
        "large-changes.docx": docx("".join(f'<w:p><w:del w:author="{i % 9}"><w:r><w:delText>{"春" * 3000}</w:delText></w:r></w:del></w:p>'
                                           for i in range(4000))),
        "comments.docx": docx('<w:p><w:commentRangeStart w:id="1"/>' * 1000 + "<w:r><w:t>春</w:t><w:commentReference w:id='1'/></w:r></w:p>" +
                              "</w:p>" * 999,
                              ("word/_rels/document.xml.rels", RELS.replace("officeDocument\" Target=\"word/document.xml", "comments\" Target=\"comments.xml")),
                              ("word/comments.xml", f"<w:comments {W}>" + '<w:comment w:id="1"><w:p/></w:comment>' * 20000 + "</w:comments>")),
        "quotes.docx": docx("<w:p>" + "".join(f'<w:commentRangeStart w:id="{i}"/><w:r><w:t>春</w:t></w:r>' for i in range(5000)) + "</w:p>"),
        "attributes.docx": docx("<w:p " + " ".join(f'a{i}="b"' for i in range(100000)) + "/>"),
        "spaces.docx": docx("<w:p " + " ".join(f'xmlns:a{i}="b"' for i in range(4000)) + ">" + "<a1:b><c/></a1:b>" * 100000 + "</w:p>"),
        "loop.odt": odt('<text:tracked-changes><text:changed-region xml:id="a"><text:deletion><text:p>春<text:change text:change-id="a"/>'
                        '</text:p></text:deletion></text:changed-region></text:tracked-changes><text:p><text:change text:change-id="a"/></text:p>'),
        "open.odt": odt('<text:tracked-changes><text:changed-region xml:id="a"><text:insertion/></text:changed-region></text:tracked-changes>' +
                        '<text:p><text:change-start text:change-id="a"/>春</text:p>' * 20000),
        "many-changes.odt": odt("<text:tracked-changes>" + "".join(
            f'<text:changed-region xml:id="c{i}"><text:deletion><office:change-info/><text:p>春</text:p><text:p>夏</text:p></text:deletion>'
            "</text:changed-region>" for i in range(5000)) + "</text:tracked-changes><text:p>" +
            "".join(f'<text:change text:change-id="c{i}"/>' for i in range(5000)) * 4 + "</text:p>"),
        "styles.docx": docx('<w:p><w:pPr><w:pStyle w:val="a"/></w:pPr><w:r><w:t>春</w:t></w:r></w:p>',
                            ("word/_rels/document.xml.rels", RELS.replace("officeDocument\" Target=\"word/document.xml", "styles\" Target=\"styles.xml")),
                            ("word/styles.xml", f'<w:styles {W}><w:style w:styleId="a"><w:name w:val="a"/><w:basedOn w:val="b"/></w:style>'
                                                f'<w:style w:styleId="b"><w:name w:val="b"/><w:basedOn w:val="a"/></w:style></w:styles>')),
        "styles.odt": odt('<text:p text:style-name="a">春</text:p>',
                          '<style:style style:name="a" style:parent-style-name="b"/><style:style style:name="b" style:parent-style-name="a"/>'),
        "spaces.odt": odt('<text:p>春<text:s text:c="2000000000"/></text:p>' * 5),
        "repeat.odt": odt('<table:table xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><table:table-row '
                          'table:number-rows-repeated="2000000000"><table:table-cell table:number-columns-repeated="2000000000">'
                          '<text:p>春</text:p></table:table-cell></table:table-row></table:table>'),
        "long.html": f"<p title='{long}'>{long}</p>",
        "marks.html": "<p>" + "<b><i>春</b></i>" * 50000,
        "data.html": "<img src='data:image/png;base64," + "A" * 4000000 + "'>" * 3,
        "links.html": f"<p>春耕早</p><img src='file://{secret}'><img src='{secret}'><img src='../secret.txt'><img src='http://127.0.0.1:1/x'>",
        "content_1.htm": f"<!--enpproperty <title>{'<' * 100000}",
        "node_1.htm": "<a id=pageLink href=node_1.htm>第01版：要闻</a><map><area coords=1 href=node_1.htm>" +
                      "<area href=content_1.htm>" * 20000 + "</map>",
        "bin.rtf": r"{\rtf1\bin2147483647 x\par\u-99999999 \uc2000000000 \u20170 x}",
        "font.rtf": "{\\rtf1{\\fonttbl" + "{\\f1\\fcharset134 a;}" * 100000 + "}x}",
        "huge.png": png(width=0xffffffff),
        "text.png": png(text=b"\niptc\n 2000000000\n" + b"1c" * 200000),
        "zip.png": png(text=b"\0" * (100 << 20)),
        "loop.tif": struct.pack("<2sHI", b"II", 42, 8) + struct.pack("<HHHIII", 1, 0x8769, 4, 1, 8, 8),
        "huge.tif": struct.pack("<2sHI", b"II", 42, 8) + struct.pack("<HHHIII", 1, 0x010e, 2, 0xffffffff, 8, 0),
        "huge.webp": b"RIFF\xff\xff\xff\xffWEBPEXIF\xff\xff\xff\xff",
        "cut.jpg": b"\xff\xd8\xff\xed\xff\xffPhotoshop 3.0\x008BIM\x04\x04\0\0\xff\xff\xff\xff",
        "open.fbd": "〖" * 300000,
        "tables.fbd": "〖BG(〗" * 100000 + "春",
        "line.txt": "春" * 3000000,
        "lines.txt": "\n" * 3000000 + "春",
        "many.ninjs": json.dumps({"uri": "a:b", "headline": "x", "body_text": "y", "associations": [{"a": i} for i in range(100000)]}),
        "nul.html": b"<p>a\0b</p>" * 1000,
        "name\u202etxt.md": "# x\n\ny\n",
    }
    for i, head in enumerate(entities(secret)):
        use = "&j;" if i else "&j;&i;"
        files[f"entity{i}.docx"] = docx(f"<w:p><w:r><w:t>春{use}</w:t></w:r></w:p>", head=head)
        files[f"entity{i}.odt"] = odt(f"<text:p>春{use}</text:p>", head=head)
        files[f"entity{i}.html"] = f"{head}<html><body><p>春{use}</p></body></html>"
        files[f"entity{i}.atom"] = f'{head}<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>春{use}</title></entry></feed>'
        files[f"entity{i}.nitf"] = f"{head}<nitf><body><body.content><p>春{use}</p></body.content></body></nitf>"
        files[f"entity{i}.newsml"] = (f'{head}<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/"><contentSet><inlineXML><html><body><p>春'
                                      f'{use}</p></body></html></inlineXML></contentSet></newsItem>')
        files[f"entity{i}.epub"] = epub(f"{head}<html><body><p>春{use}</p></body></html>")
    return files


def damaged(files, seed):
    chance = random.Random(seed)
    for suffix, data in sorted(files.items()):
        for i in range(1, 16):
            yield f"cut{i:02}{suffix}", data[:len(data) * i // 16]
        for i in range(24):
            copy = bytearray(data)
            for _ in range(1 + i % 4):
                copy[chance.randrange(len(copy))] ^= 1 << chance.randrange(8)
            yield f"bit{i:02}{suffix}", bytes(copy)


def tree(folder):
    return sorted(os.path.join(path, name) for path, folders, names in os.walk(folder) for name in names + folders)


def run_all(place, files):
    """All files in one run: a line for each, and nothing else happens."""
    for name, data in files:
        place.write("in/" + name, data)
    os.makedirs(place.path("tmp"), exist_ok=True)
    place.write("peak", "0")
    before = tree(place.folder)
    result = place.run("import", place.path("in"), "--json", env={"TMPDIR": place.path("tmp"), "GALLEY_WORKER_SECONDS": "20"}, timeout=380,
                       prefix=(sys.executable, "-c", MEASURE, place.path("peak")))
    true(result.code in (0, 3), result)
    true(SECRET not in result.out and SECRET not in result.err, "a secret came out")
    true("CRITICAL" not in result.err and "WARNING" not in result.err and "Sanitizer" not in result.err, result.err[-3000:])
    lines = {os.path.basename(line["file"]): line for line in result.lines()}
    for name, _ in files:
        line = lines.get(os.path.basename(name))
        true(line is not None, f"{name}: not a word about it")
        true("error" not in line or (line["error"].strip() and "\n" not in line["error"]), line)
    equal(tree(place.folder), before)
    peak = int(open(place.path("peak"), encoding="ascii").read())
    print(f"# {len(files)} files, {sum('error' in line for line in lines.values())} refused, peak {peak} MB", flush=True)
    return peak, lines


def bounded(place, peak):
    with open(os.path.join(place.env.get("GALLEY_PLUGIN_PATH", "").split(":")[0], "libdocx.so"), "rb") as file:
        if b"__asan_" not in file.read():
            true(peak <= MAX_MEMORY, f"{peak} MB")


def bad_files(place):
    """Bombs, loops, entities and paths that lead out"""
    secret = place.write("secret.txt", SECRET)
    # Archives and what stands in them have names of their own.
    files = [(name, data.encode("utf-8") if isinstance(data, str) else data) for name, data in bombs(secret).items()]
    plain = [(name, data) for name, data in files if not name.endswith(".zip")]
    peak, lines = run_all(place, plain)
    true(any("error" in line for line in lines.values()))
    bounded(place, peak)
    for name, data in files:
        if name.endswith(".zip"):
            place.write("in/" + name, data)
            before = tree(place.folder)
            result = place.run("import", place.path("in/" + name), env={"TMPDIR": place.path("tmp")})
            true(result.code in (0, 3), result)
            equal(tree(place.folder), before)
    true(not os.path.exists(place.path("escaped.txt")) and not os.path.exists("/escaped.txt"))


def damaged_files(place):
    """Cut at every sixteenth, and with bits turned over"""
    files = list(damaged(seeds(place), 5))
    archives = [pair for pair in files if pair[0].endswith(".zip")]
    files = [pair for pair in files if not pair[0].endswith(".zip")]
    true(len(files) + len(archives) >= 400, len(files))
    peak, _ = run_all(place, files)
    bounded(place, peak)
    for name, data in archives:
        path = place.write("zip/" + name, data)
        result = place.run("import", path, env={"TMPDIR": place.path("tmp")})
        true(result.code in (0, 3), result)
        true(result.out or result.err, name)
    equal(os.listdir(place.path("tmp")), [])


main([bad_files, damaged_files])
