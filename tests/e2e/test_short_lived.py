#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A thousand programs that live for milliseconds: each seen, each under its own pid."""

import os
import re
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import exchanges, servers, tools

COUNT = 1000


class ShortLived(tools.Case):
    def test_a_thousand_curls_one_after_the_other(self):
        nginx = servers.Nginx(self.folder)
        self.addCleanup(nginx.stop)
        url = nginx.url("https", "/small.json")
        script = self.path("loop.sh")
        with open(script, "w", encoding="utf-8") as out:
            out.write(f"""i=0
while [ $i -lt {COUNT} ]; do
    sh -c 'echo $0 $$ >>{self.path("pids")}; exec curl -sk --http1.1 -o /dev/null "{url}?n=$0"' $i
    i=$((i + 1))
done
""")
        began = time.monotonic()
        entries = self.record(command=["sh", script], timeout=400)
        took = time.monotonic() - began
        with open(self.path("pids"), encoding="utf-8") as text:
            truth = dict(map(int, line.split()) for line in text)
        self.assertEqual(len(truth), COUNT)
        self.assertEqual(nginx.requests_answered("?n="), COUNT, "curl itself failed")
        clients = exchanges.of_side(entries, "client")
        seen = {}
        for entry in clients:
            number = int(re.search(r"\?n=(\d+)$", entry["request"]["url"]).group(1))
            self.assertNotIn(number, seen, "an exchange twice")
            seen[number] = entry["_process"]["pid"]
            self.assertEqual(entry["_process"]["comm"], "curl")
            self.assertEqual(entry["response"]["status"], 200)
            self.assertEqual(entry["response"]["content"]["size"], 34)
        wrong = {n: (pid, truth[n]) for n, pid in seen.items() if pid != truth[n]}
        missing = sorted(set(truth) - set(seen))
        tools.measured(f"{COUNT} processes in {took:.1f} s: {len(seen)} exchanges, {len(wrong)} under a wrong pid")
        self.assertEqual((missing, wrong), ([], {}), self.answer.stderr[-2000:])


if __name__ == "__main__":
    tools.main()
