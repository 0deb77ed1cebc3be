#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules that need no parser: licence line, length, size, words that stay out. Argument: another root."""

import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import source_tree

LONGEST = 500  # lines of one file of code
LARGEST = 512  # KiB of any file: a download that lies in the tree is easily committed
KERNEL_LICENCE = "SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause"
LICENCE = "SPDX-License-Identifier: GPL-3.0-or-later"

# (pattern, why, which files). Spelled in pieces so that this file does not find itself.
WORDS = [
    (re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X)\b"), "finish it, or write an issue", source_tree.CODE),
    (re.compile(r"std::(basic_)?re" r"gex|<re" r"gex>"), "overflows the stack on a peer's bytes", (".h", ".cpp")),
    (re.compile(r"/wo" r"rk/(main|shared)|/ho" r"me/\w+/|/ro" r"ot/\w"), "a path of one machine",
     source_tree.CODE + (".md", ".txt", ".cmake", ".json", ".in", ".service", "dev", "run")),
    (re.compile(r"\|\s*(gr" r"ep\s+-\w*q|he" r"ad\b)"), "leaves before its writer has ended, whose SIGPIPE then counts as a failure", (".sh", "dev", "run")),
    (re.compile(r"istreambuf_ite" r"rator"), "throws when reading fails, as it does once a process is gone", (".h", ".cpp")),
    (re.compile(r"\[\[maybe_unused\]\].*place" r"holder", re.I), "build the real thing", (".h", ".cpp")),
]
# What the window says can be translated, each sentence as a whole.
UNTRANSLATED = re.compile(r'QStringLiteral\("[^"%]*[A-Za-z]{2,}[,:]? [a-z(…]')
# A single word too, where it is certainly shown; proper names are the same in every language.
SHOWN = re.compile(r'(set(Text|ToolTip|WindowTitle|Title|Accessible(Name|Description)|PlaceholderText)|add(Action|Menu|Tab|Page)|new Q(Label|PushButton|ToolButton|CheckBox|Action|Menu))'
                   r'\(QStringLiteral\("(?!Cleartap")([A-Z]?[a-z]{3,}|[A-Z ]{5,})[.:…]?"')
PIECES = re.compile(r"(?<!\\n'\) )\+=? (Words::)?tr\((?!\"[^\"]*\\n\")|\btr\(\"[^\"]*\"\)(\.arg\([^;]*\))? \+ (?!QLatin1Char\('\\n'\))")
SAYS_NOTHING = ("ui/theme/", "ui/main.cpp", "ui/screenshot.cpp")   # style sheets; the command line is English
DOM = re.compile(r"\.du" r"mp\(")
# Flat objects of our own making, that no peer can nest.
DOM_ALLOWED = ("app/cli/doctor.cpp", "app/cli/coverage.cpp", "tests/")


def problems_of(root, path):
    size = os.path.getsize(os.path.join(root, path)) // 1024
    if size > LARGEST:
        return [f"{path}: {size} KiB; the limit is {LARGEST}: keep it out of the tree"]
    found = []
    text = source_tree.lines(root, path)
    code = path.endswith(source_tree.CODE)
    if code:
        licence = KERNEL_LICENCE if path.startswith("bpf/") else LICENCE
        if not any(licence in line for line in text[:2]):
            found.append(f"{path}:1: starts without '{licence}'")
        if len(text) - 1 > LONGEST:
            found.append(f"{path}: {len(text) - 1} lines; the limit is {LONGEST}: split it by jobs")
    uses_dom = path.endswith((".h", ".cpp")) and any("nlohmann" in line for line in text)
    for number, line in enumerate(text, 1):
        for pattern, why, endings in WORDS:
            match = pattern.search(line) if path.endswith(endings) else None
            if match:
                found.append(f"{path}:{number}: '{match.group(0)}': {why}")
        if path.startswith("ui/") and path.endswith(".cpp") and not path.startswith(SAYS_NOTHING) and "setStyleSheet" not in line:
            if UNTRANSLATED.search(line) or SHOWN.search(line):
                found.append(f"{path}:{number}: words that cannot be translated: tr()")
            if PIECES.search(line):
                found.append(f"{path}:{number}: a sentence made of pieces: one tr() with %1")
        if uses_dom and not path.startswith(DOM_ALLOWED) and DOM.search(line):
            found.append(f"{path}:{number}: a tree written recursively: 146 KiB of nesting overflow the stack")
    return found


def main():
    root = source_tree.root_from_arguments()
    paths = source_tree.files(root)
    problems = [problem for path in paths for problem in problems_of(root, path)]
    source_tree.report(problems, f"licence lines, lengths and words, in {len(paths)} files")


if __name__ == "__main__":
    main()
