#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""clang-tidy over the program's sources: all of them, or those that changed last."""

import argparse
import concurrent.futures
import json
import os
import re
import shlex
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
OF_ONE_SOURCE = re.compile(r" -o \S+ -c \S+$")
TOGETHER = 12


def clang_commands(root, build):
    """How each source is compiled, by its path below root, without what GCC alone knows: its precompiled headers too, which a source must do without."""
    with open(os.path.join(build, "compile_commands.json"), encoding="utf-8") as database:
        return {os.path.relpath(entry["file"], root): OF_ONE_SOURCE.sub("", GCC_ALONE.sub("", entry["command"])) for entry in json.load(database)}


def newest_first(root, paths):
    """By their last commit on this branch; uncommitted changes come first."""
    def names(*command):
        return subprocess.run(["git", "-c", f"safe.directory={root}", "-C", root, *command, "--"], check=True, capture_output=True, text=True).stdout.split("\n")

    order = names("diff", "--name-only", "HEAD") + names("log", "--first-parent", "-m", "--format=", "--name-only", "--max-count=200")
    wanted = set(paths)
    return [path for path in dict.fromkeys(order) if path in wanted]


class Joined:
    """Sources of one folder as one: nearly all of clang-tidy's time goes into the headers, which they share.

    Their text is copied: clang's analyzer looks less closely at what is included."""

    def __init__(self, root, folder, command, paths):
        self.root, self.folder, self.command, self.paths = root, folder, command, paths

    def write(self):
        """Returns the joined source; its folder holds how it is compiled."""
        os.makedirs(self.folder, exist_ok=True)
        source = os.path.join(self.folder, "joined.cpp")
        self.lines = []
        with open(source, "w", encoding="utf-8") as joined:
            for path in self.paths:
                with open(os.path.join(self.root, path), encoding="utf-8") as text:
                    for number, line in enumerate(text.read().splitlines(), 1):
                        joined.write(f"{line}\n")
                        self.lines.append((path, number))
        with open(os.path.join(self.folder, "compile_commands.json"), "w", encoding="utf-8") as database:
            json.dump([{"directory": self.folder, "command": f"{self.command} -c {source}", "file": source}], database)
        return source

    def own_places(self, told):
        """The same text, with the paths and lines of the sources."""
        def place(match):
            path, number = self.lines[int(match.group(1)) - 1]
            return f"{os.path.join(self.root, path)}:{number}:"

        return re.sub(r"^\S*joined\.cpp:(\d+):", place, told, flags=re.MULTILINE)

    def leave_out_clashes(self):
        """Takes out, and returns, the sources that define a name which one before them defined."""
        out = []
        while len(self.paths) > 1:
            check = [re.sub(r"^\S+", "clang++-19", self.command), "-w", "-fsyntax-only", "-ferror-limit=0", "-fno-caret-diagnostics", shlex.quote(self.write())]
            told = self.own_places(subprocess.run(" ".join(check), shell=True, capture_output=True, text=True).stderr)
            errors = "".join(line for line in told.splitlines(True) if re.match(r"\S+ (fatal )?error: ", line))
            clashing = [path for path in self.paths if f"{os.path.join(self.root, path)}:" in errors]
            if not clashing:
                break
            if len(clashing) == len(self.paths):
                clashing = clashing[1:]
            out += clashing
            self.paths = [path for path in self.paths if path not in clashing]
        return out

    def tidy(self):
        run = subprocess.run(
            ["clang-tidy-19", "--quiet", f"--config-file={os.path.join(self.root, '.clang-tidy')}", "-p", self.folder, self.write()], capture_output=True, text=True)
        return "" if run.returncode == 0 else self.own_places(run.stdout or run.stderr)


def look_at(root, folder, command, paths):
    """Yields what clang-tidy says of sources that are compiled alike."""
    while paths:
        joined = Joined(root, folder, command, paths)
        paths = joined.leave_out_clashes()
        yield joined.tidy()


def groups(paths, commands):
    """Sources that may be looked at together: of one folder, and compiled alike."""
    alike = {}
    for path in paths:
        alike.setdefault((os.path.dirname(path), commands[path]), []).append(path)
    return [(command, members[at:at + TOGETHER]) for (_, command), members in sorted(alike.items()) for at in range(0, len(members), TOGETHER)]


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
    commands = clang_commands(root, build)
    with tempfile.TemporaryDirectory(prefix="cleartap-tidy-") as folder, concurrent.futures.ThreadPoolExecutor(chosen.jobs) as pool:
        def texts(numbered):
            number, (command, members) = numbered
            return list(look_at(root, os.path.join(folder, str(number)), command, members))

        for told in pool.map(texts, enumerate(groups(paths, commands))):
            for text in filter(None, told):
                print(text, flush=True)
                problems.append(text.split("\n", 1)[0])
    source_tree.report(problems, f"findings of clang-tidy in {len(paths)} sources")


if __name__ == "__main__":
    main()
