#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Importers run in a process of their own: what breaks there costs one sentence, and nothing can be reached from it. Everything holds
for both ways to get such a process: forked from the server of the command line, and galley-worker, which the window starts."""

import json
import os
import re
import shutil
import signal
import time

from harness import BUILD, SOURCE, Skip, equal, main, one_sentence, refused, true

HARM = os.path.join(BUILD, "tests", "plugins", "libharm.so")
KEYS = os.path.join(SOURCE, "tests", "plugins", "harm", "harm.plugin")
IDS = re.compile(r'"id": "[0-9a-f-]+"')
WORKER = os.path.join(BUILD, "app", "worker", "galley-worker")


def harm(place, what, *more, **keywords):
    folder = place.path("harm")
    if not os.path.exists(folder):
        os.mkdir(folder)
        shutil.copy(HARM, folder)
        shutil.copy(KEYS, folder)
        place.env["GALLEY_PLUGIN_PATH"] = folder + ":" + place.env["GALLEY_PLUGIN_PATH"]
    path = place.write(what.split()[0] + ".harm", what)
    return place.run("show", path, *more, **keywords)


def sanitized():
    with open(HARM, "rb") as file:
        return b"__asan_" in file.read()


def breaks(place):
    """A crash, an end before the end, and junk on the stream: one sentence each"""
    for what in ("crash", "exit", "junk"):
        result = harm(place, what)
        if sanitized() and what == "crash":
            equal(result.code, 3, result)
        else:
            refused(result)
            true("harm" in result.err.lower(), result)


def runs_on(place):
    """A loop without end is ended, and so is too much text"""
    result = harm(place, "loop", env={"GALLEY_WORKER_SECONDS": "1"})
    refused(result)
    true("too long" in result.err, result)
    if sanitized():
        raise Skip("memory is not limited with the sanitizers")
    result = harm(place, "memory")
    refused(result)
    true("memory" in result.err, result)
    result = harm(place, "flood")
    refused(result)
    true("64 MB" in result.err, result)


def is_stopped(place):
    """Ctrl+C ends a worker that sleeps"""
    harm(place, "nothing")
    process = place.start("show", place.write("sleep.harm", "sleep"))
    time.sleep(1)
    process.send_signal(signal.SIGINT)
    equal(process.wait(timeout=20), 3)


def sees_nothing(place):
    """No file can be read or written, nothing sent, nothing started"""
    target = place.write("precious.txt", "precious")
    # Beside the file the importer may read, that is what folders of saved pages need: so the file lies elsewhere.
    os.mkdir(place.path("in"))
    result = harm(place, "nothing")
    path = place.write("in/look.harm", "look " + target)
    result = place.run("show", path, "0")
    equal(result.code, 0, result)
    for what in ("server", "read", "write", "create", "network", "socket", "fork", "exec", "unlink", "passwd", "kill"):
        if f"{what}: no" not in result.out and what in ("read", "passwd") and "landlock" not in kernel():
            continue
        true(f"{what}: no" in result.out, f"{what}\n{result}")
    equal(open(target, encoding="utf-8").read(), "precious")
    true(not os.path.exists(target + ".new"))


def kernel():
    try:
        with open("/sys/kernel/security/lsm", encoding="utf-8") as file:
            return file.read()
    except OSError:
        return ""


def missing(place):
    """Without the program files are still read, and a note says so"""
    path = place.write("a.md", "# 春耕\n\n今年早。\n")
    result = place.good("show", path, env={"GALLEY_WORKER": place.path("nowhere")})
    one_sentence(result)
    true("galley-worker" in result.err, result)
    true("春耕" in result.out, result)
    result = place.good("show", path, env={"GALLEY_WORKER": "none"})
    equal(result.err, "")


def same(place):
    """What comes through the worker is what comes without it"""
    path = place.write("a.md", "---\nsection: 要闻\n---\n# 春耕\n\n今年**早**，见[网页](https://a.example/)。\n\n> 引\n")
    inside = place.good("import", path, "--json", env={"GALLEY_WORKER": "none"}).out
    outside = place.good("import", path, "--json").out
    equal(IDS.sub("", outside), IDS.sub("", inside))


def many(place):
    """One file that breaks its process leaves the next ones alone, and nothing runs on afterwards"""
    harm(place, "nothing")
    paths = [place.write(f"{number}-{what}.harm", what) for number, what in enumerate(("crash", "exit", "nothing", "junk", "nothing"))]
    result = place.run("import", *paths, "--json")
    equal(result.code, 3, result)
    # With the sanitizers a crash of the harmful importer is told in words of theirs.
    lines = [json.loads(line) for line in result.out.splitlines()]
    equal(["error" in line for line in lines][2:], [False, True, False], result)
    true("error" in lines[1], result)


def gone(place):
    """When the command line is killed, so is what reads for it"""
    harm(place, "nothing")
    process = place.start("show", place.write("sleep.harm", "sleep"))
    time.sleep(1)
    children = below(process.pid)
    true(children, "no process reads")
    process.kill()
    process.wait()
    end = time.monotonic() + 10
    while any(os.path.exists(f"/proc/{pid}") for pid in children) and time.monotonic() < end:
        time.sleep(0.1)
    # galley-worker ends when nobody reads what it writes, or when its time is over.
    if "GALLEY_WORKER" not in place.env:
        equal([pid for pid in children if os.path.exists(f"/proc/{pid}")], [])
    for pid in children:
        if os.path.exists(f"/proc/{pid}"):
            os.kill(pid, signal.SIGKILL)


def below(pid):
    try:
        with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:
            mine = [int(word) for word in file.read().split()]
    except OSError:
        return []
    return mine + [one for child in mine for one in below(child)]


def by_program(test):
    """The same with galley-worker."""
    def run(place):
        place.env["GALLEY_WORKER"] = WORKER
        test(place)
    run.__doc__ = test.__doc__ + ", with galley-worker"
    run.__name__ = test.__name__ + "_by_program"
    return run


if not os.path.exists(WORKER):
    raise SystemExit("1..0 # SKIP no galley-worker")
BOTH = [breaks, runs_on, is_stopped, sees_nothing, same, many, gone]
main(BOTH + [missing] + [by_program(test) for test in BOTH])
