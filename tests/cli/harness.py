# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of the command line share: running it, a folder of its own for each test, TAP, and a check of JSON
against the small schema of a page."""

import json
import os
import subprocess
import sys
import tempfile
import traceback

SOURCE = os.environ.get("GALLEY_SOURCE_ROOT") or os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
BUILD = os.environ.get("GALLEY_BUILD_ROOT") or os.path.join(SOURCE, "_build")
CLI = os.path.join(BUILD, "app", "cli", "galley-cli")
SAMPLES = os.path.join(SOURCE, "data", "samples")
PAGE = os.path.join(SAMPLES, "sample-page.txt")
PAGE_EN = os.path.join(SAMPLES, "sample-page-en.txt")
SECONDS = 60


class Skip(Exception):
    """This machine cannot run the test; the text says why."""


class Result:
    def __init__(self, arguments, process):
        self.arguments = arguments
        self.code = process.returncode
        self.out = process.stdout.decode("utf-8")
        self.err = process.stderr.decode("utf-8")

    def __str__(self):
        return f"{' '.join(map(str, self.arguments))}\n  exit {self.code}\n  out: {self.out[:600]}\n  err: {self.err[:600]}"

    def json(self):
        return json.loads(self.out)

    def lines(self):
        """The objects of JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]


class Place:
    """A folder for one test, and an environment in which nothing of the user's is seen."""

    def __init__(self, folder):
        self.folder = folder
        self.started = []
        self.env = dict(os.environ)
        self.env.update(
            HOME=folder,
            XDG_DATA_HOME=os.path.join(folder, "data"),
            XDG_CONFIG_HOME=os.path.join(folder, "config"),
            XDG_CACHE_HOME=os.path.join(folder, "cache"),
            LC_ALL="C.UTF-8",
            TZ="UTC",
        )
        self.env.setdefault("GALLEY_PLUGIN_PATH", os.path.join(BUILD, "plugins"))
        self.env.setdefault("GALLEY_DATA_PATH", os.path.join(SOURCE, "data"))

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, data):
        path = self.path(name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(data.encode("utf-8") if isinstance(data, str) else data)
        return path

    def run(self, *arguments, stdin=b"", env=None, prefix=(), stdout=subprocess.PIPE, timeout=None):
        command = [*prefix, CLI, *arguments]
        if isinstance(stdin, str):
            stdin = stdin.encode("utf-8")
        process = subprocess.run(
            command,
            input=stdin,
            stdout=stdout,
            stderr=subprocess.PIPE,
            env=dict(self.env, **(env or {})),
            cwd=self.folder,
            timeout=SECONDS if timeout is None else timeout,
            check=False,
        )
        if process.stdout is None:
            process.stdout = b""
        return Result(command, process)

    def good(self, *arguments, code=0, **keywords):
        result = self.run(*arguments, **keywords)
        equal(result.code, code, result)
        return result

    def start(self, *arguments):
        """A process that is still at work when the test goes on. It ends with the test at the latest."""
        process = subprocess.Popen(
            [CLI, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=self.env,
            cwd=self.folder,
        )
        self.started.append(process)
        return process

    def close(self):
        for process in self.started:
            if process.poll() is None:
                process.kill()
            process.communicate()

    def edition(self, name="linjiang.galley", page=PAGE):
        """An edition with the sample page in it."""
        path = self.path(name)
        self.good("import", page, "--into", path)
        return path


def equal(actual, expected, about=""):
    if actual != expected:
        raise AssertionError(f"{actual!r} is not {expected!r}\n{about}")


def true(condition, about=""):
    if not condition:
        raise AssertionError(str(about))


def one_sentence(result):
    """Standard error holds one remark of this program: no warning of a library, no assertion, no second line."""
    lines = result.err.splitlines()
    true(len(lines) == 1, result)
    true(lines[0].startswith("galley-cli: "), result)
    true("CRITICAL" not in result.err and "WARNING" not in result.err, result)


def refused(result):
    """The input was refused with one clear sentence, and nothing was printed as if it had been read."""
    equal(result.code, 3, result)
    equal(result.out, "", result)
    one_sentence(result)


def misused(result):
    """Wrong usage: one sentence and the hint at --help."""
    equal(result.code, 2, result)
    equal(result.out, "", result)
    lines = result.err.splitlines()
    equal(len(lines), 2, result)
    true(lines[0].startswith("galley-cli: "), result)
    true("--help" in lines[1], result)


def read(path):
    with open(path, "rb") as file:
        return file.read()


TEXT = (str,)
MAYBE = (str, type(None))
PERSON = {"name": TEXT, "role": TEXT}
GUESS = {"role": TEXT, "source_start?": (int,), "source_end?": (int,), "confidence": (int, float)}
PAGE_SCHEMA = {
    "masthead": {
        "paper_name?": TEXT, "hotline?": [TEXT], "cn?": TEXT, "post_code?": TEXT, "email?": TEXT, "url?": TEXT,
        "site_name?": TEXT, "issue_no?": (int,), "pages_today?": (int,), "date?": TEXT, "weekday?": TEXT,
        "lunar?": TEXT, "page_no?": (int,), "page_name?": TEXT, "publisher?": TEXT, "staff?": [PERSON],
    },
    "articles": [{
        "kicker": MAYBE, "headline": MAYBE, "subheads": [TEXT], "people_line": MAYBE,
        "bylines": [{"name": TEXT, "role": TEXT, "raw": MAYBE}],
        "dateline": ({"agency": MAYBE, "place": MAYBE, "month": (int, type(None)), "day": (int, type(None)),
                      "raw": MAYBE}, None),
        "paragraphs": [TEXT], "crossheads": [(int,)], "lead_notes": [TEXT], "end_notes": [TEXT],
        "jump": ({"kind": MAYBE, "page": MAYBE, "raw": MAYBE}, None),
        "roles": [GUESS], "joins": [{"paragraph": (int,), "offset": (int,), "removed": TEXT, "confidence": (int, float)}],
        "id": TEXT, "page?": (int,), "confidence": (int, float),
    }],
    "captions": [{"title": MAYBE, "text": TEXT, "credits": [PERSON], "article": (int, type(None)), "roles": [GUESS]}],
    "ads": [{"lines": [TEXT]}],
}
FINDING_SCHEMA = {
    "article": (int,), "block": (int,), "line": (int,), "start": (int,), "end": (int,), "text": TEXT, "rule": TEXT,
    "class": MAYBE, "severity": TEXT, "norm": MAYBE, "message": TEXT, "fixes": [TEXT], "confidence": (float, int),
    "weight": (float, int),
}


def fits(value, schema, where="$"):
    """A name that ends in ? may be missing; a pair of an object and None is an object or null. More names are welcome."""
    if isinstance(schema, tuple) and len(schema) == 2 and isinstance(schema[0], dict):
        if value is not None:
            fits(value, schema[0], where)
    elif isinstance(schema, tuple):
        true(isinstance(value, schema) and not (isinstance(value, bool) and bool not in schema),
             f"{where}: {value!r} is not one of {schema}")
    elif isinstance(schema, list):
        true(isinstance(value, list), f"{where}: {value!r} is not an array")
        for number, item in enumerate(value):
            fits(item, schema[0], f"{where}[{number}]")
    else:
        true(isinstance(value, dict), f"{where}: {value!r} is not an object")
        for name, inner in schema.items():
            plain = name.rstrip("?")
            if plain in value:
                fits(value[plain], inner, f"{where}.{plain}")
            else:
                true(plain != name, f"{where}.{plain} is missing")


def main(tests):
    """Runs the functions; each gets a Place. TAP on standard output."""
    print(f"1..{len(tests)}")
    failed = 0
    for number, test in enumerate(tests, 1):
        about = (test.__doc__ or test.__name__).strip().splitlines()[0].rstrip(".")
        try:
            with tempfile.TemporaryDirectory(prefix="galley-cli-") as folder:
                place = Place(folder)
                try:
                    test(place)
                finally:
                    place.close()
            print(f"ok {number} {about}", flush=True)
        except Skip as reason:
            print(f"ok {number} {about} # SKIP {reason}", flush=True)
        except Exception:  # pylint: disable=broad-except
            failed += 1
            for line in traceback.format_exc().splitlines():
                print(f"# {line}")
            print(f"not ok {number} {about}", flush=True)
    sys.exit(1 if failed else 0)
