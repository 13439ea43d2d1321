#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Out and in again: what each format holds, measured. An edition with all that the model knows is exported, read back by the
importer of the format or by a small reader here, and compared part by part. The table in data/formats.md is what came out;
`roundtrip.py --write` writes it anew. A format that calls itself full must keep everything, and each must keep what its key
file says it holds."""

import csv
import difflib
import glob
import html.parser
import json
import os
import re
import sys
import xml.etree.ElementTree as tree
import zipfile

from formats_common import ENV, MAKE_EDITION, ROOT, Edition, Workshop, check, cli, finish, run, writers

ARTICLES, PICTURES = 40, 16
TABLE = os.path.join(ROOT, "data", "formats.md")
ROLES = {
    "引题": "kicker", "主题": "headline", "副题": "subhead", "人物行": "people", "署名": "byline", "正文": "body", "小标题": "crosshead",
    "引文": "quote", "编者按": "note", "图片说明": "caption", "图片署名": "credit", "转版": "jump", "广告": "ad", "版面杂项": "furniture",
}
NAMES = set(ROLES.values())

# An edition here is {"facts": {…}, "pages": [(number, name, [article …])]}, an article
# {"blocks": [(role, text)], "spans": [[…] …], "meta": [(key, value, qualifier)], "kind": …}.


def article(kind=None):
    return {"kind": kind, "blocks": [], "spans": [], "meta": []}


def from_store(store):
    shown = json.loads(cli("show", store, "--json"))
    pages = []
    for page in shown["pages"]:
        articles = []
        for item in page["articles"]:
            one = article(item["kind"])
            one["blocks"] = [(block["role"], block["text"]) for block in item["blocks"]]
            one["spans"] = [
                sorted((span["kind"], span["start"], span["end"], span.get("value") or "") for span in block.get("spans", []))
                for block in item["blocks"]
            ]
            one["meta"] = [(entry["key"], entry["value"], entry.get("qualifier") or "") for entry in item["metadata"]]
            if item["kind"] != "furniture":
                articles.append(one)
        pages.append((page["number"], page["name"], articles))
    return {"facts": shown["facts"], "pages": pages}


def by_importer(edition, folder, files, name):
    store = os.path.join(folder, name + "-back.galley")
    cli("import", *files, "--into", store, "--format", name)
    return from_store(store)


# --- readers of our own -------------------------------------------------------------------------------------------------


class Blocks(html.parser.HTMLParser):
    """The articles of an HTML page: elements whose class is a role, and the marks in them."""

    MARKS = {"strong": "strong", "em": "emphasis"}
    VOID = ("br", "img", "meta", "link", "input", "hr")

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.articles, self.meta, self.facts, self.title = [], [], {}, ""
        self.stack, self.block, self.text, self.marks, self.fact = [], None, "", [], None
        self.sections, self.section_text = [], None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        names = (values.get("class") or "").split()
        if tag == "meta" and (values.get("name") or "").startswith("galley:"):
            self.meta.append((values["name"][7:], values.get("content") or "", values.get("data-qualifier") or ""))
        elif tag == "article":
            self.articles.append(article(names[0] if names else None))
            self.articles[-1]["pictures"] = 0
            self.articles[-1]["section"] = len(self.sections)
        elif tag == "img" and self.articles:
            self.articles[-1]["pictures"] += 1
        elif (values.get("id") or "").startswith("fact-"):
            self.fact = values["id"][5:]
        elif tag in ("h1", "h2") and not self.articles_open():
            self.section_text = ""
        if tag in self.VOID:
            return
        mark = None
        if self.block is None and self.articles_open() and names and names[0] in NAMES and tag in ("h1", "h2", "h3", "h4", "p", "blockquote"):
            self.block, self.text, self.marks = names[0], "", []
            mark = "block"
        elif self.block is not None:
            kind = self.MARKS.get(tag) or ("dateline" if "dateline" in names else "join" if "join" in names else "link" if tag == "a" else None)
            if kind:
                mark = [kind, len(self.text), values.get("data-source") or values.get("href") or ""]
        self.stack.append((tag, mark))

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in self.VOID:
            self.handle_endtag(tag)

    def articles_open(self):
        return any(tag == "article" for tag, _ in self.stack)

    def handle_endtag(self, tag):
        while self.stack:
            name, mark = self.stack.pop()
            if mark == "block":
                self.articles[-1]["blocks"].append((self.block, self.text))
                self.articles[-1]["spans"].append(sorted(self.marks))
                self.block = None
            elif mark:
                self.marks.append((mark[0], mark[1], len(self.text), mark[2]))
            if name == tag:
                break
        if tag in ("dd", "div"):
            self.fact = None
        if tag in ("h1", "h2") and self.section_text is not None:
            self.sections.append(self.section_text)
            self.section_text = None

    def handle_data(self, data):
        if self.block is not None:
            self.text += data
        if self.fact and self.stack and self.stack[-1][0] == "dd":
            self.facts[self.fact] = self.facts.get(self.fact, "") + data
        if self.section_text is not None:
            self.section_text += data


def page_of(title):
    match = re.match(r"(?:第(\d+)版|Page (\d+))(?: · (.*))?$", title.strip())
    return (int(match.group(1) or match.group(2)), match.group(3) or "") if match else None


def from_html_pages(pages):
    """@pages: (name, text) in order; a page of the paper is named pNNN or page-NN, an article pNNN-aNNN."""
    edition = {"facts": {}, "pages": []}
    found = {}
    for name, text in pages:
        parsed = Blocks(text)
        edition["facts"].update(parsed.facts)
        number = re.match(r"(?:page-|p)(\d+)(-a\d+)?\.", name)
        if number and number.group(2):
            one = parsed.articles[0]
            one["meta"] = parsed.meta
            found.setdefault(int(number.group(1)), []).append(one)
        elif number:
            edition["pages"].append((*page_of(parsed.sections[0]), found.setdefault(int(number.group(1)), [])))
    return edition


def read_epub(edition, folder):
    with zipfile.ZipFile(edition.file(".epub")) as package:
        names = sorted(name for name in package.namelist() if name.endswith(".xhtml"))
        result = from_html_pages([(os.path.basename(name), package.read(name).decode()) for name in names])
        opf = tree.fromstring(package.read("EPUB/package.opf"))
    for node in opf.iter("{http://www.idpf.org/2007/opf}meta"):
        if (node.get("property") or "").startswith("galley:"):
            result["facts"][node.get("property")[7:]] = node.text
    return result


def read_epaper(edition, folder):
    pages = []
    for path in edition.files(".epaper", "*.html"):
        with open(path, encoding="utf-8") as file:
            pages.append((os.path.basename(path), file.read()))
    return from_html_pages(pages)


def read_html(edition, folder):
    with open(edition.file(".html"), encoding="utf-8") as file:
        text = file.read()
    parsed = Blocks(text)
    items = [json.loads(block) for block in re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)]
    titles = [page_of(title) for title in parsed.sections]
    pages = [(*page, []) for page in titles if page]
    at = -len(pages) + len(titles)
    for one in parsed.articles:
        section = one["section"] - at
        if 0 < section <= len(pages):
            pages[section - 1][2].append(one)
    described = {plain(item["headline"]): item for item in items}
    for one in parsed.articles:
        headline = next((plain(text) for role, text in one["blocks"] if role == "headline"), plain(one["blocks"][0][1]))
        item = described.get(headline, {})
        people = item.get("author", []) + item.get("contributor", [])
        one["meta"] = [("person", person["name"], person.get("jobTitle", "")) for person in people]
        one["meta"] += [("keyword", word, "") for word in item.get("keywords", [])]
        one["meta"] += [("subject", term["name"], term.get("inDefinedTermSet", "")) for term in item.get("about", [])]
    return {"facts": parsed.facts, "pages": pages}


def styled(root, paragraph, text_of, style_of):
    one = article()
    for node in paragraph(root):
        role = ROLES.get(style_of(node))
        if role:
            one["blocks"].append((role, text_of(node)))
    return one


def read_icml(edition, folder):
    pages = {}
    for path in edition.files(".icml", "p[0-9]*-a*.icml"):
        one = article()
        for node in tree.parse(path).getroot().iter("ParagraphStyleRange"):
            role = ROLES.get(node.get("AppliedParagraphStyle").rpartition("/")[2])
            text, marks = "", []
            for span in node.iter("CharacterStyleRange"):
                start = len(text)
                text += "".join(part.text or "" for part in span.iter("Content"))
                style = span.get("AppliedCharacterStyle")
                for word, kind in (("加重", "strong"), ("强调", "emphasis"), ("电头", "dateline")):
                    if word in style:
                        marks.append((kind, start, len(text), ""))
            one["blocks"].append((role, text))
            one["spans"].append(sorted(marks))
        match = re.match(r"p(\d+)-a(\d+)", os.path.basename(path))
        one["pictures"] = len(glob.glob(glob.escape(path[:-5]) + "-[0-9]*"))
        pages.setdefault(int(match.group(1)), []).append(one)
    return {"facts": {}, "pages": [(number, None, pages[number]) for number in sorted(pages)]}


def read_sla(edition, folder):
    """Frames by their place; a story is in the first frame of its chain. Articles are not marked: text and roles of a page."""
    pages = []
    for path in edition.files(".sla", "*.sla"):
        one = article()
        one["pictures"] = 0
        for frame in tree.parse(path).getroot().iter("PAGEOBJECT"):
            one["pictures"] += frame.get("PTYPE") == "2"
            text = ""
            for node in frame.iter():
                if node.tag == "ITEXT":
                    text += node.get("CH")
                elif node.tag in ("para", "trail"):
                    one["blocks"].append((ROLES.get(node.get("PARENT")), text))
                    text = ""
        one["blocks"] = [block for block in one["blocks"] if block[0] != "furniture"]
        pages.append((int(re.search(r"(\d+)\.sla", path).group(1)), None, [one]))
    return {"facts": {}, "pages": pages}


def read_csv(edition, folder):
    pages = {}
    with open(edition.file(".csv"), encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            one = article(row["Kind"])
            for part in filter(None, row["By"].split(";")):
                role, _, name = part.rpartition(" ")
                one["meta"].append(("person", name, role))
            one["meta"] += [("keyword", word, "") for word in row["Keywords"].split(";") if word]
            one["meta"] += [("subject", word, "") for word in row["Subjects"].split(";") if word]
            for role, column in (("kicker", "Kicker"), ("headline", "Headline"), ("subhead", "Subhead")):
                if row[column]:
                    one["blocks"].append((role, row[column]))
            one["pictures"] = int(row["Pictures"])
            pages.setdefault((int(row["Page"]), row["Page name"]), []).append(one)
    return {"facts": {}, "pages": [(*key, pages[key]) for key in sorted(pages)]}


IMPORTED = {"markdown": ".md", "docx": ".docx", "odt": ".odt", "newsml-g2": ".newsml.xml", "ninjs": ".json", "text": ".txt"}
READERS = {"epub": read_epub, "epaper": read_epaper, "html": read_html, "icml": read_icml, "sla": read_sla, "csv": read_csv}


def read_back(edition, folder, name):
    if name in READERS:
        return READERS[name](edition, folder)
    files = edition.nitf() if name == "nitf" else [edition.file(IMPORTED[name])]
    return by_importer(edition, folder, files, name)


# --- comparing ----------------------------------------------------------------------------------------------------------

HEADS = ("kicker", "headline", "subhead")


def all_articles(edition):
    return [one for _, _, articles in edition["pages"] for one in articles]


def keyed(one, key):
    return [(value, qualifier) for name, value, qualifier in one["meta"] if name == key]


def others(one):
    skipped = ("person", "subject", "keyword", "picture", "language", "guid", "version", "created", "modified", "status")
    return sorted(entry for entry in one["meta"] if entry[0] not in skipped and not entry[0].startswith("dateline"))


def pictures(one):
    return one["pictures"] if "pictures" in one else len(keyed(one, "picture"))


def plain(text):
    return re.sub(r"\s+", "", text)


def stream(edition):
    """All paragraphs in order: role, text, marks."""
    blocks = []
    for one in all_articles(edition):
        spans = one["spans"] or [[]] * len(one["blocks"])
        blocks += [(role, plain(text), tuple(map(tuple, marks))) for (role, text), marks in zip(one["blocks"], spans)]
    return blocks


def kept(wanted, found, value):
    """How many of the paragraphs that have such a value came back with it, in their order."""
    ours = [value(block) for block in wanted if value(block)]
    theirs = [value(block) for block in found if value(block)]
    if not ours:
        return 1.0
    blocks = difflib.SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / len(ours)


def marks(*kinds):
    def value(block):
        mine = tuple(sorted(span for span in block[2] if span[0] in kinds))
        return (block[1], mine) if mine else None

    return value


STREAM = {
    "text": ("text", lambda block: block[1]),
    "heads": ("引题 主题 副题", lambda block: block[:2] if block[0] in HEADS else None),
    "roles": ("roles", lambda block: block[:2]),
    "marks": ("bold, italics, links", marks("strong", "emphasis", "link")),
    "datelines": ("datelines", marks("dateline")),
    "joins": ("healed joins", marks("join")),
}
FIELDS = {
    "kind": ("kinds", lambda one: one["kind"]),
    "people": ("people", lambda one: keyed(one, "person")),
    "subjects": ("subjects", lambda one: keyed(one, "subject")),
    "keywords": ("keywords", lambda one: keyed(one, "keyword")),
    "other": ("other fields", others),
    "pictures": ("pictures", pictures),
}


def first_words(one):
    """What an article is known by: headlines may be the same."""
    words = [plain(text) for role, text in one["blocks"] if role in ("headline", "ad", "body", "caption")]
    return " ".join(words[:2])


def share(wanted, found, value):
    """Of the articles that have something of this kind, how many came back with the same."""
    back = {}
    for one in found:
        back.setdefault(first_words(one), one)
    pairs = zip(wanted, found) if len(wanted) == len(found) else [(one, back.get(first_words(one))) for one in wanted]
    pairs = [(one, other) for one, other in pairs if value(one) not in ([], 0, None)]
    return sum(other is not None and value(one) == value(other) for one, other in pairs) / len(pairs) if pairs else 1.0


def measure(wanted, found, name):
    ours, theirs = stream(wanted), stream(found)
    if name == "sla":
        # Frames stand where the page wants them.
        ours, theirs = sorted(ours), sorted(theirs)
    row = {part: kept(ours, theirs, value) for part, (_, value) in STREAM.items()}
    bounds = [first_words(one) for one in all_articles(wanted)], [first_words(one) for one in all_articles(found)]
    row["articles"] = 1.0 if bounds[0] == bounds[1] else 0.5 if set(bounds[0]) & set(bounds[1]) else 0.0
    row.update({part: share(all_articles(wanted), all_articles(found), value) for part, (_, value) in FIELDS.items()})
    if name == "sla":
        total = [sum(pictures(one) for one in all_articles(edition)) for edition in (wanted, found)]
        row["pictures"] = 1.0 if total[0] == total[1] else 0.0
    facts = wanted["facts"]
    row["facts"] = sum(found["facts"].get(key) == value for key, value in facts.items()) / len(facts)
    pages = [(number, title) for number, title, _ in wanted["pages"]]
    back = [(number, title) for number, title, _ in found["pages"]]
    row["pages"] = 1.0 if pages == back else 0.5 if [number for number, _ in pages] == [number for number, _ in back] else 0.0
    return row


COLUMNS = [*STREAM, "articles", *FIELDS, "facts", "pages"]
TITLES = [title for title, _ in STREAM.values()] + ["articles apart"] + [title for title, _ in FIELDS.values()] + ["facts", "pages"]


def sign(value):
    return "●" if value == 1 else "◐" if value > 0 else "·"


def make_table(rows):
    lines = [
        "# What each format holds",
        "",
        "Measured, not promised: an edition with all that Galley knows is exported and read back, by the importer of the format or by",
        "a reader in the test, and compared article by article (`tests/validate/roundtrip.py`, which also wrote this page).",
        "● all of it came back the same; ◐ part of it; · none. Before a file is kept, the notes of the export say for each article which",
        "fields its format has no room for.",
        "",
        "| format | level | " + " | ".join(TITLES) + " |",
        "|---|---|" + "---|" * len(TITLES),
    ]
    for name in sorted(rows):
        level = key_file(name).get("X-Exporter-Level", "")
        lines.append(f"| {name} | {level} | " + " | ".join(sign(rows[name][column]) for column in COLUMNS) + " |")
    return "\n".join(lines) + "\n"


def key_file(name):
    entries = {}
    with open(os.path.join(ROOT, "plugins", name, name + ".plugin.desktop.in"), encoding="utf-8") as file:
        for line in file:
            key, _, value = line.strip().partition("=")
            entries[key] = value
    return entries


HOLDS = {
    "masthead": ["facts"], "pages": ["pages"], "roles": ["text", "roles", "heads"], "spans": ["marks", "datelines"],
    "metadata": ["people", "subjects", "keywords"], "pictures": ["pictures"],
}
# What a reader cannot see, though the format has it: the names of pages in ICML and SLA are titles of files; links in Scribus
# are no marks.
UNSEEN = {("icml", "pages"), ("sla", "pages"), ("sla", "spans"), ("icml", "spans"), ("csv", "metadata"), ("text", "pages")}


def claims(name, row):
    entries = key_file(name)
    problems = []
    if entries["X-Exporter-Level"] == "full":
        problems += [f"{name} is full and keeps {row[column]:.0%} of {column}" for column in COLUMNS if row[column] < 1]
    for claim in filter(None, entries["X-Exporter-Holds"].split(";")):
        if (name, claim) in UNSEEN:
            continue
        problems += [f"{name} holds {claim} and keeps {row[column]:.0%} of {column}" for column in HOLDS[claim] if row[column] < 1]
    return problems


def main():
    formats = [name for name in writers() if name in READERS or name in IMPORTED or name == "nitf"]
    rows = {}
    with Workshop() as folder:
        store = os.path.join(folder, "one.galley")
        code, out = run([MAKE_EDITION, store, str(ARTICLES), str(PICTURES)], env=ENV)
        if code != 0:
            raise AssertionError(out)
        edition = Edition("one", store, os.path.join(folder, "out"))
        edition.export(formats, settings=["html.include-ads=true", "epaper.page-pictures=false"])
        wanted = from_store(store)
        for name in formats:

            def compare(one=name):
                rows[one] = measure(wanted, read_back(edition, folder, one), one)
                return claims(one, rows[one])

            check(f"{name}: out and in again", compare)
    table = make_table(rows)
    if "--write" in sys.argv:
        with open(TABLE, "w", encoding="utf-8") as file:
            file.write(table)
    if "--show" in sys.argv:
        for name, row in rows.items():
            print(name, {column: round(value, 2) for column, value in row.items()})

    def same():
        with open(TABLE, encoding="utf-8") as file:
            return [] if file.read() == table else ["data/formats.md is not what came out; tests/validate/roundtrip.py --write"]

    check("the table of what formats hold is up to date", same)
    return finish()


if __name__ == "__main__":
    sys.exit(main())
