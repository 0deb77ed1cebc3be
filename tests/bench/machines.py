#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Large answers of a service on another machine, captured through ssh: bytes a second over the link, beside what ssh itself
carries, in interleaved rounds; where the processor time goes, and what was lost."""

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

PIECE = 64 * 2**20


class Link(tools.Case):
    mebibytes, rounds = 512, 3

    def plain(self):
        """Bytes a second that ssh carries from the same machine, zeros to nowhere."""
        count = self.mebibytes * 2**20
        began = time.monotonic()
        with open(os.devnull, "wb") as nowhere:
            subprocess.run(self.site.inside(self.site.ssh, "alpha", f"head -c {count} /dev/zero"), check=True, stdin=subprocess.DEVNULL, stdout=nowhere)
        return count / (time.monotonic() - began)

    def received(self):
        return os.path.getsize(self.path("all.cleartap")) if os.path.exists(self.path("all.cleartap")) else 0

    def programs(self, recorder):
        """Process ids by what they do; all of them are this recording's."""
        far = tools.descendants(self.site.machines["alpha"].process.pid)
        name = lambda pid: " ".join(tools.command_line(pid))
        helpers = {role: [pid for pid in far if "cleartap-helper" in name(pid) and role in name(pid)] for role in ("--stdio", "session", "relay")}
        return {"recorder": [recorder], "ssh": tools.children_named(recorder, "ssh"), "sshd": [pid for pid in far if name(pid).startswith("sshd:")],
                "carrier": helpers["--stdio"], "loader": helpers["session"], "relay": helpers["relay"]}

    def captured(self):
        """Bytes a second of a recording, from the first to the last that comes; and the processor time of each program."""
        said = self.path("said")
        with open(said, "wb") as log:
            recorder = self.start(self.site.inside(tools.CLI, "record", "--on", "alpha", "--exe", self.site.program, "--save", self.path("all.cleartap")),
                                  stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=self.site.environment())

        def text():
            with open(said, encoding="utf-8") as words:
                return words.read()

        self.wait_for(lambda: "linked" in text(), "the machine is linked", 60)
        count = max(1, self.mebibytes * 2**20 // PIECE)
        url = f"http://{self.site.machines['alpha'].address}:8080/large/{PIECE}"
        began = time.monotonic()
        for _ in range(count):
            subprocess.run(self.site.inside("curl", "-sS", "-o", os.devnull, url), check=True)
        # Until no more comes, or all of it has.
        last, since = 0, time.monotonic()
        while self.received() < count * PIECE and time.monotonic() - since < 2:
            if self.received() != last:
                last, since = self.received(), time.monotonic()
            time.sleep(0.02)
        took = (since if self.received() < count * PIECE else time.monotonic()) - began
        spent = {program: figures.cpu_seconds(pids) for program, pids in self.programs(recorder.pid).items()}
        recorder.send_signal(signal.SIGINT)
        recorder.wait(300)
        came = int(re.search(r"(\d+) bytes captured", text())[1])
        print(text().strip().splitlines()[-1])
        os.unlink(self.path("all.cleartap"))
        return came / took, came / (count * PIECE), {program: seconds / (came / 1e9) for program, seconds in spent.items()}

    def test_throughput(self):
        self.site = machines.Machines(self, ["alpha"])
        rows, ratios, best = [], [], 0
        for number in range(self.rounds):
            plain = self.plain()
            rate, kept, spent = self.captured()
            best = max(best, rate)
            ratios.append(rate / plain)
            rows.append([str(number + 1), plain / 1e6, rate / 1e6, 100 * rate / plain, 100 * kept, " ".join(f"{program} {seconds:.1f}" for program, seconds in spent.items())])
        figures.table(["round", "plain ssh, MB/s", "captured, MB/s", "%", "kept, %", "processor seconds a GB"], rows)
        print(f"of plain ssh: {100 * figures.median(ratios):.0f} % (median)")
        figures.aim("over the link, MB/s", best / 1e6, 100)


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--mebibytes", type=int, default=512, help="in each round")
    options.add_argument("--rounds", type=int, default=3)
    chosen = options.parse_args()
    Link.mebibytes, Link.rounds = chosen.mebibytes, chosen.rounds
    unittest.main(argv=[sys.argv[0]])


if __name__ == "__main__":
    main()
