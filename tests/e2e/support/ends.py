# SPDX-License-Identifier: GPL-3.0-or-later
"""Many short Unix connections, or processes with TLS: what the capture's tables and its processes keep of them."""

import os
import subprocess
import time

from support import churn, tools

PEER = os.path.join(os.path.dirname(tools.BIN), "tests", "ends_peer")
NAMES = (*churn.TABLES, "ciphertexts", "datagram_flows")


class Result:
    """entries: {table: number}, at the start, the most, at the end. mib: {process: its resident memory}."""

    def __init__(self):
        self.start, self.most, self.end = {}, {}, {}
        self.mib_start, self.mib_end = {}, {}
        self.status, self.said = None, ""


def resident(recorder):
    """{process: MiB} of the recorder and of its relay."""
    relays = [pid for pid in tools.children_named(recorder.pid, "cleartap-helper") if "relay" in tools.command_line(pid)]
    return {name: tools.resident_mib(pid) for name, pid in (("recorder", recorder.pid), *(("relay", pid) for pid in relays))}


def run(folder, kind, count):
    """kind: unix, tls."""
    result = Result()
    tables = churn.Tables(NAMES)
    go, gone, stop = (os.path.join(folder, f"{kind}-{name}") for name in ("go", "gone", "stop"))
    # Some before the measurement: what is made once is made then.
    script = (f"{PEER} {kind} {max(50, count // 50)}; until [ -e {go} ]; do sleep 0.1; done; {PEER} {kind} {count}; echo $? > {gone}; "
              f"until [ -e {stop} ]; do sleep 0.1; done")
    recorder = subprocess.Popen([tools.CLI, "record", "--jsonl", os.path.join(folder, f"{kind}.jsonl"), "--", "sh", "-c", script],
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        limit = time.monotonic() + 60
        while len(tables.entries()) < len(NAMES) or not tools.children_named(recorder.pid, "sh"):
            if time.monotonic() > limit or recorder.poll() is not None:
                raise AssertionError("the recorder did not get that far: " + recorder.communicate()[1][-500:])
            time.sleep(0.1)
        time.sleep(4)
        result.start, result.mib_start = tables.entries(), resident(recorder)
        open(go, "w", encoding="ascii").close()
        while not os.path.exists(gone):
            if recorder.poll() is not None:
                raise AssertionError("the recorder has ended: " + recorder.communicate()[1][-500:])
            now = tables.entries()
            result.most = {name: max(now[name], result.most.get(name, 0)) for name in now}
            time.sleep(1)
        time.sleep(6)  # two sweeps, and what the application does with them
        result.end, result.mib_end = tables.entries(), resident(recorder)
        with open(gone, encoding="ascii") as told:
            result.status = int(told.read())
        open(stop, "w", encoding="ascii").close()
        result.said = recorder.communicate(timeout=300)[1]
    finally:
        tools.end(recorder)
    return result
