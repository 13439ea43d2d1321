#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every format against the validators that need large packages: epubcheck, vnu, html-validate, axe in Chromium, ajv,
LibreOffice, Scribus. Runs with GALLEY_TEST_ALL, which `tests/run --all` sets; what is not there is skipped, saying so."""

import functools
import glob
import http.server
import json
import os
import re
import shutil
import sys
import threading
import zipfile

from formats_common import BUILD, Edition, Skip, Workshop, check, finish, make_editions, need, need_schema, run, same_text

HERE = os.path.dirname(os.path.abspath(__file__))
MOST_PAGES = 80
FORMATS = ["epub", "docx", "odt", "epaper", "html", "ninjs", "sla", "text"]
MODULES = ["ajv", "ajv-formats", "axe-core", "html-validate", "puppeteer-core", "vnu-jar"]


@functools.lru_cache(maxsize=None)
def modules():
    """A folder with the packages of npm, filled once for each build folder."""
    need("npm")
    folder = os.path.join(BUILD, "npm")
    os.makedirs(folder, exist_ok=True)
    missing = [name for name in MODULES if not os.path.isdir(os.path.join(folder, "node_modules", name))]
    if missing:
        if not os.path.exists(os.path.join(folder, "package.json")):
            with open(os.path.join(folder, "package.json"), "w", encoding="utf-8") as file:
                file.write('{"private": true}\n')
        env = dict(os.environ, PUPPETEER_SKIP_DOWNLOAD="1")
        code, out = run(["npm", "install", "--no-audit", "--no-fund", "--prefix", folder, *missing], seconds=240, env=env)
        if code != 0:
            print("# " + "\n# ".join(out.splitlines()[-3:]))
    return folder


def need_module(name):
    folder = modules()
    path = os.path.join(folder, "node_modules", name)
    if not os.path.isdir(path):
        raise Skip(f"npm could not install {name}")
    return path


# --- books ------------------------------------------------------------------------------------------------------------


def epubcheck(edition):
    need("java")
    # The command is a jar, which the system cannot start by itself.
    code, out = run(["java", "-jar", need("epubcheck"), edition.file(".epub")])
    told = re.search(r"Messages: (\d+) fatals? / (\d+) errors? / (\d+) warnings?", out)
    if told is None:
        return out.splitlines()
    return [] if told.groups() == ("0", "0", "0") else out.splitlines()


# --- sites ------------------------------------------------------------------------------------------------------------


def some_pages(edition):
    """All pages of a site, or of a large one as many as are looked at in a minute, from all of its parts."""
    files = edition.files(".epaper", "*.html")
    step = max(1, len(files) // MOST_PAGES)
    whole = edition.file(".html")
    return files[::step] + ([whole] if os.path.getsize(whole) < 2_000_000 else [])


def vnu(edition):
    """All pages in one run."""
    need("java")
    jar = glob.glob(os.path.join(need_module("vnu-jar"), "**", "vnu.jar"), recursive=True)
    if not jar:
        raise Skip("vnu.jar is not in its package")
    files = some_pages(edition)
    code, out = run(["java", "-Xss4m", "-jar", jar[0], "--format", "json", *files])
    start = out.find("{")
    messages = json.loads(out[start:])["messages"] if start >= 0 else [{"type": "error", "message": out}]
    return [
        f"{os.path.basename(message.get('url', ''))}:{message.get('lastLine')}: {message['message']}"
        for message in messages
        if message["type"] == "error" or message.get("subType") == "warning"
    ]


def html_validate(edition):
    need("node")
    program = os.path.join(need_module("html-validate"), "bin", "html-validate.mjs")
    config = os.path.join(edition.folder + "-html-validate.json")
    with open(config, "w", encoding="utf-8") as file:
        json.dump({"root": True, "extends": ["html-validate:recommended", "html-validate:a11y"]}, file)
    files = some_pages(edition)
    code, out = run(["node", program, "--config", config, "--formatter", "json", *files])
    start = out.find("[{")
    if start < 0:
        return [] if code == 0 else out.splitlines()
    problems = []
    for report in json.loads(out[start:]):
        for message in report["messages"]:
            problems.append(f"{os.path.basename(report['filePath'])}:{message['line']}: {message['ruleId']}: {message['message']}")
    return problems


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments):
        pass


def browse(edition):
    need("node")
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if browser is None:
        raise Skip("chromium is not installed")
    need_module("puppeteer-core")
    need_module("axe-core")
    folder = edition.file(".epaper")
    pictures = os.path.join(BUILD, "epaper-pictures", edition.name)
    os.makedirs(pictures, exist_ok=True)
    names = ["index.html", "page-01.html", "issue.html"] + [os.path.basename(path) for path in edition.files(".epaper", "p01-a*.html")[:3]]
    if os.path.getsize(os.path.join(folder, "search.html")) < 400_000:
        names.append("search.html")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        base = f"http://127.0.0.1:{server.server_address[1]}/"
        code, out = run(["node", os.path.join(HERE, "site.mjs"), browser, base, pictures, *names], cwd=modules())
    finally:
        server.shutdown()
    return out.splitlines() if code != 0 else []


# --- the wire ---------------------------------------------------------------------------------------------------------


def ninjs(edition):
    need("node")
    need_module("ajv")
    need_module("ajv-formats")
    schema = need_schema("ninjs", "ninjs-schema_3.1.json")
    geojson = need_schema("ninjs", "test_suite", "GeoJSON-schema.json")
    code, out = run(["node", os.path.join(HERE, "ninjs.mjs"), schema, geojson, edition.file(".json")], cwd=modules())
    return out.splitlines() if code != 0 else []


# --- word processors --------------------------------------------------------------------------------------------------


def office(editions):
    """LibreOffice opens all of them in one go, and the text it finds is the text of the edition."""
    soffice = need("soffice")
    with Workshop() as folder:
        named = {}
        for edition in editions:
            for suffix in (".docx", ".odt"):
                name = edition.name + suffix.replace(".", "-")
                os.symlink(edition.file(suffix), os.path.join(folder, name + suffix))
                named[name] = edition
        files = [path for path in glob.glob(os.path.join(folder, "*")) if path.endswith((".docx", ".odt"))]
        env = dict(os.environ, HOME=folder)
        code, out = run([soffice, "--headless", "--norestore", "--convert-to", "txt:Text (encoded):UTF8", "--outdir", folder, *files], env=env)
        problems = [] if code == 0 else out.splitlines()
        for name, edition in named.items():
            path = os.path.join(folder, name + ".txt")
            if not os.path.exists(path):
                problems.append(f"{name}: not opened")
                continue
            with open(path, encoding="utf-8-sig") as file:
                found = same_text(file.read())
            with open(edition.file(".txt"), encoding="utf-8") as file:
                wanted = [same_text(line) for line in file if line.strip()]
            missing = [line for line in wanted if line not in found]
            # The head of the plain text, and the lines of its pages, are in no document; that it is a draft stands in the header of
            # each sheet, which is no part of the text.
            missing = [line for line in missing if not re.match(r"(\d+版|.{0,4}(责任编辑|版式|校对)|.*\|.*\||Draft:)", line)]
            problems += [f"{name}: not found: {line[:60]}" for line in missing[:5] if line != wanted[0]]
        return problems


# --- layout -----------------------------------------------------------------------------------------------------------


def scribus(editions):
    """All pages in one run: each opens, nothing is overset, and no sheet of its PDF is empty."""
    program = need("scribus")
    need("pdftotext")
    with Workshop() as folder:
        jobs = []
        for edition in editions:
            for path in edition.files(".sla", "*.sla")[:6]:
                jobs.append((path, os.path.join(folder, f"{edition.name}-{os.path.basename(path)}.pdf")))
        listing = os.path.join(folder, "jobs")
        with open(listing, "w", encoding="utf-8") as file:
            file.writelines(f"{source}\t{target}\n" for source, target in jobs)
        env = dict(os.environ, HOME=folder, QT_QPA_PLATFORM="offscreen")
        code, out = run([program, "-g", "-ns", "-py", os.path.join(HERE, "sla-to-pdf.py"), listing], env=env)
        told = {line.split("\t")[1]: line.split("\t")[2:] for line in out.splitlines() if line.startswith("SLA\t")}
        problems = []
        for source, target in jobs:
            name = os.path.basename(target)
            if source not in told or not os.path.exists(target) or os.path.getsize(target) == 0:
                problems.append(f"{name}: no PDF came of it")
                continue
            if told[source][2] != "0":
                problems.append(f"{name}: {told[source][2]} frames are overset")
            _, text = run(["pdftotext", target, "-"])
            sheets = text.split("\f")[:-1]
            if len(sheets) != int(told[source][0]):
                problems.append(f"{name}: {len(sheets)} sheets for {told[source][0]}")
            problems += [f"{name}: sheet {number} is empty" for number, sheet in enumerate(sheets, 1) if len(sheet.strip()) < 30]
        return problems


def main():
    if not os.environ.get("GALLEY_TEST_ALL"):
        print("1..0 # SKIP the large validators run with tests/run --all")
        return 0
    with Workshop() as folder:
        editions = make_editions(folder)
        for edition in editions:
            edition.export(FORMATS)
        for edition in editions:
            check(f"{edition.name}: epubcheck", epubcheck, edition)
            check(f"{edition.name}: vnu", vnu, edition)
            check(f"{edition.name}: html-validate", html_validate, edition)
            check(f"{edition.name}: axe, links, areas and search in Chromium", browse, edition)
            check(f"{edition.name}: ajv on ninjs", ninjs, edition)
        check("LibreOffice opens DOCX and ODT with their whole text", office, editions)
        check("Scribus opens the pages and makes PDF of them", scribus, editions)
    return finish()


if __name__ == "__main__":
    sys.exit(main())
