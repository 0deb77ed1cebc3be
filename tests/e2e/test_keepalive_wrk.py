#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ten thousand requests on eight kept-alive connections: each accounted for."""

import json
import os
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import exchanges, servers, tools

COUNT = 10_000

# wrk counts time, not requests: every request carries its number, and when the server has answered
# enough of them wrk is interrupted, at which it leaves and reports.
SCRIPT = """
local sent = 0
function request()
    sent = sent + 1
    return wrk.format("GET", "/1k.txt?n=" .. sent)
end
"""


class KeepAlive(tools.Case):
    def all_accounted_for(self, scheme):
        nginx = servers.Nginx(self.folder)
        self.addCleanup(nginx.stop)
        with open(self.path("count.lua"), "w", encoding="utf-8") as out:
            out.write(SCRIPT)
        until = (f"wrk -t1 -c8 -d300s -s {self.path('count.lua')} {nginx.url(scheme, '/1k.txt')} & "
                 f"while [ $(wc -l <{nginx.folder}/access.log) -lt {COUNT + 10} ]; do sleep 0.1; done; "
                 "kill -INT $!; wait")
        began = time.monotonic()
        answer = self.cli("record", "--all", "--jsonl", self.path("out.jsonl"), "--", "sh", "-c", until, timeout=400)
        took = time.monotonic() - began
        nginx.stop()
        answered = nginx.requests_answered("/1k.txt")
        self.assertGreaterEqual(answered, COUNT)
        with open(self.path("out.jsonl"), encoding="utf-8") as text:
            entries = [json.loads(line) for line in text]
        for side in ("client", "server"):
            mine = exchanges.of_url(exchanges.of_side(entries, side), r"/1k\.txt")
            whole = [entry for entry in mine if exchanges.complete(entry) and entry["response"]["status"] == 200
                     and entry["response"]["content"]["size"] == 1024]
            lost = len(mine) - len(whole)
            numbers = {entry["request"]["url"].rsplit("=", 1)[1] for entry in mine}
            tools.measured(f"{scheme} {side}: {answered} requests in {took:.1f} s, {len(whole)} complete, "
                           f"{lost} incomplete, {len({e['_connection']['id'] for e in mine})} connections")
            self.assertEqual(len(numbers), len(mine), "an exchange twice")
            # At its stop wrk leaves what is in flight on each of the eight connections unread.
            self.assertLessEqual(abs(answered - len(mine)), 8, answer.stderr[-2000:])
            for entry in mine:
                if not exchanges.complete(entry):
                    self.assertTrue(entry.get("_lost") or entry.get("_truncated") or entry["response"]["status"] == 0,
                                    entry)
            self.assertLessEqual(lost, 8,
                                 f"the machine lost more than the end of the run does\n{answer.stderr[-2000:]}")

    def test_ten_thousand_https_requests(self):
        self.all_accounted_for("https")

    def test_ten_thousand_http_requests(self):
        self.all_accounted_for("http")


if __name__ == "__main__":
    tools.main()
