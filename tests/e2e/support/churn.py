# SPDX-License-Identifier: GPL-3.0-or-later
"""Many processes a second that each live for one request: what the capture's tables hold before and after,
and whether each request is said to be of the process that sent it."""

import json
import os
import re
import struct
import subprocess
import time

from support import servers, tools

# Those that grow and shrink with what is observed. LRU tables forget by themselves.
TABLES = ("subjects", "flows", "objects", "threads")
PEER = os.path.join(os.path.dirname(tools.BIN), "tests", "churn_peer")


def dump(table):
    text = subprocess.run(["bpftool", "-j", "map", "dump", "id", str(table)], capture_output=True, text=True, check=True).stdout
    return json.loads(text or "[]")


class Tables:
    """The tables of the capture that begins after this is made."""

    def __init__(self, names=TABLES):
        self.names = names
        self.before = {each["id"] for each in tools.bpf_list("map")}

    def entries(self):
        """{table: entries}, empty until there is a capture. Processes: those that are gone already, as the others are
        whatever runs on the machine."""
        found = {}
        for each in tools.bpf_list("map"):
            if each["id"] in self.before or each.get("name") not in self.names:
                continue
            try:
                keys = [bytes(int(byte, 16) for byte in entry["key"]) for entry in dump(each["id"])]
            except subprocess.CalledProcessError:
                continue  # another capture's, which has ended since it was listed
            if each["name"] in ("subjects", "threads"):
                pids = [struct.unpack_from("<I", key, len(key) - 4)[0] for key in keys]
                keys = [pid for pid in pids if not os.path.exists(f"/proc/{pid}")]
            found[each["name"]] = len(keys)
        return found


class Result:
    """entries: at the start, the most while it ran, at the end. pids: {claimed by the request: said by the capture}"""

    def __init__(self):
        self.start, self.most, self.end = {}, {}, {}
        self.started = self.failed = 0
        self.asked, self.wrong, self.said = 0, [], ""


def run(folder, per_second, seconds):
    result = Result()
    nginx = servers.Nginx(folder)
    tables = Tables()
    lines = os.path.join(folder, "out.jsonl")
    go, gone, stop = (os.path.join(folder, name) for name in ("go", "gone", "stop"))
    script = (f"until [ -e {go} ]; do sleep 0.1; done; {PEER} {nginx.plain_port} {nginx.tls_port} {per_second} {seconds} >{gone}.tmp; "
              f"mv {gone}.tmp {gone}; until [ -e {stop} ]; do sleep 0.1; done")
    recorder = subprocess.Popen([tools.CLI, "record", "--all", "--jsonl", lines, "--", "sh", "-c", script],
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def wait(condition, limit):
        limit += time.monotonic()
        while not condition():
            if time.monotonic() > limit or recorder.poll() is not None:
                raise AssertionError("the recorder did not get that far: " + recorder.communicate()[1][-500:])
            time.sleep(0.1)

    try:
        wait(lambda: len(tables.entries()) == len(TABLES) and tools.children_named(recorder.pid, "sh"), 60)
        time.sleep(1)
        result.start = tables.entries()
        open(go, "w", encoding="ascii").close()
        began = time.monotonic()
        while not os.path.exists(gone):
            now = tables.entries()
            result.most = {name: max(now[name], result.most.get(name, 0)) for name in now}
            time.sleep(0.5)
            if time.monotonic() - began > 5 * seconds + 60:
                raise AssertionError("the processes do not come to an end")
        # A second for the last closes, and one more for the sweep that looks for objects of dead processes.
        time.sleep(3)
        result.end = tables.entries()
        open(stop, "w", encoding="ascii").close()
        result.said = recorder.communicate(timeout=180)[1]
        with open(gone, encoding="ascii") as told:
            result.started, result.failed = map(int, told.read().split())
    finally:
        tools.end(recorder)
        nginx.stop()
    with open(lines, encoding="utf-8") as text:
        for line in text:
            entry = json.loads(line)
            claimed = re.search(r"/small\.json\?pid=(\d+)$", entry.get("request", {}).get("url", ""))
            if claimed and entry.get("_side") == "client":
                result.asked += 1
                if entry["_process"]["pid"] != int(claimed[1]):
                    result.wrong.append((claimed[1], entry["_process"]))
    return result
