#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Puts files into a program: embed.py OUT.c HEADER.h name=FILE … makes a zero-terminated array of each."""

import sys

with open(sys.argv[1], "w", encoding="ascii") as out:
    out.write(f'#include "{sys.argv[2]}"\n\n')
    for word in sys.argv[3:]:
        name, path = word.split("=", 1)
        with open(path, "rb") as file:
            data = file.read() + b"\0"
        out.write(f"const char {name}[] = {{\n")
        for i in range(0, len(data), 20):
            out.write("  " + ", ".join(f"(char) 0x{byte:02x}" for byte in data[i : i + 20]) + ",\n")
        out.write("};\n\n")
