# SPDX-License-Identifier: GPL-3.0-or-later
"""Many short Unix connections, or processes with TLS: what the capture's tables and its processes keep of them."""

import os
import subprocess
import time

from support import churn, tools

PEER = os.path.join(os.path.dirname(tools.BIN), "tests", "ends_peer")
NAMES = (*churn.TABLES, "ciphertexts", "datagram_flows")
LINES = 2  # of each life: one for each end of its connection, less those whose events were lost


class Result:
    """entries: {table: number}, at the start, the most, at the end. mib: {process: its resident memory}."""

    def __init__(self):
        self.start, self.most, self.end = {}, {}, {}
        self.mib_start, self.mib_end = {}, {}
        self.lines = 0
        self.status, self.said = None, ""


class Lines:
    """The number of lines in a file that grows."""

    def __init__(self, path):
        self.path, self.position, self.count = path, 0, 0

    def now(self):
        with open(self.path, "rb") as lines:
            lines.seek(self.position)
            while piece := lines.read(1 << 20):
                self.count += piece.count(b"\n")
                self.position += len(piece)
        return self.count


def resident(recorder):
    """{process: MiB} of the recorder and of its relay."""
    relays = [pid for pid in tools.children_named(recorder.pid, "cleartap-helper") if "relay" in tools.command_line(pid)]
    return {name: tools.resident_mib(pid) for name, pid in (("recorder", recorder.pid), *(("relay", pid) for pid in relays))}


def run(folder, kind, before, count):
    """kind: unix, tls. `before`: lives before the measurement: what is made once is made then, and what is kept of some is there."""
    result = Result()
    tables = churn.Tables(NAMES)
    warm, go, gone, stop = (os.path.join(folder, f"{kind}-{name}") for name in ("warm", "go", "gone", "stop"))
    script = (f"{PEER} {kind} {before}; echo $? > {warm}; until [ -e {go} ]; do sleep 0.1; done; {PEER} {kind} {count}; echo $? > {gone}; "
              f"until [ -e {stop} ]; do sleep 0.1; done")
    path = os.path.join(folder, f"{kind}.jsonl")
    # Lines on standard output are written at once, those of a file when the programs leave time for it.
    with open(path, "wb") as out:
        recorder = subprocess.Popen([tools.CLI, "record", "--jsonl", "-", "--", "sh", "-c", script],
                                    stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.PIPE, text=True)
    lines = Lines(path)

    def wait(condition, what, seconds, every=0.1):
        limit = time.monotonic() + seconds
        while not condition():
            if recorder.poll() is not None:
                raise AssertionError("the recorder has ended: " + recorder.communicate()[1][-500:])
            if time.monotonic() > limit:
                raise AssertionError(f"not within {seconds:.0f} s: {what}; {lines.count} lines")
            time.sleep(every)

    def watch():
        now = tables.entries()
        result.most = {name: max(now[name], result.most.get(name, 0)) for name in now}
        return os.path.exists(gone)

    def settled(lives):
        wait(lambda: lines.count == lines.now() > 0.9 * LINES * lives, "the last line", 600, 3)
        time.sleep(6)  # two sweeps, and what the application does with them
        return tables.entries(), resident(recorder)

    try:
        wait(lambda: len(tables.entries()) == len(NAMES) and os.path.exists(warm), "the start", 60 + before / 100)
        result.start, result.mib_start = settled(before)
        open(go, "w", encoding="ascii").close()
        wait(watch, "the end", 60 + count / 100, 1)
        result.end, result.mib_end = settled(before + count)
        with open(gone, encoding="ascii") as told:
            result.status = int(told.read())
        open(stop, "w", encoding="ascii").close()
        result.said = recorder.communicate(timeout=300)[1]
        result.lines = lines.now()
    finally:
        open(stop, "w", encoding="ascii").close()
        tools.end(recorder)
    return result
