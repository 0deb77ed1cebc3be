#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Short lives leave nothing behind in the kernel's tables, nor in the recorder's memory.  The long run is ./dev bench ends."""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import ends, tools

# Lives before and after the first look: what is remembered of the latest thousands is to be there at both.
LIVES = {"unix": (5000, 18000), "tls": (3000, 6000)}
GROWTH, FREE_MIB = 1.1, 2     # what malloc has not given back yet comes and goes


class Ends(tools.Case):
    def test_tables_and_recorder_forget_unix_connections_and_tls_objects_that_nobody_freed(self):
        for kind, (before, count) in LIVES.items():
            with self.subTest(kind):
                result = ends.run(self.folder, kind, before, count)
                tools.measured(f"{count} {kind} after {before}: entries at the start {result.start}, at most {result.most}, at the end {result.end}; "
                               f"resident MiB {result.mib_start}, then {result.mib_end}; {result.said.strip()[-100:]}")
                self.assertEqual(result.status, 0)
                self.assertEqual(sorted(result.mib_start), ["recorder", "relay"])
                self.assertIn(" 0 events lost", result.said)
                for process, mib in result.mib_end.items():
                    self.assertLessEqual(mib, GROWTH * result.mib_start[process] + FREE_MIB, process)
                for table, entries in result.end.items():
                    # Other programs of the machine come and go.
                    self.assertLessEqual(entries, result.start[table] + 20, table)


if __name__ == "__main__":
    tools.main()
