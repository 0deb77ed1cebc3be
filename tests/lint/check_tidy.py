#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""clang-tidy over the program's sources: all of them, or those that changed last."""

import argparse
import concurrent.futures
import json
import os
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import source_tree

ROOMS = ("app/", "privhelper/", "ui/")


def compiled(root, build):
    """Sources of the program that the build compiles, relative to root."""
    with open(os.path.join(build, "compile_commands.json"), encoding="utf-8") as database:
        paths = {os.path.relpath(entry["file"], root) for entry in json.load(database)}
    return sorted(path for path in paths if path.startswith(ROOMS))


GCC_ALONE = re.compile(r" (-include \S*/cmake_pch\.hxx|-Winvalid-pch|-Wno-restrict|-Wno-stringop-\w+)(?= )")


def for_clang(build, folder):
    """The build's commands, without what GCC alone knows: its precompiled headers too, which a source must do without."""
    with open(os.path.join(build, "compile_commands.json"), encoding="utf-8") as database:
        entries = json.load(database)
    for entry in entries:
        entry["command"] = GCC_ALONE.sub("", entry["command"])
    with open(os.path.join(folder, "compile_commands.json"), "w", encoding="utf-8") as database:
        json.dump(entries, database)


def newest_first(root, paths):
    """By their last commit on this branch; uncommitted changes come first."""
    def names(*command):
        return subprocess.run(["git", "-c", f"safe.directory={root}", "-C", root, *command, "--"], check=True, capture_output=True, text=True).stdout.split("\n")

    order = names("diff", "--name-only", "HEAD") + names("log", "--first-parent", "-m", "--format=", "--name-only", "--max-count=200")
    wanted = set(paths)
    return [path for path in dict.fromkeys(order) if path in wanted]


def tidy(root, build, path):
    run = subprocess.run(["clang-tidy-19", "--quiet", "-p", build, os.path.join(root, path)], capture_output=True, text=True)
    return "" if run.returncode == 0 else (run.stdout or run.stderr)


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--build", required=True, help="a build directory with compile_commands.json")
    options.add_argument("--newest", type=int, metavar="N", help="only the N that changed last")
    options.add_argument("--jobs", type=int, default=os.cpu_count())
    options.add_argument("path", nargs="*", help="only sources whose path contains one of these")
    chosen = options.parse_args()
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    build = os.path.abspath(chosen.build)
    paths = [path for path in compiled(root, build) if not chosen.path or any(part in path for part in chosen.path)]
    if chosen.newest:
        paths = newest_first(root, paths)[:chosen.newest]
    if not paths:
        sys.exit("no source to look at")
    problems = []
    with tempfile.TemporaryDirectory(prefix="cleartap-tidy-") as commands, concurrent.futures.ThreadPoolExecutor(chosen.jobs) as pool:
        for_clang(build, commands)
        for text in pool.map(lambda path: tidy(root, commands, path), paths):
            if text:
                print(text, flush=True)
                problems.append(text.split("\n", 1)[0])
    source_tree.report(problems, f"findings of clang-tidy in {len(paths)} sources")


if __name__ == "__main__":
    main()
