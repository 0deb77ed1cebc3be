#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands and replies of redis-cli and redis-benchmark, on both sides, plain, inside TLS and over the local socket, as the server has them."""

import collections
import os
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import databases, tools


class RedisTest(tools.Case):
    def setUp(self):
        super().setUp()
        self.server = databases.Redis(self.folder)
        self.addCleanup(self.server.stop)

    def commands(self, tls=False, local=False):
        cli = " ".join(self.server.cli(tls, local))
        script = f"""{cli} SET greeting 'hello there'; {cli} GET greeting; {cli} RPUSH list a b c; {cli} LRANGE list 0 -1;
            {cli} INCR greeting; {cli} HSET h k v; {cli} HGETALL h; {cli} AUTH s3cret-word"""
        self.record("--all", command=["sh", "-c", script])
        for query in databases.queries(tools.read_har(self.path("out.har")), "redis"):
            self.assertNotIn("s3cret-word", query["_query"]["statement"])
        for side in ("client", "server"):
            found = databases.read_queries(self.path("out.har"), "redis", side)
            by_verb = {q["_query"]["verb"]: q for q in found}
            text = databases.dumped(found)
            self.assertEqual(databases.facts(by_verb["SET"]), ('SET greeting "hello there"', "ok", "OK", None), text)
            self.assertEqual(databases.facts(by_verb["GET"])[1:3], ("ok", "hello there"), text)
            self.assertEqual(databases.facts(by_verb["LRANGE"])[1:], ("ok", "3 elements", 3), text)
            self.assertEqual(databases.rows(by_verb["LRANGE"]), ["a", "b", "c"])
            self.assertEqual(databases.facts(by_verb["INCR"])[1:3], ("error", "ERR value is not an integer or out of range"), text)
            self.assertEqual(databases.facts(by_verb["AUTH"])[1], "error", text)
            self.assertEqual({q["_connection"]["protocol"] for q in found}, {"unix" if local else "tcp"})
            self.assertEqual(by_verb["SET"].get("_tls", {}).get("library"), "OpenSSL" if tls else None)

    def test_commands_in_the_clear(self):
        self.commands()

    def test_commands_inside_tls(self):
        self.commands(tls=True)

    def test_commands_over_the_local_socket(self):
        self.commands(local=True)

    def test_a_pipelining_benchmark_as_the_server_counts_it(self):
        before = self.calls()
        self.record("--all", command=["redis-benchmark", "-p", str(self.server.port), "-n", "2000", "-P", "16", "-c", "5", "-t", "set,lpush,lrange_100", "-q"])
        after = self.calls()
        for side in ("client", "server"):
            found = databases.read_queries(self.path("out.har"), "redis", side)
            verbs = collections.Counter(q["_query"]["verb"].lower() for q in found)
            self.assertEqual({q["_query"].get("outcome") for q in found}, {"ok"})
            for command in ("set", "lpush", "lrange"):
                self.assertEqual(verbs[command], after[command] - before.get(command, 0), f"{command} on the {side}'s side")
        tools.measured(f"redis-benchmark -P 16: {sum(verbs.values())} commands a side, as the server counts")

    def calls(self):
        """{command: how often} of INFO commandstats."""
        text = subprocess.run(self.server.cli() + ["INFO", "commandstats"], capture_output=True, text=True, check=True).stdout
        return {line.split(":")[0].removeprefix("cmdstat_"): int(line.split("calls=")[1].split(",")[0])
                for line in text.splitlines() if line.startswith("cmdstat_")}


if __name__ == "__main__":
    tools.main()
