#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes mediatopics.topics and gbt20093.topics: code, broader code, level, English, Chinese, pinyin of each active term.

usage: build-topics.py MEDIATOPICS.tsv GBT20093.tsv Unihan_Readings.txt.bz2 FOLDER

The first is a table of the IPTC Media Topics with the columns qcode, level, broader, retired, en, zh; the second has the names
of the first level of GB/T 20093. In the pinyin a blank parts the characters, a stroke the readings of one (the usual first)."""

import bz2
import csv
import os
import sys
import unicodedata

CREDIT = """# IPTC Media Topics, 2023-10-24. Copyright (c) International Press Telecommunications Council (IPTC), www.iptc.org.
# Licensed under CC BY 4.0, https://creativecommons.org/licenses/by/4.0/. Changed: active terms only, with English and
# Simplified Chinese names and the pinyin of the latter, in this form. Made by build-topics.py.
# code, broader, level, English, Chinese, pinyin
"""
GBT_CREDIT = """# Names of the first level of 中文新闻信息分类与代码 (GB/T 20093). The codes are not public: the name stands for its own.
# code, broader, level, English, Chinese, pinyin
"""
GBT_ENGLISH = {
    "政治": "politics", "法律、司法": "law and justice", "对外关系、国际关系": "foreign relations, international relations",
    "军事": "military affairs", "社会、劳动": "society and labour", "灾难、事故": "disasters and accidents", "经济": "economy",
    "财政、金融": "public finance and finance", "基本建设、建筑业、房地产": "construction and real estate",
    "农业、农村": "agriculture and countryside", "矿业、工业": "mining and industry", "能源、水务、水利": "energy and water",
    "电子信息产业": "electronics and information industry", "交通运输、邮政、物流": "transport, post and logistics",
    "商业、外贸、海关": "commerce, foreign trade and customs", "服务业、旅游业": "services and tourism",
    "环境、气象": "environment and weather", "教育": "education", "科学技术": "science and technology",
    "文化、休闲娱乐": "culture, leisure and entertainment", "文学、艺术": "literature and arts", "传媒业": "media",
    "医药、卫生": "medicine and health", "体育": "sport",
}


def plain(reading):
    """lǜ → lv, as it is typed."""
    out = []
    for char in unicodedata.normalize("NFD", reading.lower()):
        if char == "\u0308" and out:
            out[-1] = "v"
        elif char.isalpha():
            out.append(char)
    return "".join(out)


def read_readings(path):
    usual, common = {}, {}
    with bz2.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            fields = line.rstrip("\n").split("\t")
            if len(fields) != 3:
                continue
            char = chr(int(fields[0][2:], 16))
            if fields[1] == "kMandarin":
                usual[char] = [plain(fields[2].split()[0])]
            elif fields[1] == "kHanyuPinlu":
                common[char] = [plain(part.split("(")[0]) for part in fields[2].split()]
    return {char: list(dict.fromkeys(usual.get(char, []) + common.get(char, []))) for char in {**usual, **common}}


def pinyin(text, readings):
    return " ".join("|".join(readings[char]) for char in text if char in readings)


def write(path, credit, rows):
    with open(path, "w", encoding="utf-8") as file:
        file.write(credit)
        for row in rows:
            file.write("\t".join(row) + "\n")


def main():
    topics, names, unihan, folder = sys.argv[1:]
    readings = read_readings(unihan)
    with open(topics, encoding="utf-8", newline="") as file:
        rows = [(row["qcode"], row["broader"], row["level"], row["en"], row["zh"], pinyin(row["zh"], readings))
                for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE) if not row["retired"]]
    write(os.path.join(folder, "mediatopics.topics"), CREDIT, rows)
    with open(names, encoding="utf-8") as file:
        lines = [line.rstrip("\n").split("\t")[1] for line in file if not line.startswith(("#", "code"))]
    write(os.path.join(folder, "gbt20093.topics"), GBT_CREDIT,
          [("gbt20093:" + name, "", "1", GBT_ENGLISH[name], name, pinyin(name, readings)) for name in lines])


main()
