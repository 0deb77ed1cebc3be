#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A recording that writes only lines gives back the disk space of what it has read."""

import os
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import servers, tools

ANSWER = 10 * 2**20
LONG = 900 * 2**20
# The newest 256 MiB that were read, 64 more until some are released, 256 that wait to be read; and what is in progress.
KEPT = 650 * 2**20


def capture_file(pid):
    """(size, disk space) of its largest file without a name."""
    files = [(0, 0)]
    for number in os.listdir(f"/proc/{pid}/fd"):
        try:
            if os.readlink(f"/proc/{pid}/fd/{number}").endswith(" (deleted)"):
                status = os.stat(f"/proc/{pid}/fd/{number}")
                files.append((status.st_size, status.st_blocks * 512))
        except OSError:
            pass  # closed since it was listed
    return max(files)


class LongRecording(tools.Case):
    def test_the_nameless_file_keeps_its_newest_bytes_only(self):
        nginx = servers.Nginx(self.folder)
        self.addCleanup(nginx.stop)
        nginx.write("large.bin", os.urandom(2**20) * (ANSWER // 2**20))
        stop = self.path("stop")
        script = f"until [ -e {stop} ]; do curl -s --limit-rate 100M -o /dev/null 'http://127.0.0.1:{nginx.plain_port}/large.bin?[1-5]'; done"
        recorder = subprocess.Popen([tools.CLI, "record", "--jsonl", self.path("out.jsonl"), "--filter", "status>=400", "--", "sh", "-c", script],
                                    stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(tools.end, recorder)
        most = 0

        def is_long():
            nonlocal most
            size, space = capture_file(recorder.pid)
            most = max(most, space)
            return size > LONG and (size, space)
        size, space = self.wait_for(is_long, "a long file", 180)
        with open(stop, "w", encoding="ascii"):
            pass
        said = recorder.communicate(timeout=120)[1]
        tools.measured(f"nameless file: {size / 2**20:.0f} MiB long, {space / 2**20:.0f} MiB of disk space, at most {most / 2**20:.0f}; {said.strip()}")
        self.assertEqual(recorder.returncode, 0)
        self.assertLess(most, KEPT)


if __name__ == "__main__":
    tools.main()
