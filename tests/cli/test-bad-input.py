#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bad input and bad days: one clear sentence, exit 3, and what was there is still there."""

import json
import os
import shutil
import signal
import sqlite3
import stat
import subprocess

from harness import BUILD, CLI, PAGE, PAGE_EN, Skip, equal, main, one_sentence, read, refused, true

JUNK = bytes((i * 7919 + i // 3) % 256 for i in range(20000))


def refuse_all(place, path):
    """A file that is no copy: every command that reads one says so, and an edition takes no harm."""
    edition = place.edition()
    before = place.good("show", edition, "--json").out
    for arguments in (["import", path], ["import", path, "--json"], ["import", path, "--into", edition], ["check", path],
                      ["show", path], ["export", path, "--to", "markdown", "--output", place.path("out")]):
        refused(place.run(*arguments))
    equal(place.good("show", edition, "--json").out, before)
    true(not os.path.exists(place.path("out")), "a folder was made for nothing")


def no_file(place):
    """A file that is not there"""
    refuse_all(place, place.path("nothing.txt"))


def folder(place):
    """A folder where a file should be"""
    os.mkdir(place.path("folder.txt"))
    refuse_all(place, place.path("folder.txt"))


def empty_file(place):
    """An empty file"""
    refuse_all(place, place.write("empty.txt", b""))


def blank_file(place):
    """A file of blanks and line ends"""
    refuse_all(place, place.write("blank.txt", "\u3000 \n\n \t\r\n" * 50))


def binary(place):
    """Binary junk under the names of text, documents and nothing"""
    for name in ("junk.bin", "junk.txt", "junk", "junk.docx", "junk.galley"):
        if name == "junk.galley":
            path = place.write(name, JUNK)
            refused(place.run("show", path))
            refused(place.run("check", path))
            refused(place.run("fix", path))
            refused(place.run("import", PAGE, "--into", path))
            equal(read(path), JUNK)
        else:
            path = place.write(name, JUNK)
            result = place.run("import", path)
            refused(result)
            equal(read(path), JUNK)


def unreadable(place):
    """A file one may not read"""
    prefix = as_nobody(place)
    path = place.write("secret.txt", "今天天气很好。\n")
    os.chmod(path, 0)
    refused(place.run("import", path, prefix=prefix))


def huge_text(place):
    """A text of 200 MB"""
    path = place.path("huge.txt")
    line = ("今天天气很好,我们去公园看花。" * 20 + "\n").encode("utf-8")
    with open(path, "wb") as file:
        for _ in range(200 * 1024 * 1024 // len(line * 1000) + 1):
            file.write(line * 1000)
    edition = place.edition()
    before = place.good("show", edition, "--json").out
    refused(place.run("import", path, "--into", edition))
    refused(place.run("check", "--lines", path))
    equal(place.good("show", edition, "--json").out, before)


def beyond_all(place):
    """A file of 4 GB is refused by its size alone"""
    path = place.path("beyond.txt")
    with open(path, "wb") as file:
        file.truncate(4 << 30)
    refused(place.run("import", path))
    refused(place.run("check", "--lines", path))


def not_utf8(place):
    """check --lines names the line that is not UTF-8"""
    result = place.run("check", "--lines", "-", stdin="好。\n".encode() + "好。\n".encode("gb18030"))
    refused(result)
    true("2" in result.err, result)


def truncated(place):
    """An edition that was cut off"""
    edition = place.edition()
    whole = read(edition)
    for size in (len(whole) // 2, 4096, 100, 0):
        path = place.write(f"cut-{size}.galley", whole[:size])
        for arguments in (["show", path], ["check", path], ["fix", path], ["set", path, "0", "key=value"],
                          ["import", PAGE_EN, "--into", path],
                          ["export", path, "--to", "markdown", "--output", place.path("out")]):
            result = place.run(*arguments)
            if size == 0 and arguments[0] == "import":
                continue
            refused(result)
        equal(read(path), whole[:size], size) if size else None


def newer_schema(place):
    """An edition of a newer program"""
    edition = place.edition()
    with sqlite3.connect(edition) as database:
        (version,) = database.execute("PRAGMA user_version").fetchone()
        database.execute(f"PRAGMA user_version = {version + 7}")
    database.close()
    for arguments in (["show", edition], ["check", edition], ["fix", edition], ["import", PAGE_EN, "--into", edition]):
        refused(place.run(*arguments))
    with sqlite3.connect(edition) as database:
        equal(database.execute("PRAGMA user_version").fetchone(), (version + 7,))
    database.close()


def other_database(place):
    """A database of another program"""
    path = place.path("other.galley")
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE cat (name TEXT)")
    database.close()
    before = read(path)
    refused(place.run("show", path))
    refused(place.run("import", PAGE, "--into", path))
    equal(read(path), before)


def as_nobody(place):
    """The words before a command that make it run as somebody without rights; none where we are that."""
    if os.geteuid() != 0:
        return ()
    if shutil.which("setpriv") is None:
        raise Skip("root may write everywhere, and there is no setpriv")
    prefix = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
    os.chmod(place.folder, 0o777)
    probe = subprocess.run([*prefix, CLI, "--version"], capture_output=True, check=False)
    if probe.returncode != 0:
        raise Skip("the build folder is closed to other users")
    return prefix


def read_only_folder(place):
    """A folder one may not write to"""
    prefix = as_nobody(place)
    edition = place.edition("closed/paper.galley") if os.makedirs(place.path("closed")) is None else ""
    before = place.good("show", edition, "--json").out
    os.chmod(edition, 0o444)
    os.chmod(place.path("closed"), 0o555)
    refused(place.run("import", PAGE, "--into", place.path("closed/new.galley"), prefix=prefix))
    refused(place.run("import", PAGE, "--into", edition, prefix=prefix))
    refused(place.run("set", edition, "0", "key=value", prefix=prefix))
    refused(place.run("export", PAGE, "--to", "markdown", "--output", place.path("closed"), prefix=prefix))
    refused(place.run("export", PAGE, "--to", "markdown", "--output", place.path("closed/new"), prefix=prefix))
    equal(os.listdir(place.path("closed")), ["paper.galley"])
    equal(place.run("show", edition, "--json", prefix=prefix).out, before)


class SmallDisk:
    def __init__(self, place, kilobytes):
        self.path = place.path("disk")
        os.mkdir(self.path)
        command = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k,mode=777", "galley-test", self.path]
        if os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode != 0:
            raise Skip("a small disk can only be made by root, outside a container without that right")

    def __enter__(self):
        return self.path

    def __exit__(self, *_):
        subprocess.run(["umount", self.path], check=True)


def full_disk(place):
    """A full disk: the edition keeps what it held"""
    with SmallDisk(place, 2048) as disk:
        edition = os.path.join(disk, "paper.galley")
        place.good("import", PAGE, "--into", edition)
        before = place.good("show", edition, "--json").out
        free = os.statvfs(disk)
        with open(os.path.join(disk, "filler"), "wb") as file:
            file.write(b"x" * (free.f_bavail * free.f_frsize - 8192))
        story = "春天来了\n\n本报记者 田禾\n\n" + "\n\n".join(f"第{i}段,今天天气很好。" * 9 for i in range(600))
        big = place.write("big.txt", story)
        result = place.run("import", big, "--into", edition)
        equal(result.code, 3, result)
        one_sentence(result)
        equal(place.good("show", edition, "--json").out, before)
        files = sorted(os.listdir(disk))
        result = place.run("export", big, "--to", "html", "--output", disk)
        equal(result.code, 3, result)
        one_sentence(result)
        equal(sorted(os.listdir(disk)), files)


def full_output(place):
    """Standard output that takes nothing more"""
    if not os.path.exists("/dev/full"):
        raise Skip("there is no /dev/full")
    for arguments in (["show", PAGE], ["rules", "--json"], ["export", PAGE, "--to", "html", "--output", "-"]):
        with open("/dev/full", "wb") as full:
            result = place.run(*arguments, stdout=full)
        equal(result.code, 3, result)
        one_sentence(result)


PLUGIN = """[Plugin]
Module=lost
Name=Lost
Description=Its module is missing
X-Importer-Suffixes=lost
X-Exporter-Types=text/x-lost
X-Exporter-Suffix=lost
X-Checker-Scope=block
X-Galley-Abi=1
"""


def lost_plugin(place):
    """A plugin whose module is missing"""
    place.write("plugins/lost.plugin", PLUGIN)
    env = {"GALLEY_PLUGIN_PATH": place.path("plugins") + ":" + os.path.join(BUILD, "plugins"), "G_DEBUG": ""}
    listed = {row["plugin"]: row for row in place.good("plugins", "--json", env=env).json()}
    true(listed["lost"]["error"], listed["lost"])
    true(all(row["error"] is None for name, row in listed.items() if name != "lost"), listed)
    refused(place.run("import", PAGE, "--format", "lost", env=env))
    refused(place.run("import", place.write("a.lost", "今天天气很好。"), env=env))
    refused(place.run("export", PAGE, "--to", "lost", "--output", place.path("out"), env=env))
    true(not os.path.exists(place.path("out")))
    result = place.run("check", PAGE, "--json", env=env)
    equal(result.code, 1, result)
    one_sentence(result)
    equal(len(result.lines()), len(place.run("check", PAGE, "--json").lines()))


GOOD_RULES = """[pack]
id=house
version=1
lang=zh

[rule HOUSE.SHOP]
pattern=小买部
replace=小卖部
severity=error
class=词语
why=卖东西的地方
bad.1=村口的小买部 → 村口的小卖部
ok.1=村口的小卖部
"""


def broken_rules(place):
    """A file of rules that is broken"""
    good = place.write("good.rules", GOOD_RULES)
    report = place.good("rules", "--test", good, "--json").json()
    equal((report["rules"], report["broken"]), (1, []))
    true(report["tests"] >= 2, report)

    refused(place.run("rules", "--test", place.write("junk.rules", "this is no key file\n")))
    refused(place.run("rules", "--test", place.path("nothing.rules")))
    for change in (("pattern=小买部", "pattern=(小买部"), ("→ 村口的小卖部", "→ 村口的大卖部"), ("ok.1=村口的小卖部", "ok.1=小买部")):
        bad = place.write("bad.rules", GOOD_RULES.replace(*change))
        result = place.run("rules", "--test", bad)
        equal(result.code, 3, result)
        one_sentence(result)
        true("bad.rules" in result.err, result)

    place.write("data/galley/rules/bad.rules", GOOD_RULES.replace("pattern=小买部", "pattern=(小买部"))
    result = place.run("check", PAGE, "--json")
    equal(result.code, 1, result)
    one_sentence(result)
    true("bad.rules" in result.err, result)


def second_writer(place):
    """A second writer is told so, and the first one goes on"""
    edition = place.path("shared.galley")
    first = place.start("import", PAGE, "-", "--into", edition, "--json")
    equal(json.loads(first.stdout.readline())["file"], PAGE)
    for arguments in (["import", PAGE_EN, "--into", edition], ["set", edition, "0", "key=value"], ["fix", edition]):
        refused(place.run(*arguments))
    place.good("show", edition)
    place.good("check", edition, code=1)
    out, err = first.communicate("收尾\n\n今天天气很好。\n".encode("utf-8"), timeout=60)
    equal((first.returncode, err), (0, b""))
    equal(json.loads(out)["file"], "-")
    place.good("set", edition, "0", "key=value")


def interrupted(place):
    """Ctrl+C stops the work and leaves what was there"""
    edition = place.edition()
    before = place.good("show", edition, "--json").out
    for number in (signal.SIGINT, signal.SIGTERM):
        work = place.start("import", PAGE, "-", "--into", place.path("part.galley"), "--json")
        work.stdout.readline()
        work.send_signal(number)
        out, err = work.communicate(timeout=60)
        equal((work.returncode, len(err.splitlines())), (3, 1), err)
        equal(json.loads(out)["file"], "-")
        place.good("show", place.path("part.galley"))
        os.remove(place.path("part.galley"))
    equal(place.good("show", edition, "--json").out, before)


def nothing_left(place):
    """An import that fails leaves no new edition behind"""
    place.run("import", place.write("empty.txt", b""), "--into", place.path("new.galley"))
    equal([name for name in os.listdir(place.folder) if name.startswith("new")], [])
    refused(place.run("import", PAGE, "--into", place.path("no/such/folder/new.galley")))
    true(not os.path.exists(place.path("no")))


def edition_as_copy(place):
    """An edition is no copy to import"""
    edition = place.edition()
    refused(place.run("import", edition))
    refused(place.run("import", edition, "--into", place.path("other.galley")))
    true(not os.path.exists(place.path("other.galley")))


def no_edition(place):
    """Commands that change an edition want one"""
    missing = place.path("missing.galley")
    for arguments in (["fix", missing], ["set", missing, "0", "key=value"], ["show", missing], ["history", missing, "0"],
                      ["check", missing]):
        refused(place.run(*arguments))
    true(not os.path.exists(missing))
    for arguments in (["fix", PAGE], ["set", PAGE, "0", "key=value"], ["history", PAGE, "0"]):
        refused(place.run(*arguments))


def permissions(place):
    """A file that is written anew keeps its permissions"""
    out = place.path("out")
    (line,) = place.good("export", PAGE, "--to", "markdown", "--output", out, "--json").lines()
    os.chmod(line["file"], 0o640)
    place.good("export", PAGE, "--to", "markdown", "--output", out)
    equal(stat.S_IMODE(os.stat(line["file"]).st_mode), 0o640)


main([
    no_file, folder, empty_file, blank_file, binary, unreadable, huge_text, beyond_all, not_utf8, truncated, newer_schema,
    other_database, read_only_folder, full_disk, full_output, lost_plugin, broken_rules, second_writer, interrupted,
    nothing_left, edition_as_copy, no_edition, permissions,
])
