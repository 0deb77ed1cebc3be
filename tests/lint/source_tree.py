# SPDX-License-Identifier: GPL-3.0-or-later
"""The files of the tree that the checks look at."""

import os
import sys

SKIPPED = {".git", ".cache", ".ccache", "node_modules", "__pycache__"}
CODE = (".h", ".cpp", ".c", ".py", ".sh")


def root_from_arguments():
    """First argument, else the tree that this file lies in."""
    if len(sys.argv) > 1:
        return sys.argv[1]
    return os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def files(root):
    """Paths below root, '/' separated, sorted; build directories left out."""
    found = []
    for folder, below, names in os.walk(root):
        below[:] = [name for name in below
                    if name not in SKIPPED and not (name == "build" or name.startswith("build-"))]
        inside = os.path.relpath(folder, root)
        for name in names:
            found.append(name if inside == "." else f"{inside}/{name}")
    return sorted(found)


def code_files(root):
    return [path for path in files(root) if path.endswith(CODE)]


def lines(root, path):
    with open(os.path.join(root, path), encoding="utf-8", errors="replace") as source:
        return source.read().split("\n")


def report(problems, what):
    """Prints every problem and ends the program with the number's truth."""
    for problem in problems:
        print(problem, file=sys.stderr)
    if problems:
        print(f"{what}: {len(problems)} found", file=sys.stderr)
        sys.exit(1)
    print(f"{what}: none")
