#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two hundred processes a second: nothing stays behind in the capture's tables, nobody gets another's request.
The long run is ./dev bench churn."""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import churn, tools

PER_SECOND, SECONDS = 200, 8


class Churn(tools.Case):
    def test_tables_return_to_their_start_and_no_request_is_anothers(self):
        result = churn.run(self.folder, PER_SECOND, SECONDS)
        tools.measured(f"{result.started} processes, {result.asked} requests with their own process; entries at the start "
                       f"{result.start}, at most {result.most}, at the end {result.end}; {result.said.strip()[-100:]}")
        self.assertEqual((result.started, result.failed), (PER_SECOND * SECONDS, 0))
        self.assertEqual(result.wrong, [])
        self.assertEqual(result.asked, result.started)
        for table, entries in result.end.items():
            # Other programs of the machine come and go.
            self.assertLessEqual(entries, result.start[table] + 20, table)


if __name__ == "__main__":
    tools.main()
