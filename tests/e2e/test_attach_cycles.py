#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Attaching and detaching does not cost the observed programs a single request, and is soon over.
A hundred cycles: ./dev bench attach."""

import os
import statistics
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import cycles, servers, tools

CYCLES = 10


class AttachCycles(tools.Case):
    def test_no_request_fails_while_captures_come_and_go(self):
        nginx = servers.Nginx(self.folder, access_log=False)
        self.addCleanup(nginx.stop)
        socket_path = self.path("helper.sock")
        tools.start_helper(self, socket_path)
        result = cycles.run(socket_path, nginx.url("https", "/1k.txt"), CYCLES)
        tools.measured(f"{len(result.ended)} cycles, {result.requests} requests, {sum(result.events)} records; silent after "
                       f"{1000 * statistics.median(result.silent):.0f} ms (at most {1000 * max(result.silent):.0f}), over after "
                       f"{1000 * statistics.median(result.ended):.0f} ms (at most {1000 * max(result.ended):.0f})")
        self.assertEqual(result.failures, [])
        self.assertEqual(len(result.ended), CYCLES)
        self.assertGreater(result.requests, 100)
        self.assertGreater(min(result.events), 0)
        # The promise is 200 ms on a quiet machine.
        self.assertLess(statistics.median(result.silent), 1)


if __name__ == "__main__":
    tools.main()
