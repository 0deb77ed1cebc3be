#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""seeds.py FUZZER SOURCE FOLDER: turns transcripts into seeds of the form that fuzz_http1 and fuzz_http2 read:
an options byte, then steps of an operation byte, a length of two bytes, and bytes."""

import pathlib
import re
import struct
import sys


def unescaped(text):
    names = {"r": b"\r", "n": b"\n", "t": b"\t", "s": b" "}

    def one(match):
        code = match.group(1)
        return bytes([int(code[1:], 16)]) if len(code) == 3 else names.get(code, code.encode())

    out, end = b"", 0
    for match in re.finditer(r"\\(x[0-9a-fA-F]{2}|.)", text):
        out += text[end:match.start()].encode("latin-1") + one(match)
        end = match.end()
    return out + text[end:].encode("latin-1")


def seed(script):
    late = script.startswith("#") and "late" in script.split("\n")[0]
    out = bytes([1 if late else 0])
    for line in script.split("\n---\n")[0].split("\n"):
        if line.startswith("gap "):
            out += struct.pack("<BH", 2 | (4 if line[4] == "<" else 0), min(int(line[6:]), 65535))
        elif line.startswith("end "):
            out += struct.pack("<BH", 3 | (4 if line[4] == "<" else 0), 0)
        elif line[:1] in (">", "<"):
            payload = unescaped(line[2:])
            out += struct.pack("<BH", 0 if line[0] == ">" else 1, len(payload)) + payload
    return out


def main():
    name, source, folder = sys.argv[1:]
    transcripts = pathlib.Path(source) / "tests/app/protocols" / name.removeprefix("fuzz_")
    for path in sorted(transcripts.glob("*.txt")):
        (pathlib.Path(folder) / path.stem).write_bytes(seed(path.read_text("latin-1")))


main()
