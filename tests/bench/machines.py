#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Large answers of a service on another machine, captured through ssh: bytes a second over the link, and what was lost."""

import argparse
import os
import re
import signal
import subprocess
import sys
import time
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import figures
from support import machines, tools


class Link(tools.Case):
    gibibytes = 2.0

    def test_throughput(self):
        site = machines.Machines(self, ["alpha"])
        log = open(self.path("said"), "wb")
        self.addCleanup(log.close)
        recorder = self.start(site.inside(tools.CLI, "record", "--on", "alpha", "--exe", site.program, "--jsonl", self.path("lines")),
                              stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=site.environment())

        def said():
            with open(self.path("said"), encoding="utf-8") as text:
                return text.read()

        self.wait_for(lambda: "linked" in said(), "the machine is linked", 60)
        piece = 64 * 2**20
        count = max(1, int(self.gibibytes * 2**30 / piece))
        url = f"http://{site.machines['alpha'].address}:8080/large/{piece}"
        began = time.monotonic()
        for _ in range(count):
            subprocess.run(site.inside("curl", "-sS", "-o", "/dev/null", url), check=True)
        recorder.send_signal(signal.SIGINT)
        recorder.wait(300)
        took = time.monotonic() - began
        captured = int(re.search(r"(\d+) bytes captured", said())[1])
        print(said())
        print(f"{captured:,} of {count * piece:,} bytes in {took:.1f} s")
        figures.aim("over the link, MB/s", captured / took / 1e6, 100)


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--gibibytes", type=float, default=2)
    Link.gibibytes = options.parse_args().gibibytes
    unittest.main(argv=[sys.argv[0]])


if __name__ == "__main__":
    main()
