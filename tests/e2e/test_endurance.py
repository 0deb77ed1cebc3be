#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A large answer through one TLS connection. Ten gibibytes: ./dev bench endurance."""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import endurance, tools

BYTES = 256 * 2**20
MEMORY_MIB = 300


class Endurance(tools.Case):
    def test_each_byte_is_in_its_place_or_a_counted_gap(self):
        result = endurance.run(self.folder, BYTES)
        tools.measured(f"{result.captured} bytes in {result.seconds:.1f} s, {result.gaps} gaps of {result.missing} bytes, "
                       f"losses {result.losses}; most MiB: {result.memory}")
        self.assertEqual(result.wrong, [])
        self.assertGreaterEqual(result.captured + result.missing, BYTES)
        # Lost bytes are counted by place and cause; the count holds sockets' bytes too.
        self.assertLessEqual(result.missing, sum(result.losses.values()))
        for process, most in result.memory.items():
            self.assertLess(most, MEMORY_MIB, process)


if __name__ == "__main__":
    tools.main()
