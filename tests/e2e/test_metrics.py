#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""record --metrics: what a scraper gets of real traffic, read by Prometheus' own client library."""

import os
import re
import socket
import subprocess
import sys
import urllib.error
import urllib.request

from prometheus_client.parser import text_string_to_metric_families

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import servers, tools


class Metrics(tools.Case):
    def recording(self, address, *more):
        """A recording of a shell that waits for lines to run; gives it and the address of its metrics."""
        process = self.start([tools.CLI, "record", "--metrics", address, *more, "--", "sh"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                             stderr=subprocess.PIPE, text=True)
        said = process.stderr.readline()
        self.assertRegex(said, r"^metrics at http://\S+/metrics")
        return process, re.search(r"http://\S+/metrics", said).group(), said

    def scraped(self, url):
        with urllib.request.urlopen(url, timeout=5) as answer:
            self.assertEqual(answer.headers["Content-Type"], "text/plain; version=0.0.4; charset=utf-8")
            families = list(text_string_to_metric_families(answer.read().decode()))
        return {family.name: family for family in families}

    def test_a_scraper_counts_as_the_server_does(self):
        nginx = servers.Nginx(self.folder)
        self.addCleanup(nginx.stop)
        process, url, said = self.recording("0")
        self.assertTrue(url.startswith("http://127.0.0.1:"), url)
        self.assertNotIn("anybody", said)
        for _ in range(7):
            process.stdin.write(f"curl -sk -o /dev/null {nginx.url('https', '/small.json')}\n")
        process.stdin.write(f"curl -s -o /dev/null {nginx.url('http', '/missing')}\n")
        process.stdin.flush()

        def counts():
            found = {}
            for sample in self.scraped(url)["cleartap_exchanges"].samples:
                key = sample.labels["process"], sample.labels["outcome"], sample.labels["status"]
                found[key] = found.get(key, 0) + sample.value
            return found

        self.wait_for(lambda: counts() == {("curl", "ok", "200"): 7, ("curl", "error", "404"): 1}, "both are counted")
        families = self.scraped(url)
        durations = families["cleartap_exchange_duration_seconds"]
        self.assertEqual(durations.type, "histogram")
        self.assertEqual(sum(sample.value for sample in durations.samples if sample.name.endswith("_count")), 8)
        bodies = sum(sample.value for sample in families["cleartap_response_body_bytes"].samples)
        self.assertGreaterEqual(bodies, 7 * os.path.getsize(nginx.file("small.json")))
        self.assertEqual(sum(sample.value for sample in families["cleartap_missing_bytes"].samples), 0)
        with self.assertRaises(urllib.error.HTTPError) as wrong:
            urllib.request.urlopen(url.replace("/metrics", "/other"), timeout=5)
        self.assertEqual(wrong.exception.code, 404)
        wrong.exception.close()
        process.stdin.close()
        self.assertEqual(process.wait(30), 0)
        with self.assertRaises(urllib.error.URLError):
            urllib.request.urlopen(url, timeout=5)

    def test_only_what_matches_the_filter_is_counted(self):
        nginx = servers.Nginx(self.folder)
        self.addCleanup(nginx.stop)
        process, url, _ = self.recording("127.0.0.1:0", "--filter", "status:404")
        process.stdin.write(f"curl -s -o /dev/null {nginx.url('http', '/small.json')}; curl -s -o /dev/null {nginx.url('http', '/missing')}\n")
        process.stdin.flush()
        self.wait_for(lambda: self.scraped(url).get("cleartap_exchanges") and self.scraped(url)["cleartap_exchanges"].samples, "one is counted")
        self.assertEqual([sample.labels["status"] for sample in self.scraped(url)["cleartap_exchanges"].samples], ["404"])

    def test_an_address_that_others_reach_is_said_to_be_one(self):
        _, _, said = self.recording("0.0.0.0:0")
        self.assertIn("for anybody who reaches this address", said)

    def test_bad_and_taken_addresses(self):
        for address in ("nowhere", "host.example:80", "127.0.0.1:70000"):
            answer = self.cli("record", "--metrics", address, "--", "true", status=2)
            self.assertIn(f'"{address}" is no address', answer.stderr)
        with socket.create_server(("127.0.0.1", 0)) as taken:
            answer = self.cli("record", "--metrics", str(taken.getsockname()[1]), "--", "true", status=3)
        self.assertIn("Cannot listen at", answer.stderr)


if __name__ == "__main__":
    tools.main()
