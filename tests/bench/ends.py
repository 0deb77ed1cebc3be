#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""100,000 short Unix connections and 100,000 short processes with TLS, after a fifth as many: what the capture's tables hold before,
while and after, and the memory of the recorder and its relay once all lines are written."""

import argparse
import os
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import figures
from support import ends


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=100000)
    options.add_argument("--kind", action="append", choices=["unix", "tls"], help="only this one")
    chosen = options.parse_args()
    for kind in chosen.kind or ("unix", "tls"):
        with tempfile.TemporaryDirectory(prefix="cleartap-bench-") as folder:
            result = ends.run(folder, kind, chosen.count // 5, chosen.count)
        print(f"-- {chosen.count} {kind}")
        figures.table(["table", "entries at the start", "most", "at the end"],
                      [[name, f"{result.start[name]}", f"{result.most.get(name, 0)}", f"{result.end[name]}"] for name in result.start])
        print(f"{result.lines} lines; {result.said.strip()}")
        for name, mib in result.mib_start.items():
            print(f"resident memory of the {name}: {mib:.1f} MiB, then {result.mib_end[name]:.1f} MiB")
            figures.aim(f"growth of the {name}, percent", 100 * (result.mib_end[name] / mib - 1), 10, at_least=False)
        figures.aim("entries that stayed", max(result.end[name] - result.start[name] for name in result.start), 20, at_least=False)


if __name__ == "__main__":
    main()
