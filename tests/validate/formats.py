#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every format against its own validator, as far as small packages go; the rest is in formats-all.py. Schemas that may not
lie in the project are taken from ../shared, and what needs them is skipped where they are absent."""

import codecs
import csv
import filecmp
import html.parser
import json
import os
import re
import sys
import xml.etree.ElementTree as tree
import zipfile
from urllib.parse import unquote

from formats_common import (
    BUILD, SCHEMAS, Edition, Skip, Workshop, check, cli, finish, make_editions, need, need_schema, run, same_text, unpack, writers,
    xmllint,
)

# --- the wire ---------------------------------------------------------------------------------------------------------


def newsml_schema(edition):
    schema = need_schema("newsml-g2", "NewsML-G2_2.35-spec-All-Power.xsd")
    return xmllint("--schema", schema, [edition.file(".newsml.xml")], "NewsML-G2")


QCODE = re.compile(r"^([A-Za-z][\w.-]*):(.+)$")


def newsml_codes(edition):
    """What the schema does not see: each alias of a QCode is declared, in the catalog of IPTC or beside it."""
    document = tree.parse(edition.file(".newsml.xml"))
    problems = set()
    catalog = need_schema("newsml-g2", "catalog.IPTC-G2-Standards_41.xml")
    known = {node.get("alias") for node in tree.parse(catalog).iter() if node.tag.endswith("scheme")}
    roles = {"role", "rel", "qcode", "type", "representation", "rendition", "format", "group"}
    for item in document.iter():
        if not item.tag.endswith(("newsItem", "packageItem")):
            continue
        declared = set(known) | {node.get("alias") for node in item.iter() if node.tag.endswith("}scheme")}
        if not item.get("standardversion") == "2.35" or item.get("conformance") != "power":
            problems.add("an item is not of 2.35, power")
        for node in item.iter():
            if "xhtml" in node.tag:
                continue
            for name, value in node.attrib.items():
                match = QCODE.match(value) if name in roles else None
                if match and match.group(1) not in declared:
                    problems.add(f"{node.tag.rpartition('}')[2]}/@{name}: {value}")
    return sorted(problems)


def nitf_schema(edition):
    return xmllint("--schema", need_schema("nitf", "nitf-3-6.xsd"), edition.nitf(), "NITF")


def ninjs_shape(edition):
    """JSON with what every item needs; ajv looks at the rest."""
    with open(edition.file(".json"), encoding="utf-8") as file:
        item = json.load(file)
    problems = [] if item.get("uri") else ["no uri"]
    for part in item.get("associations", []):
        if not part.get("uri") or not part.get("type"):
            problems.append(f"an association lacks its uri or type: {str(part)[:80]}")
    return problems


# --- word processors --------------------------------------------------------------------------------------------------


def docx(edition):
    schema = need_schema("ooxml", "wml.xsd")
    folder = unpack(edition.file(".docx"), edition.folder + "-docx")
    word = [os.path.join(folder, "word", name) for name in ("document.xml", "styles.xml", "comments.xml")]
    problems = xmllint("--schema", schema, word, "DOCX")
    opc = os.path.join(SCHEMAS, "ooxml", "opc-xsd")
    problems += xmllint("--schema", os.path.join(opc, "opc-contentTypes.xsd"), [os.path.join(folder, "[Content_Types].xml")], "OPC")
    links = [os.path.join(folder, "_rels", ".rels"), os.path.join(folder, "word", "_rels", "document.xml.rels")]
    problems += xmllint("--schema", os.path.join(opc, "opc-relationships.xsd"), links, "OPC")
    problems += xmllint("--schema", os.path.join(SCHEMAS, "ooxml", "shared-documentPropertiesCustom.xsd"),
                        [os.path.join(folder, "docProps", "custom.xml")], "DOCX")
    for node in tree.parse(links[1]).getroot():
        if node.get("TargetMode") != "External" and not os.path.exists(os.path.join(folder, "word", node.get("Target"))):
            problems.append(f"{node.get('Target')} is not in the package")
    return problems


def odt(edition):
    folder = unpack(edition.file(".odt"), edition.folder + "-odt")
    schema = need_schema("odf", "OpenDocument-v1.3-schema.rng")
    parts = [os.path.join(folder, name + ".xml") for name in ("content", "styles", "meta")]
    problems = xmllint("--relaxng", schema, parts, "ODT")
    manifest = os.path.join(folder, "META-INF", "manifest.xml")
    problems += xmllint("--relaxng", os.path.join(SCHEMAS, "odf", "OpenDocument-v1.3-manifest-schema.rng"), [manifest], "ODT")
    listed = {value for node in tree.parse(manifest).getroot() for name, value in node.attrib.items() if name.endswith("full-path")}
    with zipfile.ZipFile(edition.file(".odt")) as package:
        first = package.infolist()[0]
        if first.filename != "mimetype" or first.compress_type != zipfile.ZIP_STORED:
            problems.append("mimetype is not the first member, stored")
        inside = {name for name in package.namelist() if name not in ("mimetype", "META-INF/manifest.xml")}
    return problems + [f"the manifest and the package differ: {name}" for name in sorted(inside ^ (listed - {"/"}))]


# --- books and sites --------------------------------------------------------------------------------------------------


def epub(edition):
    """The rules of the container; epubcheck looks at the rest."""
    problems = []
    with zipfile.ZipFile(edition.file(".epub")) as package:
        members = package.infolist()
        if members[0].filename != "mimetype" or members[0].compress_type != zipfile.ZIP_STORED or members[0].extra:
            problems.append("mimetype is not the first member, stored, without extra field")
        names = set(package.namelist())
        opf = tree.fromstring(package.read("EPUB/package.opf"))
        listed = {"EPUB/" + node.get("href") for node in opf.iter("{http://www.idpf.org/2007/opf}item")}
        loose = names - listed - {"mimetype", "META-INF/container.xml", "EPUB/package.opf"}
        problems += [f"not in the manifest: {name}" for name in sorted(loose)]
        problems += [f"not in the package: {name}" for name in sorted(listed - names)]
        ids = {}
        links = []
        for name in sorted(names):
            if not name.endswith(".xhtml"):
                continue
            page = tree.fromstring(package.read(name))
            ids[name] = {node.get("id") for node in page.iter() if node.get("id")}
            for node in page.iter():
                target = node.get("href") or node.get("src")
                if target and not re.match(r"[a-z]+:", target):
                    links.append((name, target))
                if node.tag.endswith("}img") and not node.get("alt"):
                    problems.append(f"{name}: a picture without words")
        for name, target in links:
            path, _, fragment = target.partition("#")
            path = "EPUB/" + path if path else name
            if path not in names or (fragment and fragment not in ids.get(path, ())):
                problems.append(f"{name}: {target} leads nowhere")
    return problems


class Page(html.parser.HTMLParser):
    """What a page of the site refers to, and what it holds."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.links, self.fetched, self.ids, self.problems, self.headings = [], [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        if values.get("id"):
            self.ids.append(values["id"])
        if tag == "a" and values.get("href"):
            self.links.append(values["href"])
        if tag in ("img", "script", "link", "iframe", "source") and (values.get("src") or values.get("href")):
            if values.get("rel") != "canonical":
                self.fetched.append(values.get("src") or values["href"])
        if tag == "img" and "alt" not in values:
            self.problems.append("a picture without alt")
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self.headings.append(int(tag[1]))


def epaper(edition):
    """Links lead somewhere, nothing is fetched from elsewhere, one h1 a page, the scripts are small."""
    problems = []
    files = edition.files(".epaper", "*.html")
    folder = edition.file(".epaper")
    pages = {}
    for path in files:
        with open(path, encoding="utf-8") as file:
            text = file.read()
        pages[os.path.basename(path)] = Page(text)
        if "<!--enpproperty" not in text and re.match(r"(page-|p\d)", os.path.basename(path)):
            problems.append(f"{os.path.basename(path)}: no block for crawlers")
    for name, page in pages.items():
        problems += [f"{name}: {problem}" for problem in page.problems]
        if page.headings.count(1) != 1:
            problems.append(f"{name}: {page.headings.count(1)} first headings")
        if any(after > before + 1 for before, after in zip(page.headings, page.headings[1:])):
            problems.append(f"{name}: a level of headings is left out")
        if len(set(page.ids)) != len(page.ids):
            problems.append(f"{name}: an id stands twice")
        for target in page.links + page.fetched:
            if re.match(r"(https?|mailto):", target):
                if target in page.fetched:
                    problems.append(f"{name}: {target} is fetched from elsewhere")
                continue
            path, _, fragment = unquote(target).partition("#")
            path = path or name
            if not os.path.exists(os.path.join(folder, path)) or (fragment and fragment not in pages[path].ids):
                problems.append(f"{name}: {target} leads nowhere")
    size = sum(os.path.getsize(os.path.join(folder, name)) for name in os.listdir(folder) if name.endswith(".js"))
    if size >= 10000:
        problems.append(f"scripts of {size} bytes")
    with open(os.path.join(folder, "style.css"), encoding="utf-8") as file:
        if re.search(r"url\(|@import", file.read()):
            problems.append("the style sheet fetches something")
    return problems


ATOM = "{http://www.w3.org/2005/Atom}"


def feed(edition):
    """RFC 4287: what a feed and an entry must have, once each; ids are unique."""
    root = tree.parse(os.path.join(edition.file(".epaper"), "feed.xml")).getroot()
    problems = []
    ids = []
    for node in [root, *root.iter(ATOM + "entry")]:
        for name in ("id", "title", "updated"):
            if len(node.findall(ATOM + name)) != 1:
                problems.append(f"{node.tag.rpartition('}')[2]}: {name} stands {len(node.findall(ATOM + name))} times")
        ids.append(node.findtext(ATOM + "id"))
        for time in node.findall(ATOM + "updated"):
            if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", time.text):
                problems.append(f"no time: {time.text}")
    if len(set(ids)) != len(ids):
        problems.append("an id stands twice")
    if root.find(ATOM + "author") is None:
        problems.append("the feed has no author")
    return problems


def json_ld(edition):
    problems = []
    for path in edition.files(".epaper", "p*-a*.html"):
        with open(path, encoding="utf-8") as file:
            blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', file.read(), re.DOTALL)
        if len(blocks) != 1:
            problems.append(f"{os.path.basename(path)}: {len(blocks)} blocks")
            continue
        item = json.loads(blocks[0])
        if item["@type"] not in ("NewsArticle", "AdvertiserContentArticle") or not item.get("headline") or item["isPartOf"]["@type"] != "PublicationIssue":
            problems.append(f"{os.path.basename(path)}: {blocks[0][:100]}")
    return problems


# --- layout and plain -------------------------------------------------------------------------------------------------


def icml(edition):
    problems = []
    for path in edition.files(".icml", "*.icml"):
        root = tree.parse(path).getroot()
        styles = {node.get("Self") for node in root.iter("ParagraphStyle")} | {node.get("Self") for node in root.iter("CharacterStyle")}
        for node in root.iter():
            style = node.get("AppliedParagraphStyle") or node.get("AppliedCharacterStyle")
            if style and style not in styles and "$ID/" not in style:
                problems.append(f"{os.path.basename(path)}: {style} is not declared")
        if len(root.findall("Story")) != 1:
            problems.append(f"{os.path.basename(path)}: not one story")
    return problems


def sla(edition):
    problems = []
    for path in edition.files(".sla", "*.sla"):
        root = tree.parse(path).getroot()
        name = os.path.basename(path)
        styles = {node.get("NAME") for node in root.iter("STYLE")}
        frames = {node.get("ItemID"): node for node in root.iter("PAGEOBJECT")}
        sheets = len(list(root.iter("PAGE")))
        if sheets != int(root.find("DOCUMENT").get("ANZPAGES")) or sheets == 0:
            problems.append(f"{name}: the number of sheets is wrong")
        for key, frame in frames.items():
            if not frame.get("path") or not frame.get("copath"):
                problems.append(f"{name}: a frame without outline shows nothing")
            following = frame.get("NEXTITEM", "-1")
            if following != "-1" and (following not in frames or frames[following].get("BACKITEM") != key):
                problems.append(f"{name}: the chain breaks at {key}")
            picture = frame.get("PFILE")
            if picture and not os.path.exists(os.path.join(os.path.dirname(path), picture)):
                problems.append(f"{name}: {picture} is not there")
            bottom = (float(frame.get("YPOS")) - 20) % 1599 + float(frame.get("HEIGHT"))
            if bottom > 1559.5 or float(frame.get("XPOS")) - 100 + float(frame.get("WIDTH")) > 1105.5:
                problems.append(f"{name}: frame {key} hangs over its sheet ({bottom:.0f})")
        for node in root.iter("para"):
            if node.get("PARENT") not in styles:
                problems.append(f"{name}: the style {node.get('PARENT')} is not declared")
    return problems


def table(edition):
    with open(edition.file(".csv"), encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    shown = json.loads(cli("show", edition.store, "--json"))
    n = sum(article["kind"] != "furniture" for page in shown["pages"] for article in page["articles"])
    problems = [] if len(rows) == n + 1 else [f"{len(rows) - 1} rows for {n} articles"]
    return problems + [f"a row has {len(row)} cells: {row[:3]}" for row in rows if len(row) != len(rows[0])]


def plain(edition):
    """GB18030 and hard wrap hold the same text; no line begins with a mark that may not."""
    folder = edition.folder + "-wrapped"
    wrapped = Edition(edition.name, edition.store, folder)
    wrapped.export(["text"], settings=["text.encoding=gb18030", "text.wrap=20", "text.crlf=true"])
    with open(edition.file(".txt"), encoding="utf-8") as file:
        text = file.read()
    with open(wrapped.file(".txt"), "rb") as file:
        other = codecs.decode(file.read(), "gb18030")
    problems = [] if same_text(text) == same_text(other) else ["the two texts differ"]
    lines = other.split("\r\n")
    problems += [f"a line begins with {line[0]}: {line}" for line in lines if line[:1] and line[0] in "，。、；：？！”’）》】"]
    return problems


def pdf(edition):
    path = edition.file(".pdf")
    need("qpdf")
    code, out = run(["qpdf", "--check", path])
    problems = out.splitlines() if code != 0 else []
    need("pdfinfo")
    code, out = run(["pdfinfo", path])
    return problems + ([] if code == 0 and re.search(r"Pages: +[1-9]", out) else [out])


# --- all of them ------------------------------------------------------------------------------------------------------


def compare(one, other):
    both = filecmp.dircmp(one, other)
    _, differ, unread = filecmp.cmpfiles(one, other, both.common_files, shallow=False)
    problems = [f"only in one: {name}" for name in both.left_only + both.right_only]
    problems += [f"differs: {name}" for name in differ + unread]
    for name in both.common_dirs:
        problems += compare(os.path.join(one, name), os.path.join(other, name))
    return problems


def twice(edition, formats):
    again = edition.export(formats, folder=edition.folder + "-again")
    return compare(edition.folder, again)


CHECKS = {
    "newsml-g2": [("NewsML-G2: schema", newsml_schema), ("NewsML-G2: QCodes are declared", newsml_codes)],
    "nitf": [("NITF: schema", nitf_schema)],
    "ninjs": [("ninjs: shape", ninjs_shape)],
    "docx": [("DOCX: schemas of the document and the package", docx)],
    "odt": [("ODT: schemas and manifest", odt)],
    "epub": [("EPUB: container, manifest and links", epub)],
    "epaper": [("e-paper: links, headings, no request to elsewhere", epaper), ("e-paper: feed", feed), ("e-paper: JSON-LD", json_ld)],
    "icml": [("ICML: stories and styles", icml)],
    "sla": [("SLA: frames, chains and pictures", sla)],
    "csv": [("CSV: rows and cells", table)],
    "text": [("text: encodings and wrap", plain)],
    "pdf": [("PDF: structure", pdf)],
}


def main():
    formats = writers()
    with Workshop() as folder:
        for edition in make_editions(folder):
            check(f"{edition.name}: export to {len(formats)} formats at once", lambda one: (one.export(formats), None)[1], edition)
            check(f"{edition.name}: exporting again gives the same bytes", twice, edition, formats)
            for name in formats:
                for what, function in CHECKS.get(name, []):
                    check(f"{edition.name}: {what}", function, edition)
    return finish()


if __name__ == "__main__":
    sys.exit(main())
