# SPDX-License-Identifier: GPL-3.0-or-later
"""What the benches share: processor time of processes, medians, tables."""

import os
import statistics
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "e2e"))
from support import tools


def cpu_seconds(pids):
    """Time on a processor so far, of all threads; processes that are gone count nothing."""
    total = 0
    for pid in pids:
        try:
            for thread in os.listdir(f"/proc/{pid}/task"):
                with open(f"/proc/{pid}/task/{thread}/schedstat", encoding="utf-8") as figures:
                    total += int(figures.read().split()[0])
        except (OSError, IndexError):
            pass
    return total / 1e9


def family(pid):
    return [pid, *tools.descendants(pid)]


def resident_mib(pids):
    return sum(tools.resident_mib(pid) for pid in pids)


def median(values):
    return statistics.median(values) if values else float("nan")


def table(head, rows):
    """Columns as wide as they need; numbers to the right."""
    cells = [head] + [[cell if isinstance(cell, str) else f"{cell:,.1f}" for cell in row] for row in rows]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
    for number, row in enumerate(cells):
        print("  ".join(cell.ljust(width) if column == 0 else cell.rjust(width)
                        for column, (cell, width) in enumerate(zip(row, widths))))
        if number == 0:
            print("  ".join("-" * width for width in widths))
    sys.stdout.flush()


def aim(text, value, limit, at_least=True):
    met = value >= limit if at_least else value <= limit
    print(f"{'met   ' if met else 'MISSED'}  {text}: {value:.2f} (aim: {'at least' if at_least else 'at most'} {limit})",
          flush=True)
    return met
