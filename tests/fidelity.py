#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Text fidelity of the word processor importers, against the expected results of pandoc's own tests.

Beside many of the sample documents lies what pandoc makes of them, in its native format. This reads that format, prints it as
plain text the way we lay text out (notes behind the text, list numbers written out), folds white space, and compares.

  tests/fidelity.py [--samples FOLDER] [--tool IMPORT-TEXT] [--verbose] [FORMAT…]

Exits with 77 where there are no samples, and with 1 when a format has fewer equal files than it must have."""

import argparse
import itertools
import os
import re
import subprocess
import sys
from pathlib import Path

FLOORS = {"docx": 0.95, "odt": 0.95, "rtf": 0.90}

# --- pandoc's native format: Haskell values --------------------------------------------------------------------------

TOKEN = re.compile(
    r'\s+|(?P<string>"(?:[^"\\]|\\.)*")|(?P<number>-?\d+(?:\.\d+)?(?:e-?\d+)?)|(?P<name>[A-Za-z_][\w\'.]*)'
    r"|(?P<mark>[()\[\]{},=])", re.S)
ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\", '"': '"', "'": "'", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}


def unescape(body):
    def one(match):
        text = match.group(1)
        if text == "&" or text.isspace():
            return ""
        if text[0].isdigit():
            return chr(int(text))
        if text[0] == "x":
            return chr(int(text[1:], 16))
        return ESCAPES.get(text, text)
    return re.sub(r"\\(\d+|x[0-9A-Fa-f]+|&|\s+(?=\\)|.)\\?" if re.search(r"\\\s", body) else r"\\(\d+|x[0-9A-Fa-f]+|&|.)",
                  one, body, flags=re.S)


def tokenize(text):
    tokens = []
    at = 0
    while at < len(text):
        match = TOKEN.match(text, at)
        if match is None:
            raise ValueError(f"no native format at character {at}")
        at = match.end()
        if match.lastgroup:
            tokens.append((match.lastgroup, match.group(match.lastgroup)))
    return tokens + [("end", "")]


class Parser:
    """Constructors become tuples (name, argument, …), lists lists, tuples ("()", …), records dictionaries."""

    def __init__(self, text):
        self.tokens = tokenize(text)
        self.at = 0

    def peek(self):
        return self.tokens[self.at]

    def take(self):
        self.at += 1
        return self.tokens[self.at - 1]

    def sequence(self, end):
        items = []
        while self.peek() != ("mark", end):
            items.append(self.value())
            if self.peek() == ("mark", ","):
                self.take()
        self.take()
        return items

    def record(self):
        fields = {}
        while self.peek() != ("mark", "}"):
            name = self.take()[1]
            self.take()
            fields[name] = self.value()
            if self.peek() == ("mark", ","):
                self.take()
        self.take()
        return fields

    def atom(self):
        kind, text = self.take()
        if kind == "string":
            return unescape(text[1:-1])
        if kind == "number":
            return float(text)
        if kind == "name":
            if self.peek() == ("mark", "{"):
                self.take()
                return (text, self.record())
            return (text,)
        if text == "[":
            return self.sequence("]")
        if text == "(":
            items = self.sequence(")")
            return items[0] if len(items) == 1 else ("()", *items)
        raise ValueError(f"unexpected “{text}”")

    def value(self):
        named = self.peek()[0] == "name"
        first = self.atom()
        if not named:
            return first
        arguments = []
        while self.peek()[0] in ("string", "number", "name") or self.peek() in (("mark", "("), ("mark", "[")):
            arguments.append(self.atom())
        return first + tuple(arguments)


# --- native values as plain text -------------------------------------------------------------------------------------


def roman(number):
    out = ""
    for value, sign in ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
                        (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
        while number >= value:
            out += sign
            number -= value
    return out


def list_label(number, style, delimiter):
    shown = str(number)
    if style.endswith("Alpha"):
        shown = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
    elif style.endswith("Roman"):
        shown = roman(number)
    if style.startswith("Upper"):
        shown = shown.upper()
    return {"OneParen": f"{shown})", "TwoParens": f"({shown})"}.get(delimiter, f"{shown}.")


class Plain:
    """Collects the text of a document; notes stand behind it."""

    # What pandoc puts in place of things that are no text.
    PLACEHOLDERS = {"diagram", "chart", "comment-start", "comment-end"}

    def __init__(self, below=()):
        self.out = []
        self.notes = []
        self.below = below  # of each captioned table: does its caption stand below it?
        self.tables = 0

    def inlines(self, items):
        for item in items:
            self.inline(item)

    def inline(self, item):
        name = item[0]
        if name == "Str":
            self.out.append(item[1])
        elif name in ("Space", "SoftBreak", "LineBreak"):
            self.out.append(" ")
        elif name == "Note":
            self.notes.append(item[1])
            self.out.append(f"[{len(self.notes)}]")
        elif name in ("Code", "Math"):
            self.out.append(item[2])
        elif name == "Quoted":
            marks = "‘’" if item[1] == ("SingleQuote",) else "“”"
            self.out.append(marks[0])
            self.inlines(item[2])
            self.out.append(marks[1])
        elif name == "Span":
            if not self.PLACEHOLDERS & set(item[1][2]):
                self.inlines(item[2])
        elif name in ("Link", "Cite"):
            self.inlines(item[2])
        elif name not in ("Image", "RawInline"):
            self.inlines(item[1])

    def paragraph(self, inlines):
        self.inlines(inlines)
        self.out.append("\n")

    def blocks(self, items):
        for item in items:
            self.block(item)

    def block(self, item):
        name = item[0]
        if name in ("Para", "Plain"):
            self.paragraph(item[1])
        elif name == "Header":
            self.paragraph(item[3])
        elif name == "LineBlock":
            for line in item[1]:
                self.paragraph(line)
        elif name == "CodeBlock":
            self.out.append(item[2] + "\n")
        elif name == "BlockQuote":
            self.blocks(item[1])
        elif name in ("Div", "Figure"):
            if name == "Figure" and not self.picture_caption(item[-1]):
                self.caption(item[2])
            self.blocks(item[-1])
        elif name == "BulletList":
            for entry in item[1]:
                self.out.append("• ")
                self.blocks(entry)
        elif name == "OrderedList":
            _, start, style, delimiter = item[1]
            for number, entry in enumerate(item[2], int(start)):
                self.out.append(list_label(number, style[0], delimiter[0]) + " ")
                self.blocks(entry)
        elif name == "DefinitionList":
            for _, term, definitions in item[1]:
                self.paragraph(term)
                for definition in definitions:
                    self.blocks(definition)
        elif name == "Table":
            self.table(item)

    def caption(self, caption):
        self.blocks(caption[2])

    def picture_caption(self, blocks):
        """Of OpenDocument the printed caption stands in the picture, and the figure has only its title."""
        pictures = [inline for block in blocks if block[0] == "Plain" for inline in block[1] if inline[0] == "Image"]
        for picture in pictures:
            self.paragraph(picture[2])
        return any(picture[2] for picture in pictures)

    def table(self, item):
        has_caption = bool(item[2][2])
        below = False
        if has_caption:
            below = self.tables < len(self.below) and self.below[self.tables]
            self.tables += 1
        if not below:
            self.caption(item[2])
        self.rows(item)
        if below:
            self.caption(item[2])

    def rows(self, item):
        rows = list(item[4][2])
        for body in item[5]:
            rows += body[3] + body[4]
        rows += item[6][2]
        for row in rows:
            for cell in row[2]:
                self.blocks(cell[5])
                self.out.append("\t")
            self.out.append("\n")

    def meta(self, fields):
        values = {entry[1]: entry[2] for entry in fields}
        for key in ("title", "subtitle", "author", "date", "abstract"):
            self.meta_value(values.get(key))

    def meta_value(self, value):
        if value is None:
            return
        if value[0] == "MetaInlines":
            self.paragraph(value[1])
        elif value[0] == "MetaBlocks":
            self.blocks(value[1])
        elif value[0] == "MetaString":
            self.out.append(value[1] + "\n")
        elif value[0] == "MetaList":
            for one in value[1]:
                self.meta_value(one)

    def text(self):
        for number, note in enumerate(self.notes, 1):
            self.out.append(f"[{number}] ")
            self.blocks(note)
        return "".join(self.out)


def meta_fields(meta):
    record = next(part for part in meta if isinstance(part, dict))
    value = record["unMeta"]
    return value[1] if isinstance(value, tuple) else []


def native_to_texts(text):
    """The text, once for each way in which captions may stand above or below their tables: the format does not say."""
    value = Parser(text).value()
    texts = [value_to_text(value, ())]
    captioned = min(text.count("(Caption") - text.count("Figure"), 6)
    for below in itertools.product((False, True), repeat=max(captioned, 0)):
        if any(below):
            texts.append(value_to_text(value, below))
    return texts


def value_to_text(value, below):
    plain = Plain(below)
    if isinstance(value, tuple) and value[0] == "Pandoc":
        meta = value[1] if isinstance(value[1], tuple) and len(value[1]) > 1 else value[1:-1]
        plain.meta(meta_fields(meta if any(isinstance(p, dict) for p in meta) else value))
        plain.blocks(value[-1])
    else:
        plain.blocks(value)
    return plain.text()


# --- the few samples whose expected result is Markdown ---------------------------------------------------------------


def markdown_to_text(text):
    text = re.sub(r"!\[[^\]]*\]\([^)]*\)", "", text)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"^\[\^(\d+)\]:", r"[\1]", text, flags=re.M)
    text = re.sub(r"\[\^(\d+)\]", r"[\1]", text)
    text = re.sub(r"^> ?", "", text, flags=re.M)
    text = re.sub(r"^( *)[-*] ", r"\1• ", text, flags=re.M)
    text = re.sub(r"\[([^\]^]*)\]\{[^}]*\}", r"\1", text)
    return re.sub(r"\*+([^*]+)\*+", r"\1", text)


# --- comparing -------------------------------------------------------------------------------------------------------


def fold(text):
    # Each program has bullets of its own.
    text = re.sub(r"(?m)^\s*[●◦▪‣⁃∙○■□–\-] ", "• ", text)
    # A number of several levels: the native format has the last alone.
    text = re.sub(r"(?m)^\s*(?:\d+\.)+(\d+)\.? ", r"\1. ", text)
    # A box to tick is the bullet itself.
    text = re.sub(r"(?m)^(?:• )?([☐☑☒]) ", r"\1 ", text)
    return " ".join(text.split())


def expected_file(sample):
    folder, stem = sample.parent, sample.stem
    candidates = [folder / f"{stem}.native", folder / f"{stem}_accept.native"]
    if stem.startswith("pandoc-odt_"):
        base = stem[len("pandoc-odt_"):]
        candidates += [folder / f"pandoc-native_{base}.native", folder / f"pandoc-markdown_{base}.md"]
    return next((path for path in candidates if path.exists()), None)


def import_texts(tool, files):
    """What the importers make of the files: path → text."""
    run = subprocess.run([tool, *map(str, files)], capture_output=True, text=True, check=True, encoding="utf-8")
    texts = {}
    current = None
    for line in run.stdout.split("\n"):
        if line.startswith("= "):
            current = texts.setdefault(line[2:], [])
        elif "\t" in line:
            current.append(line.split("\t", 1)[1])
        elif line.startswith("! "):
            current.append(line)
    return {path: "\n".join(lines) for path, lines in texts.items()}


def read_expected(path):
    """The texts a file may have; none where the expected result is not in the format its name says."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".md":
        return [] if "</text:" in text else [markdown_to_text(text)]
    return native_to_texts(text)


def difference(ours, theirs):
    at = next((i for i, (a, b) in enumerate(zip(ours, theirs)) if a != b), min(len(ours), len(theirs)))
    return f"    ours   …{ours[max(at - 30, 0):at + 60]}\n    theirs …{theirs[max(at - 30, 0):at + 60]}"


def measure(tool, folder, suffix, verbose):
    pairs = [(path, expected_file(path)) for path in sorted(folder.glob(f"*.{suffix}"))]
    pairs = [(path, [fold(text) for text in read_expected(expected)]) for path, expected in pairs if expected]
    pairs = [(path, texts) for path, texts in pairs if texts]
    if not pairs:
        return None
    texts = import_texts(tool, [path for path, _ in pairs])
    misses = []
    for path, expected in pairs:
        ours = fold(texts[str(path)])
        # A file without text is refused, and there is nothing to lose.
        if ours not in expected and not ("" in expected and ours.startswith("! ")):
            misses.append(path)
            if verbose:
                print(f"  {path.name}\n{difference(ours, expected[0])}")
    return len(pairs) - len(misses), len(pairs), misses


def main():
    root = Path(__file__).resolve().parent.parent
    shared = Path(os.environ.get("GALLEY_SHARED", root.parent / "shared"))
    arguments = argparse.ArgumentParser(description="Text fidelity of the word processor importers")
    arguments.add_argument("formats", nargs="*", default=list(FLOORS))
    arguments.add_argument("--samples", type=Path, default=shared / "samples")
    arguments.add_argument("--tool", default=os.environ.get("GALLEY_BUILD_ROOT", root / "_build") / Path("tests/import-text"))
    arguments.add_argument("--verbose", action="store_true")
    options = arguments.parse_args()

    failed = measured = False
    for suffix in options.formats or FLOORS:
        result = measure(options.tool, options.samples / suffix, suffix, options.verbose)
        if result is None:
            print(f"{suffix}: no samples at {options.samples / suffix}: skipped")
            continue
        equal, total, misses = result
        measured = True
        failed |= equal < FLOORS.get(suffix, 1) * total
        print(f"{suffix}: {equal} of {total} equal ({equal / total:.1%})")
        for path in misses:
            print(f"  differs: {path.name}")
    return 1 if failed else 0 if measured else 77


if __name__ == "__main__":
    sys.exit(main())
