#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Wrong command lines: each gets one sentence, a hint at --help, exit 2, and changes nothing."""

import subprocess

from harness import PAGE, equal, main, misused, read, true

WRONG = [
    [],
    ["frobnicate"],
    ["import"],
    ["import", PAGE, "--frobnicate"],
    ["import", PAGE, "--date", "2025-02-30"],
    ["import", PAGE, "--date", "yesterday"],
    ["import", PAGE, "--page", "-1"],
    ["import", PAGE, "--page", "1000"],
    ["import", PAGE, "--page", "one"],
    ["import", PAGE, "--format", "no-such-format"],
    ["import", PAGE, "--into"],
    ["check"],
    ["check", PAGE, PAGE],
    ["check", PAGE, "--fail-on", "rain"],
    ["check", PAGE, "--rules", "no-such-rule"],
    ["check", PAGE, "--profile", "no-such-profile"],
    ["check", PAGE, "--set", "nonsense"],
    ["check", PAGE, "--set", "no-such-checker.key=1"],
    ["fix"],
    ["show"],
    ["show", PAGE, "0", "1"],
    ["set"],
    ["set", "E.galley", "0"],
    ["history", "E.galley"],
    ["history", "E.galley", "0", "1", "2"],
    ["diff", "E.galley"],
    ["diff", "E.galley", "0", "1", "2", "3"],
    ["export", PAGE],
    ["export", PAGE, "--to", "markdown"],
    ["export", PAGE, "--output", "out"],
    ["export", PAGE, "--to", "no-such-format", "--output", "out"],
    ["export", PAGE, "--to", ",", "--output", "out"],
    ["export", PAGE, "--to", "markdown", "--output", "out", "--set", "nonsense"],
    ["export", PAGE, "--to", "markdown", "--output", "out", "--set", "html.key=1"],
    ["export", PAGE, "--to", "markdown", "--output", "out", "--set", "markdown.no-such-option=1"],
    ["export", PAGE, "--to", "markdown,html", "--output", "-"],
    ["formats", "no-such-format"],
    ["formats", "--frobnicate"],
    ["plugins", "extra"],
    ["rules", "CN", "EN"],
    ["search", ".", "植树", "--state", "foo"],
    ["search", ".", "植树", "--state", ""],
    ["search", ".", "植树", "--from", "昨天"],
    ["search", ".", "植树", "--to", "2025-02-30"],
    ["search", ".", "植树", "--from", ""],
    ["search", ".", "植树", "--from", "2025-1-5"],
    ["search", ".", "植树", "--page", "0"],
    ["replace", "E.galley", "a", "b", "--article", ""],
    ["replace", "E.galley", "a", "b", "--article", " , "],
    ["replace", "E.galley", "a", "b", "--page", "0"],
    ["replace", "E.galley", "a", "b", "--page", "-1"],
]


def wrong(arguments):
    def test(place):
        misused(place.run(*arguments))

    test.__doc__ = "galley-cli " + " ".join(arguments).replace(PAGE, "PAGE").replace("#", "")
    return test


BROKEN = b"\xe8\xae\xb8\xff"


def broken_text(place):
    """Text that is not UTF-8 is refused wherever it is given, and changes nothing; the name of a file may be any bytes"""
    edition = place.edition()
    before = read(edition)
    for arguments in (
        ["search", place.folder, BROKEN], ["search", place.folder, "--person", BROKEN], ["search", place.folder, "--state", BROKEN],
        ["set", edition, "0", b"section=" + BROKEN], ["set", edition, "0", "section=a", "--as", BROKEN], ["show", edition, BROKEN],
        ["replace", edition, "a", BROKEN], ["replace", edition, "a", "b", "--as", BROKEN], ["subjects", BROKEN],
        ["round", edition, "begin", "--as", "a", "--override", BROKEN], ["check", PAGE, "--set", b"typography.a=" + BROKEN],
        ["sign", edition, "0", "--as", "a", "--override", BROKEN], ["export", PAGE, "--output", "out", "--to", BROKEN],
    ):
        misused(place.run(*arguments))
    equal(read(edition), before)
    page, other = place.path("").encode() + BROKEN + b".txt", place.path("").encode() + BROKEN + b".galley"
    with open(page, "wb") as file:
        file.write(read(PAGE))
    place.good("import", page, "--into", other)
    place.good("show", other)
    place.good("check", page, "--report", place.path("").encode() + BROKEN + b".csv", code=1)
    place.good("export", other, "--to", "markdown", "--output", place.path("").encode() + BROKEN, stdout=subprocess.DEVNULL)


def help_of_all(place):
    """--help explains every command, and main help names them all"""
    overview = place.good("--help").out
    names = place.good("--commands").out.split()
    true(len(names) >= 10, names)
    for name in names:
        true(f"  {name} " in overview, overview)
        text = place.good(name, "--help").out
        true(f"galley-cli {name}" in text, text)
    true(place.good("--version").out.startswith("galley-cli "))


def set_wrong(place):
    """set refuses what is no change, and a value its field cannot hold"""
    edition = place.edition()
    before = place.good("show", edition, "--json").out
    for change in ("nonsense", "=value", "two words=value", "+=value"):
        misused(place.run("set", edition, "0", change))
    equal(place.good("show", edition, "--json").out, before)


def person(place):
    """A person is ROLE:NAME, with either colon"""
    edition = place.edition()
    for text in ("记者:许梅", "记者：许梅", "记者 ：许梅"):
        place.good("set", edition, "0", "person=" + text)
        found = [item for item in place.good("show", edition, "0").out.splitlines() if item.startswith("  person:")]
        equal(found, ["  person: 许梅 (记者)"])


def no_article(place):
    """An article that is not there is refused"""
    edition = place.edition()
    before = read(edition)
    # Nor does a name that is no number mean an id which begins so, unless it has the eight characters that show prints.
    ids = [article["id"] for page in place.good("show", edition, "--json").json()["pages"] for article in page["articles"]]
    equal(place.good("show", edition, ids[0][:8], "--json").json()["id"], ids[0])
    beginnings = [id[:length] for id in ids for length in (1, 2, 7) if not id[:length].isdigit() or int(id[:length]) >= len(ids)]
    # No identifier begins with so many digits: it has a hyphen behind the eighth.
    for name in ("9999999999", "zzz", "-0", "", *beginnings):
        for command in (["show", edition, name], ["history", edition, name], ["set", edition, name, "key=value"]):
            result = place.run(*command)
            true(result.code in (2, 3), result)
            equal(result.out, "", result)
            true(result.err.startswith("galley-cli: "), result)
    result = place.run("history", edition, "0", "77")
    equal(result.code, 3, result)
    equal(place.run("show", edition).code, 0)
    equal(len(read(edition)) >= len(before), True)


main([wrong(arguments) for arguments in WRONG] + [help_of_all, set_wrong, no_article, person, broken_text])
