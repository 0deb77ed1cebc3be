# SPDX-License-Identifier: GPL-3.0-or-later
"""The zoo's table: a line of text for each program as it ends, and the page ZOO.md."""

import datetime
import os
import platform
import re

HEAD = "| program | stack | version | readable | exchanges equal | addresses right, unknown, wrong | begun late | exit status | captures begun and ended | measured |"
INTRO = """# The zoo

Real programs, captured by `cleartap-cli` while they talk to a peer on this machine. Written by `./dev zoo`; do not edit. A row is a program of `client_programs.py`,
`server_programs.py` or `database_programs.py` in `tests/zoo/`; `./dev zoo NAME` runs the programs whose names contain NAME and renews their rows.

Clients ask for 30 bytes and 200 kB and send 50 kB; servers are asked for the same, and pass it on; databases carry as much in statements and rows. An exchange counts as
equal if method, status, the SHA-256 of both bodies (of a statement its text and its answer), the name of the process, and the TLS library with its version are as the peer
has them, and nothing was lost. *Addresses*: both ends of the connection of each of these exchanges, from both columns. *Begun late*: the same for captures that began while a
server ran, with one HTTP connection older than the capture. *Exit status*: without a capture, then under captures, if they differ.

A program that cannot be read has the reason that `cleartap-cli coverage --json` gives, of the saved capture and of the running program with a live connection; both are
checked word for word. Java, Erlang and `unknown` are stacks known only by their handshakes: of these a connection that is older than the capture is not listed.

"""


def counts(tally):
    return f"{tally.equal} of {tally.expected}"


def row(result):
    program = result.program
    when = datetime.date.today().isoformat()
    if result.missing:
        return f"| {program.name} | {program.stack.name} | | not installed: {result.missing} | | | | | | {when} |"
    readable = "yes" if program.readable else f"no: {result.reason}"
    if not result.good:
        readable = f"**failed**: {'; '.join(result.all_faults())[:400]}".replace("\n", " ").replace("|", "\\|")
    both = [tally for tally in (result.tally, result.late) if tally.expected]
    tuples = [", ".join(str(sum(getattr(tally, name) for tally in both)) for name in ("right", "unknown", "wrong"))] if both else []
    statuses = sorted(set(result.statuses), key=result.statuses.index)
    return (f"| {program.name} ({program.role}) | {program.stack.name} | {result.version} | {readable} | {counts(result.tally) if result.tally.expected else ''} | "
            f"{''.join(tuples)} | {counts(result.late) if result.late.expected else ''} | {', '.join(map(str, statuses))} | {result.cycles or ''} | {when} |")


def tell(result):
    program = result.program
    if result.missing:
        print(f"MISSING  {program.name}: {result.missing}", flush=True)
        return
    word = "ok      " if result.good else "FAILED  "
    both = [f"{counts(tally)} equal, addresses {tally.right}/{tally.unknown}/{tally.wrong}" for tally in (result.tally, result.late) if tally.expected]
    what = "; late: ".join(both) if program.readable else f"not readable: {result.reason}"
    print(f"{word} {program.name} ({program.role}): {program.stack.name} {result.version}: {what}; status {sorted(set(result.statuses))}"
          + (f"; {result.cycles} cycles" if result.cycles else "") + f"; {result.seconds:.1f} s", flush=True)
    for fault in result.all_faults():
        print(f"         {fault}", flush=True)


def write(path, results, order):
    """Replaces the rows of these results; the others stay, in the zoo's order."""
    rows = {}
    if os.path.exists(path):
        with open(path, encoding="utf-8") as old:
            for line in old:
                if found := re.match(r"\| (.+?)(?: \((?:client|server|database)\))? \|", line):
                    rows[found[1]] = line.rstrip("\n")
    rows.update({result.program.name: row(result) for result in results})
    lines = [rows[name] for name in order if name in rows]
    with open(path, "w", encoding="utf-8") as out:
        out.write(INTRO + f"Linux {platform.release()}, {platform.machine()}.\n\n{HEAD}\n|{'---|' * HEAD.count(' | ')}---|\n" + "\n".join(lines) + "\n")
