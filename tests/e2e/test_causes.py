#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which requests led to which others, in gateways that serve 200 at once: checked against the numbers in their paths."""

import json
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import databases, gateways, servers, tools

GATEWAYS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "support", "gateways.py")
REQUESTS, AT_ONCE = 200, 200
CALLS, QUERIES = 3 * REQUESTS, 2 * REQUESTS


def number_of(entry):
    """Of the job that it belongs to; None: it is none of the gateway's."""
    text = entry["_query"]["statement"] if "_query" in entry else entry.get("request", {}).get("url", "")
    found = re.search(r"job[:/](\d+)|/step/(\d+)/", text)
    return int(found[1] or found[2]) if found else None


class Found:
    """What was linked of what the gateway sent."""

    def __init__(self):
        self.sent, self.right, self.wrong, self.unknown = 0, 0, [], {}

    def count(self, entry, by_id):
        self.sent += 1
        caused = entry.get("_caused", {})
        if "by" not in caused:
            why = caused.get("unknown", "no word of it")
            self.unknown[why] = self.unknown.get(why, 0) + 1
        elif number_of(by_id.get(caused["by"], {})) == number_of(entry):
            self.right += 1
        else:
            self.wrong.append((caused, number_of(entry)))

    @property
    def share(self):
        return self.right / max(1, self.sent)

    @property
    def precision(self):
        return 1 if not self.wrong else self.right / (self.right + len(self.wrong))

    def __str__(self):
        return f"{self.share:.1%} of {self.sent} found, {len(self.wrong)} of them wrongly, unknown: {self.unknown}"


class Causes(tools.Case):
    def setUp(self):
        super().setUp()
        self.redis = databases.Redis(self.folder)
        self.addCleanup(self.redis.stop)
        self.backend, self.port = servers.free_ports(2)
        self.start(["/usr/bin/python3", GATEWAYS, "backend", str(self.backend)])
        url = f"http://127.0.0.1:{self.backend}/"
        self.wait_for(lambda: databases.succeeds("curl", "-s", "-o", self.path("probe"), url), "the backend answers")

    def gateway(self, kind, passing):
        ports = [str(port) for port in (self.port, self.backend, self.redis.port)]
        if kind == "node":
            return self.start(["node", "-e", gateways.NODE, passing, *ports], stdin=subprocess.DEVNULL)
        return self.start(["/usr/bin/python3", GATEWAYS, kind, passing, *ports])

    def requests(self, count):
        """A file that makes curl ask for each job, with a trace of its own."""
        path = self.path("jobs.conf")
        with open(path, "w", encoding="utf-8") as out:
            for number in range(1, count + 1):
                trace = f"00-{number:032x}-{number + 7:016x}-01"
                out.write(f'url = "http://127.0.0.1:{self.port}/job/{number}"\nheader = "traceparent: {trace}"\noutput = "/dev/null"\nsilent\nfail\n')
                out.write("next\n" if number < count else "")
        return path

    def found(self, kind, passing):
        gateway = self.gateway(kind, passing)
        url = f"http://127.0.0.1:{self.port}/job/0"
        self.wait_for(lambda: databases.succeeds("curl", "-s", "-o", self.path("probe"), url), "the gateway answers")
        self.cli("record", "--all", "--har", self.path("out.har"), "--",
                 "curl", "-s", "--parallel", "--parallel-immediate", "--parallel-max", str(AT_ONCE), "-K", self.requests(REQUESTS), timeout=300)
        tools.end(gateway)
        with open(self.path("out.har"), encoding="utf-8") as har:
            log = json.load(har)["log"]
        entries = log["entries"] + log.get("_queries", [])
        by_id = {entry["_caused"]["id"]: entry for entry in entries if "_caused" in entry}
        calls, queries = Found(), Found()
        for entry in entries:
            if entry["_side"] == "client" and entry["_process"]["pid"] == gateway.pid and number_of(entry):
                (queries if "_query" in entry else calls).count(entry, by_id)
        self.assertEqual((calls.sent, queries.sent), (CALLS, QUERIES))
        tools.measured(f"{kind}, {'passing on' if passing == 'pass' else 'without'} traceparent: calls {calls}; queries {queries}")
        for links in (calls, queries):
            self.assertGreaterEqual(links.precision, 0.99, links.wrong[:5])
            self.assertNotIn("no word of it", links.unknown)
        return calls, queries

    def test_threads_that_pass_on_a_trace(self):
        calls, queries = self.found("threads", "pass")
        self.assertGreaterEqual(calls.share, 0.9)
        self.assertGreaterEqual(queries.share, 0.9)   # by their thread

    def test_threads_that_pass_on_nothing(self):
        calls, queries = self.found("threads", "alone")
        self.assertGreaterEqual(calls.share, 0.9)
        self.assertGreaterEqual(queries.share, 0.9)

    def test_coroutines_that_pass_on_a_trace(self):
        self.assertGreaterEqual(self.found("asyncio", "pass")[0].share, 0.9)

    def test_coroutines_that_pass_on_nothing(self):
        self.found("asyncio", "alone")

    def test_an_event_loop_that_passes_on_a_trace(self):
        self.assertGreaterEqual(self.found("node", "pass")[0].share, 0.9)

    def test_an_event_loop_that_passes_on_nothing(self):
        self.found("node", "alone")


if __name__ == "__main__":
    tools.main()
