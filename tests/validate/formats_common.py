# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of finished editions share: TAP, the editions that are exported, and running a validator."""

import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
import zipfile

ROOT = os.environ.get("GALLEY_SOURCE_ROOT") or os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
BUILD = os.environ.get("GALLEY_BUILD_ROOT") or os.path.join(ROOT, "_build")
CLI = os.path.join(BUILD, "app", "cli", "galley-cli")
MAKE_EDITION = os.environ.get("GALLEY_MAKE_EDITION") or os.path.join(BUILD, "tests", "make-edition")
SHARED = os.environ.get("GALLEY_SHARED") or os.path.join(ROOT, "..", "shared")
SCHEMAS = os.path.join(SHARED, "schemas")

ENV = dict(os.environ, LC_ALL="C.UTF-8", TZ="UTC")
ENV.setdefault("GALLEY_PLUGIN_PATH", os.path.join(BUILD, "plugins"))
ENV.setdefault("GALLEY_DATA_PATH", os.path.join(ROOT, "data"))

count = 0
failed = 0


class Skip(Exception):
    """This machine cannot run the test; the text says why."""


def check(what, function, *arguments):
    """One TAP line: @function returns the problems it found."""
    global count, failed
    count += 1
    began = time.monotonic()
    try:
        problems = function(*arguments) or []
    except Skip as why:
        print(f"ok {count} {what} # SKIP {why}", flush=True)
        return
    except Exception:  # a validator that breaks down is a failure of this one test
        problems = traceback.format_exc().splitlines()
    for problem in problems[:20]:
        print(f"# {problem}")
    if len(problems) > 20:
        print(f"# … and {len(problems) - 20} more")
    failed += bool(problems)
    print(f"{'not ok' if problems else 'ok'} {count} {what} ({time.monotonic() - began:.1f} s)", flush=True)


def finish():
    print(f"1..{count}")
    return 1 if failed else 0


def need(program):
    path = shutil.which(program)
    if path is None:
        raise Skip(f"{program} is not installed")
    return path


def need_schema(*parts):
    path = os.path.join(SCHEMAS, *parts)
    if not os.path.exists(path):
        raise Skip(f"{os.path.join('schemas', *parts)} is not there")
    return path


def run(command, seconds=600, **keywords):
    """Output of both kinds and the exit status."""
    process = subprocess.run(
        [str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=seconds, check=False, **keywords
    )
    return process.returncode, process.stdout.decode("utf-8", "replace")


def cli(*arguments):
    code, out = run([CLI, *arguments], env=ENV)
    if code != 0:
        raise AssertionError(f"galley-cli {' '.join(map(str, arguments))}: exit {code}\n{out[-2000:]}")
    return out


def writers():
    """The formats that can be written."""
    names = []
    for line in cli("formats").splitlines():
        words = line.split()
        if len(words) > 1 and "w" in words[1]:
            names.append(words[0])
    return names


def xmllint(schema_option, schema, files, about):
    """Complaints of xmllint about many files, in as few runs as command lines allow."""
    need("xmllint")
    problems = []
    for at in range(0, len(files), 200):
        code, out = run(["xmllint", "--nonet", "--huge", "--noout", schema_option, schema, *files[at : at + 200]])
        if code != 0:
            problems += [f"{about}: {line}" for line in out.splitlines() if not line.endswith(" validates")]
    return problems


def unpack(package, folder):
    with zipfile.ZipFile(package) as file:
        file.extractall(folder)
    return folder


class Edition:
    """One edition and a folder with what it was exported to."""

    def __init__(self, name, store, folder):
        self.name = name
        self.store = store
        self.folder = folder

    def export(self, formats, folder=None, settings=()):
        folder = folder or self.folder
        if self.name == "large" and "epaper" in formats:
            # Hundreds of drawn pages take minutes, and are like those of the others.
            settings = [*settings, "epaper.page-pictures=false"]
        options = [word for setting in settings for word in ("--set", setting)]
        cli("export", self.store, "--to", ",".join(formats), "--output", folder, *options)
        return folder

    def file(self, suffix):
        found = glob.glob(os.path.join(self.folder, "*" + suffix))
        if not found:
            raise Skip(f"{self.name}: no {suffix} was written")
        return found[0]

    def files(self, suffix, pattern):
        return sorted(glob.glob(os.path.join(glob.escape(self.file(suffix)), pattern), recursive=True))

    def nitf(self):
        """A folder without a suffix of its own."""
        found = [
            path
            for path in glob.glob(os.path.join(self.folder, "*"))
            if os.path.isdir(path) and glob.glob(os.path.join(glob.escape(path), "*.xml")) and not path.endswith(".epaper")
        ]
        if not found:
            raise Skip("no NITF was written")
        return sorted(glob.glob(os.path.join(glob.escape(found[0]), "*.xml")))


def page_files(*names):
    found = []
    for name in names:
        found += sorted(glob.glob(os.path.join(SHARED, "pages", name, "*.txt")))
    return found


def make_editions(folder):
    """Our sample pages, a large edition that is made, and test pages where they are."""
    samples = os.path.join(ROOT, "data", "samples")
    stores = {}

    def store(name):
        stores[name] = os.path.join(folder, name + ".galley")
        return stores[name]

    sample = store("sample")
    cli("import", os.path.join(samples, "sample-page.txt"), "--into", sample, "--date", "2025-03-18")
    cli("import", os.path.join(samples, "sample-page-en.txt"), "--into", sample, "--page", "2")
    code, out = run([MAKE_EDITION, store("large"), "500", "200"], env=ENV)
    if code != 0:
        raise AssertionError(out)
    for name in ("seed", "dev"):
        pages = page_files(name)
        if not pages:
            print(f"# pages/{name} is not there", flush=True)
            continue
        path = store(name)
        for number, page in enumerate(pages, 1):
            cli("import", page, "--into", path, "--page", str(number))
    return [Edition(name, path, os.path.join(folder, "out", name)) for name, path in stores.items()]


class Workshop:
    """A folder that is gone afterwards."""

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="galley-formats-")
        return self.folder

    def __exit__(self, *what):
        shutil.rmtree(self.folder, ignore_errors=True)


def same_text(text):
    """Text without what layout adds: blanks, line ends."""
    return re.sub(r"\s+", "", text)
