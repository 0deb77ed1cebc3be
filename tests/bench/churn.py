#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two hundred processes a second for a minute: what the capture's tables hold before, while and after, and
whether each request is said to be of its process."""

import argparse
import os
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import figures
from support import churn


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--per-second", type=int, default=200)
    options.add_argument("--seconds", type=int, default=60)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="cleartap-bench-") as folder:
        result = churn.run(folder, chosen.per_second, chosen.seconds)
    figures.table(["table", "entries at the start", "most", "at the end"],
                  [[name, f"{result.start[name]}", f"{result.most.get(name, 0)}", f"{result.end[name]}"] for name in result.start])
    print(result.said.strip())
    figures.aim("processes that failed", result.failed, 0, at_least=False)
    figures.aim("requests seen", result.asked, result.started)
    figures.aim("requests of a wrong process", len(result.wrong), 0, at_least=False)
    figures.aim("entries that stayed", max(result.end[name] - result.start[name] for name in result.start), 20, at_least=False)


if __name__ == "__main__":
    main()
