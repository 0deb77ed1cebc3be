#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A capture that starts in the middle of a busy h2load run: what begins after the start is whole, nothing is invented."""

import collections
import json
import os
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import exchanges, servers, tools

# What a connection of the run can have under way at any moment.
CONNECTIONS, STREAMS = 4, 16
PATHS = {"/1k.txt?a=1": 1024, "/small.json?b=2": 34}


class Late(tools.Case):
    def starts_in_the_middle(self, scheme):
        nginx = servers.Nginx(self.folder, http2=True, access_log=False)
        self.addCleanup(nginx.stop)
        server = f"127.0.0.1:{nginx.tls_port if scheme == 'https' else nginx.h2c_port}"
        base = f"{scheme}://{server}"
        load = self.start(["h2load", "-D", "60", "-c", str(CONNECTIONS), "-m", str(STREAMS), "--rps", "400",
                           "-H", "x-token: before the capture", *(base + path for path in PATHS)],
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(1)
        answer = self.cli("record", "--all", "--duration", "3", "--jsonl", self.path("out.jsonl"))
        self.assertIsNone(load.poll(), "h2load ended before the capture")
        with open(self.path("out.jsonl"), encoding="utf-8") as text:
            entries = [entry for entry in map(json.loads, text)
                       if server in (entry["_connection"].get("local"), entry["_connection"].get("remote"))]
        self.assertIn(", 0 events lost", answer.stderr)
        for side, program in (("client", "h2load"), ("server", "nginx")):
            mine = exchanges.of_side(entries, side)
            self.assertEqual({entry["_process"]["comm"] for entry in mine}, {program}, "a side that is not the program's")
            kinds = collections.Counter()
            for entry in mine:
                self.assertIn("request", entry, entry)
                request, response = entry["request"], entry["response"]
                why = entry.get("_error", "")
                if why == "began before the capture":
                    kinds["before"] += 1
                    continue
                self.assertEqual(request["method"], "GET", entry)
                path = request["url"].removeprefix(base)
                self.assertIn(path, [*PATHS, "/?"], "a path that nobody asked for")
                for name, value in exchanges.headers(request):
                    self.assertTrue(not name.startswith("x-") or value in ("before the capture", ""), (name, value))
                if why == "the capture ended first":
                    kinds["after"] += 1
                    continue
                self.assertEqual(why, "", entry)
                self.assertEqual((response["status"], exchanges.complete(entry)), (200, True), entry)
                if path in PATHS:
                    self.assertEqual(response["content"]["size"], PATHS[path])
                else:
                    self.assertIn(response["content"]["size"], PATHS.values())
                kinds["whole" if path in PATHS else "path unknown"] += 1
            tools.measured(f"{scheme} {side}: {dict(kinds)}, {len(exchanges.of_side(entries, side))} rows")
            self.assertGreater(kinds["whole"] + kinds["path unknown"], 500)
            # Streams under way, and a row of each connection for bytes before the first frame that was found.
            self.assertLessEqual(kinds["before"], CONNECTIONS * (STREAMS + 1))
            self.assertLessEqual(kinds["after"], 2 * CONNECTIONS * STREAMS)

    def test_in_the_middle_of_tls(self):
        self.starts_in_the_middle("https")

    def test_in_the_middle_of_prior_knowledge(self):
        self.starts_in_the_middle("http")


if __name__ == "__main__":
    tools.main()
