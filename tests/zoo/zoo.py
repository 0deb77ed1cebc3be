#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs real programs under a capture, and says of each how much of its traffic was read, or why none was."""

import argparse
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, "e2e"))
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import install
import runs
import table
from client_programs import CLIENTS
from database_programs import DATABASES
from server_programs import SERVERS
from support import tools

ALL = CLIENTS + SERVERS + DATABASES
STORE = os.path.join(tools.ROOT, "build", "zoo")


def chosen(words, in_ci):
    unknown = [word for word in words if not any(word.lower() in program.name.lower() for program in ALL)]
    if unknown:
        sys.exit(f"no program of the zoo is called {', '.join(unknown)}; there are {', '.join(program.name for program in ALL)}")
    return [program for program in ALL if (not in_ci or program.in_ci)
            and (not words or any(word.lower() in program.name.lower() for word in words))]


def main():
    parser = argparse.ArgumentParser(prog="./dev zoo", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="parts of the names of programs; without one, all")
    parser.add_argument("--ci", action="store_true", help="the part that each test run has; it installs nothing")
    parser.add_argument("--cycles", type=int, default=0, metavar="N", help="captures that begin and end while each program runs")
    parser.add_argument("--write", metavar="FILE", help="where to put the table; what FILE says of other programs stays")
    parser.add_argument("--tls-source", choices=["auto", "calls", "secrets"], default="auto", help="secrets: of those whose stack can be read so")
    options = parser.parse_args()
    if os.geteuid() != 0:
        sys.exit("the zoo captures: run it as root (./dev zoo does)")
    os.makedirs(STORE, exist_ok=True)
    os.environ["CACHE_DIRECTORY"] = os.path.join(STORE, "plans")
    results = []
    for program in chosen(options.names, options.ci):
        if options.tls_source == "secrets" and not program.stack.secrets:
            continue
        try:
            if not options.ci:
                install.install(program, STORE)
        except install.Missing as missing:
            result = runs.Result(program, missing=str(missing))
        else:
            result = runs.run_program(program, STORE, options.cycles, options.tls_source)
        results.append(result)
        table.tell(result)
    if options.write:
        table.write(options.write, results, [program.name for program in ALL])
    good = sum(result.good for result in results)
    print(f"{good} passed, {len(results) - good} failed")
    return 0 if good == len(results) else 1


if __name__ == "__main__":
    sys.exit(main())
