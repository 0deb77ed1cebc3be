#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How long it takes to attach to, and to detach from, 1, 10 and 100 binaries: copies of OpenSSL's
library, each an inode of its own, mapped by one process. And captures that come and go under a saturating
load of TLS requests, of which none may fail."""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import figures
from support import cycles, frames, servers, tools

LIBSSL = "/usr/lib/x86_64-linux-gnu/libssl.so.3"
LOADER = """
import ctypes, sys
libraries = [ctypes.CDLL(path) for path in sys.argv[1:]]
print(len(libraries), flush=True)
sys.stdin.read()
"""


class Holder:
    """A process that maps so many copies."""

    def __init__(self, folder, count):
        paths = []
        for number in range(count):
            path = f"{folder}/libssl-{count}-{number}.so"
            shutil.copy(LIBSSL, path)
            paths.append(path)
        self.process = subprocess.Popen(["/usr/bin/python3", "-c", LOADER, *paths], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)
        self.process.stdout.readline()

    def end(self):
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()


def once(socket_path, pid):
    """(seconds from Start to Started, from Stop to the last frame, until the kernel holds nothing)"""
    before = tools.bpf_objects()
    client = frames.Client(socket_path, timeout=120)
    client.send(frames.hello())
    began = time.monotonic()
    client.send(frames.start(scope=2, identity=pid))
    while (frame := client.next()) is not None and frame.type != frames.STARTED:
        if frame.type == frames.REFUSED:
            raise RuntimeError(f"refused: {frame.body!r}")
    attached = time.monotonic() - began
    links = sum(1 for item in tools.bpf_objects() - before if item[0] == "link")
    began = time.monotonic()
    client.send(frames.frame(frames.STOP))
    client.all()
    detached = time.monotonic() - began
    client.close()
    while tools.bpf_objects() - before and time.monotonic() - began < 60:
        time.sleep(0.005)
    return attached, detached, time.monotonic() - began, links


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=5, help="of the binaries")
    options.add_argument("--cycles", type=int, default=100, help="under load")
    chosen = options.parse_args()
    if chosen.rounds:
        binaries(chosen)
    if chosen.cycles:
        under_load(chosen.cycles)


def under_load(count):
    with tempfile.TemporaryDirectory(prefix="cleartap-bench-") as folder:
        socket_path = f"{folder}/helper.sock"
        nginx = servers.Nginx(folder, access_log=False)
        helper = subprocess.Popen([tools.HELPER, "--socket", socket_path], stdin=subprocess.DEVNULL,
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            while not os.path.exists(socket_path):
                if helper.poll() is not None:
                    raise RuntimeError("the helper ended")
                time.sleep(0.05)
            result = cycles.run(socket_path, nginx.url("https", "/1k.txt"), count)
        finally:
            tools.end(helper)
            nginx.stop()
    rows = [[name, 1000 * figures.median(values), 1000 * max(values)] for name, values in
            (("attach", result.attached), ("last record after the stop", result.silent), ("end of the capture", result.ended))]
    figures.table([f"{len(result.ended)} cycles under load", "median, ms", "max, ms"], rows)
    print(f"{result.requests} requests answered, {sum(result.events)} records captured; {'; '.join(result.failures)}")
    figures.aim("requests that failed", len(result.failures), 0, at_least=False)
    figures.aim("last record after the stop, median, ms", rows[1][1], 200, at_least=False)
    figures.aim("last record after the stop, max, ms", rows[1][2], 200, at_least=False)


def binaries(chosen):
    with tempfile.TemporaryDirectory(prefix="cleartap-bench-") as folder:
        socket_path = f"{folder}/helper.sock"
        helper = subprocess.Popen([tools.HELPER, "--socket", socket_path], stdin=subprocess.DEVNULL,
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        holders = {count: Holder(folder, count) for count in (1, 10, 100)}
        try:
            while not os.path.exists(socket_path):
                if helper.poll() is not None:
                    raise RuntimeError("the helper ended")
                time.sleep(0.05)
            taken = {count: [] for count in holders}
            for _ in range(chosen.rounds):
                for count, holder in holders.items():
                    taken[count].append(once(socket_path, holder.process.pid))
        finally:
            for holder in holders.values():
                holder.end()
            tools.end(helper)
        rows = []
        for count, values in taken.items():
            attached, detached, clean, links = (figures.median(column) for column in zip(*values))
            rows.append([f"{count} binaries", 1000 * attached, 1000 * detached, 1000 * clean, f"{links:.0f}"])
        figures.table(["one process with", "attach, ms", "detach, ms", "kernel clean, ms", "links"], rows)
        for row in rows:
            figures.aim(f"detach of {row[0]}, ms", row[2], 200, at_least=False)


if __name__ == "__main__":
    main()
