# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares what a capture says with what the peer saw."""

import json
import re
import subprocess
import urllib.parse
from dataclasses import dataclass, field

from peer import sha256
from support import exchanges, tools


@dataclass
class Tally:
    """Of one run. Tuples: both addresses of an exchange's connection."""
    expected: int = 0
    equal: int = 0
    right: int = 0
    unknown: int = 0
    wrong: int = 0
    bytes: int = 0
    faults: list = field(default_factory=list)

    def add(self, other):
        for name in ("expected", "equal", "right", "unknown", "wrong", "bytes"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.faults += other.faults


def path_of(entry):
    parts = urllib.parse.urlsplit(entry["request"]["url"])
    return parts.path + ("?" + parts.query if parts.query else "")


def ends(entry):
    connection = entry.get("_connection", {})
    return connection.get("local", ""), connection.get("remote", "")


def client_of(exchange):
    return f"{exchange.client[0]}:{exchange.client[1]}"


def alike(entries, exchange, client=None):
    return [entry for entry in entries if entry["request"]["method"] == exchange.method and path_of(entry) == exchange.path
            and (client is None or client in ends(entry))]


def count_tuple(tally, entry, exchange, side):
    client, server = (f"{host}:{port}" for host, port in (exchange.client, exchange.server))
    local, remote = ends(entry)
    wanted = (client, server) if side == "client" else (server, client)
    if (local, remote) == wanted:
        tally.right += 1
    elif not local or not remote:
        tally.unknown += 1
        tally.faults.append(f"{exchange.method} {exchange.path}: its addresses are unknown")
    else:
        tally.wrong += 1
        tally.faults.append(f"{exchange.method} {exchange.path}: addresses {local} {remote}, not {' '.join(wanted)}")


def faults_of(entry, exchange, program):
    """What is not as the peer saw it."""
    tls, process = entry.get("_tls", {}), entry.get("_process", {})
    facts = [("status", entry["response"]["status"], exchange.status),
             ("request's body", exchanges.request_sha256(entry), sha256(exchange.sent)),
             ("response's body", exchanges.response_sha256(entry), sha256(exchange.received)),
             ("process", process.get("comm"), program.process),
             ("library", tls.get("library"), program.stack.name)]
    found = [f"{name} {got!r}, not {wanted!r}" for name, got, wanted in facts if got != wanted]
    if program.stack.version and not re.fullmatch(program.stack.version, tls.get("version", "")):
        found.append(f"version {tls.get('version', '')!r}")
    if "_lost" in entry or "_truncated" in entry:
        found.append("something was lost")
    return found


def compare(har, seen, program):
    """Each exchange that the peer saw has one entry, and that is equal to it."""
    tally = Tally(expected=len(seen))
    side = program.role
    left = [entry for entry in tools.read_har(har)["log"]["entries"]
            if entry.get("_side") == side and entry.get("_tls") and "request" in entry]
    # Those on the right connection first: of two that are alike, one that is missing must not be looked for at the other's place.
    for exchange in sorted(seen, key=lambda exchange: not alike(left, exchange, client_of(exchange))):
        same = alike(left, exchange, client_of(exchange)) or alike(left, exchange)
        if not same:
            tally.faults.append(f"{exchange.method} {exchange.path} is not in the capture")
            continue
        entry = same[0]
        left.remove(entry)
        count_tuple(tally, entry, exchange, side)
        found = faults_of(entry, exchange, program)
        if found:
            tally.faults.append(f"{exchange.method} {exchange.path}: {', '.join(found)}")
        else:
            tally.equal += 1
            tally.bytes += len(exchange.sent) + len(exchange.received)
    tally.faults += [f"{entry['request']['method']} {path_of(entry)} is in the capture, but the peer did not see it" for entry in left]
    return tally


def coverage(*arguments):
    """Rows of cleartap-cli coverage --json: of a saved file, or of running processes."""
    answer = subprocess.run([tools.CLI, "coverage", "--json", *arguments], capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=120)
    if answer.returncode != 0:
        raise AssertionError(f"coverage: {answer.stderr}")
    return json.loads(answer.stdout)


def row_faults(rows, program, spoke=True):
    """What coverage says of the program, against what its entry says. One row must be as expected: it may have several processes.
    spoke: its handshakes were in the capture."""
    own = [row for row in rows if row["process"] == program.process]
    if not spoke and not program.stack.in_a_file:
        return [f"coverage lists {row['library']}, which it cannot know" for row in own]
    listed = [row for row in own if row["library"] == program.stack.name]
    if not listed:
        names = sorted({f"{row['process']}: {row['library']}" for row in rows})
        return [f"coverage does not list {program.stack.name} for {program.process}, but {names}"]
    found = []
    for row in listed:
        wanted = "readable" if program.readable else "not readable"
        wrong = [f"state {row['state']}" if row["state"] != wanted else "",
                 f"reason {row['reason']!r}" if not re.fullmatch(program.reason, row["reason"]) else "",
                 f"version {row['version']!r}" if program.stack.version and not re.fullmatch(program.stack.version, row["version"]) else "",
                 "no time" if not row.get("since") else "",
                 "no TLS on a socket" if spoke and not row["onWire"] else "",
                 "no fingerprint" if spoke and not re.fullmatch(r"[tq]1[0-3][di]\d{4}.._[0-9a-f]{12}_[0-9a-f]{12}", row.get("ja4", "")) else ""]
        found.append(", ".join(word for word in wrong if word))
    faults = [] if "" in found else [f"coverage: {text}" for text in found]
    if program.readable:   # whatever else it has mapped does not hide its traffic
        faults += [f"coverage also says {row['library']}: {row['reason']}" for row in own if row["state"] != "readable"]
    return faults
