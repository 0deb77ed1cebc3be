#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ten gibibytes through one TLS connection, captured into a file: gaps, and the memory of each process."""

import argparse
import os
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import figures
from support import endurance


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--gibibytes", type=float, default=10)
    count = int(options.parse_args().gibibytes * 2**30)
    with tempfile.TemporaryDirectory(prefix="cleartap-bench-") as folder:
        result = endurance.run(folder, count)
    figures.table(["process", "most resident, MiB"], [[name, most] for name, most in sorted(result.memory.items())])
    print(f"{result.captured:,} bytes in {result.seconds:.1f} s ({result.captured / result.seconds / 2**20:.0f} MiB/s); "
          f"{result.gaps} gaps of {result.missing:,} bytes; losses by (place, cause): {result.losses}")
    print(result.said)
    figures.aim("pieces out of place", len(result.wrong), 0, at_least=False)
    figures.aim("missing bytes that are not counted", max(0, result.missing - sum(result.losses.values())), 0, at_least=False)
    figures.aim("most resident memory of a process, MiB", max(result.memory.values()), 300, at_least=False)


if __name__ == "__main__":
    main()
