#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The disk is full while capturing: the capture ends with a notice, and what was written can be read."""

import os
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import exchanges, servers, tools


class DiskFull(tools.Case):
    def test_the_capture_stops_and_its_file_can_be_read(self):
        nginx = servers.Nginx(self.folder)
        self.addCleanup(nginx.stop)
        small = self.path("small")
        os.mkdir(small)
        first = " ".join(f"-o /dev/null {nginx.url('https', '/16k.bin')}?n={n}" for n in range(10))
        script = self.path("traffic.sh")
        with open(script, "w", encoding="utf-8") as out:
            out.write(f"curl -sk --http1.1 {first}\n"
                      f"curl -sk --http1.1 -o /dev/null {nginx.url('https', '/10m.bin')}\nexit 0\n")
        # The file system lives and dies with a mount namespace of its own.
        command = (f"mount -t tmpfs -o size=4m cleartap-small {small} && "
                   f"{tools.CLI} record --save {small}/run.cleartap -- sh {script}; status=$?; "
                   f"cp {small}/run.cleartap {self.path('kept.cleartap')}; exit $status")
        answer = subprocess.run(["unshare", "--mount", "--propagation", "private", "sh", "-c", command],
                                capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL)
        self.assertEqual(answer.returncode, 4, answer.stdout + answer.stderr)
        self.assertRegex(answer.stderr.lower(), r"disk|space|full")
        self.assertNotIn(small, "".join(open("/proc/self/mounts", encoding="utf-8")))
        size = os.path.getsize(self.path("kept.cleartap"))
        self.cli("convert", self.path("kept.cleartap"), self.path("kept.har"))
        entries = exchanges.of_side(tools.read_har(self.path("kept.har"))["log"]["entries"], "client")
        sha = servers.sha256_of(nginx.file("16k.bin"))
        right = [entry for entry in entries if exchanges.response_sha256(entry) == sha]
        tools.measured(f"{size} bytes were kept, with {len(right)} whole exchanges")
        self.assertEqual(len(right), 10)


if __name__ == "__main__":
    tools.main()
