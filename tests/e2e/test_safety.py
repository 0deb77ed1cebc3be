#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is observed runs on unharmed: the traps of kernels and libraries, each where it was set."""

import os
import re
import struct
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import exchanges, frames, servers, tools

SUPPORT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "support")
FAULT = 2  # enum flow_loss of bpf/flow_event.h


def losses(body):
    """(place, cause, events) of a Losses message."""
    count, = struct.unpack_from("<H", body, 8)
    return [struct.unpack_from("<BBxxQ", body, 10 + 20 * number) for number in range(count)]


class Safety(tools.Case):
    def test_a_sandboxed_program_is_not_killed_and_its_tls_is_read_where_that_is_safe(self):
        nginx = servers.Nginx(self.folder)
        self.addCleanup(nginx.stop)
        entries = self.record("--all", command=[sys.executable, f"{SUPPORT}/sandboxed.py", "curl", "-sk", "--http1.1", "-o", "/dev/null",
                                                nginx.url("https", "/16k.bin")])
        safe = re.search(r"Return probes +safe for sandboxed programs", self.cli("doctor", status=None).stdout)
        clients = exchanges.of_url(exchanges.of_side(entries, "client"), f":{nginx.tls_port}/16k.bin")
        self.assertEqual(len(clients), 1 if safe else 0)
        for entry in clients:
            self.assertEqual(exchanges.response_sha256(entry), servers.sha256_of(nginx.file("16k.bin")))
        tools.measured(f"a sandboxed curl lived on, return probes are {'placed' if safe else 'not placed'} here")

    def test_bytes_that_nobody_can_find_any_more_are_counted_and_leave_a_gap(self):
        self.record("--all", "--save", self.path("out.cleartap"), command=[sys.executable, f"{SUPPORT}/overwritten_buffers.py"])
        # Totals: the last message says it.
        lost = {(place, cause): events for frame in frames.of_file(self.path("out.cleartap")) if frame.type == frames.LOSSES
                for place, cause, events in losses(frame.body)}
        self.assertGreaterEqual(lost.get((0, FAULT), 0), 1, lost)


if __name__ == "__main__":
    tools.main()
