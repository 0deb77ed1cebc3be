#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""HTTP/2 by curl, nghttp and h2load with nginx: every byte and field is right, and ten thousand streams are accounted for."""

import collections
import json
import os
import random
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import exchanges, servers, tools

STREAMS = 100
COUNT = 10_000


class Http2(tools.Case):
    def setUp(self):
        super().setUp()
        self.nginx = servers.Nginx(self.folder, http2=True)
        self.addCleanup(self.nginx.stop)

    def base(self, scheme):
        return f"{scheme}://127.0.0.1:{self.nginx.tls_port if scheme == 'https' else self.nginx.h2c_port}"

    def curls(self, scheme, words_of):
        """One curl a size, each with files of its own for what is true."""
        version = "--http2" if scheme == "https" else "--http2-prior-knowledge"
        lines = []
        for name in servers.SIZES:
            words = ["curl", "-sk", version, "-v", "--stderr", self.path(f"{name}.err"), "-D", self.path(f"{name}.head"),
                     "-o", self.path(f"{name}.body"), *words_of(name)]
            lines.append(" ".join(f"'{word}'" for word in words))
        return ["sh", "-c", "\n".join(lines)]

    def sent_fields(self, name):
        with open(self.path(f"{name}.err"), encoding="latin-1") as text:
            lines = [line[2:].strip() for line in text if line.startswith("> ")]
        return [(line.split(":", 1)[0].lower(), line.split(":", 1)[1].strip()) for line in lines[1:] if line]

    def answered_fields(self, name):
        with open(self.path(f"{name}.head"), encoding="latin-1") as text:
            first, *lines = text.read().replace("\r", "").strip().split("\n\n")[-1].split("\n")
        return int(first.split()[1]), [tuple(part.strip() for part in line.split(":", 1)) for line in lines]

    def only(self, entries, side, url):
        found = [entry for entry in exchanges.of_side(entries, side) if entry["request"]["url"] == url]
        self.assertEqual(len(found), 1, f"{side} {url} among {[e['request']['url'] for e in entries]}\n{self.answer.stderr}")
        return found[0]

    def check_heads(self, entry, name, method):
        self.assertEqual((entry["request"]["method"], entry["request"]["httpVersion"]), (method, "HTTP/2"))
        self.assertEqual(exchanges.headers(entry["request"]), self.sent_fields(name))
        self.assertEqual((entry["response"]["status"], exchanges.headers(entry["response"])), self.answered_fields(name))
        self.assertTrue(exchanges.complete(entry), entry)
        for message in ("request", "response"):
            self.assertNotIn("_fault", entry[message])

    def bodies_of_every_size(self, scheme):
        base = self.base(scheme)
        entries = self.record("--all", command=self.curls(scheme, lambda name: [
            "-H", "X-First: 1", "-H", "x-second: two, 2", f"{base}/{name}.bin?way=down"]))
        for name, size in servers.SIZES.items():
            for side in ("client", "server"):
                with self.subTest(scheme=scheme, way="down", size=size, side=side):
                    entry = self.only(entries, side, f"{base}/{name}.bin?way=down")
                    self.check_heads(entry, name, "GET")
                    self.assertEqual(exchanges.headers(entry["request"])[-2:], [("x-first", "1"), ("x-second", "two, 2")])
                    self.assertEqual(entry["response"]["content"]["size"], size)
                    self.assertEqual(exchanges.response_sha256(entry), servers.sha256_of(self.nginx.file(f"{name}.bin")))
        tools.measured(f"{scheme} down: bodies up to {max(servers.SIZES.values())} bytes right on both sides")
        entries = self.record("--all", command=self.curls(scheme, lambda name: [
            "-T", self.nginx.file(f"{name}.bin"), f"{base}/upload/{scheme}-{name}"]))
        for name, size in servers.SIZES.items():
            sha = servers.sha256_of(self.nginx.file(f"{name}.bin"))
            self.assertEqual(servers.sha256_of(self.nginx.uploaded(f"{scheme}-{name}")), sha, "nginx has other bytes")
            for side in ("client", "server"):
                with self.subTest(scheme=scheme, way="up", size=size, side=side):
                    entry = self.only(entries, side, f"{base}/upload/{scheme}-{name}")
                    self.check_heads(entry, name, "PUT")
                    self.assertEqual(entry["request"]["bodySize"], size)
                    self.assertEqual(exchanges.request_sha256(entry), sha)
        tools.measured(f"{scheme} up: the same")

    def test_bodies_of_every_size_over_tls(self):
        self.bodies_of_every_size("https")

    def test_bodies_of_every_size_with_prior_knowledge(self):
        self.bodies_of_every_size("http")

    def a_hundred_streams_at_once(self, scheme):
        noise = random.Random(11)
        names = [f"part{i}.bin" for i in range(STREAMS)]
        for i, name in enumerate(names):
            self.nginx.write(name, noise.randbytes(2000 + 997 * i))
        entries = self.record("--all", command=["nghttp", "-n", "--no-verify-peer", "-m", "1",
                                                *(f"{self.base(scheme)}/{name}" for name in names)])
        for side in ("client", "server"):
            mine = exchanges.of_side(entries, side)
            self.assertEqual(len(mine), STREAMS)
            self.assertEqual(len({entry["_connection"]["id"] for entry in mine}), 1)
            for name in names:
                entry = self.only(mine, side, f"{self.base(scheme)}/{name}")
                self.assertTrue(exchanges.complete(entry), entry)
                self.assertEqual(exchanges.response_sha256(entry), servers.sha256_of(self.nginx.file(name)))
        tools.measured(f"{scheme}: {STREAMS} streams of one connection right on both sides")

    def test_a_hundred_streams_at_once_over_tls(self):
        self.a_hundred_streams_at_once("https")

    def test_a_hundred_streams_at_once_with_prior_knowledge(self):
        self.a_hundred_streams_at_once("http")

    def ten_thousand(self, scheme):
        began = time.monotonic()
        answer = self.cli("record", "--all", "--jsonl", self.path("out.jsonl"), "--", "h2load", "-n", str(COUNT), "-c", "8",
                          "-m", "32", f"{self.base(scheme)}/1k.txt?a=1", f"{self.base(scheme)}/small.json?b=2", timeout=300)
        took = time.monotonic() - began
        self.assertIn(f"{COUNT} succeeded", answer.stdout, answer.stdout[-2000:])
        with open(self.path("out.jsonl"), encoding="utf-8") as text:
            entries = [json.loads(line) for line in text]
        sizes = {"/1k.txt?a=1": 1024, "/small.json?b=2": 34}
        for side in ("client", "server"):
            mine = exchanges.of_side(entries, side)
            whole = collections.Counter()
            for entry in mine:
                path = entry["request"]["url"].removeprefix(self.base(scheme))
                if exchanges.complete(entry) and entry["response"]["status"] == 200 \
                        and entry["response"]["content"]["size"] == sizes.get(path):
                    whole[path] += 1
            tools.measured(f"{scheme} {side}: {len(mine)} of {COUNT} streams, {whole.total()} complete, in {took:.1f} s")
            if ", 0 events lost" in answer.stderr:
                self.assertEqual(whole, {path: COUNT // 2 for path in sizes}, answer.stderr[-1000:])
                self.assertEqual(len(mine), COUNT)
            else:  # what is missing is counted
                self.assertLess(COUNT - whole.total(), COUNT // 20, answer.stderr[-1000:])

    def test_ten_thousand_streams_over_tls(self):
        self.ten_thousand("https")

    def test_ten_thousand_streams_with_prior_knowledge(self):
        self.ten_thousand("http")

    def test_says_how_long_an_answer_waited_for_the_window(self):
        pause = 0.1
        client = os.path.join(os.path.dirname(os.path.abspath(__file__)), "support", "slow_window_client.py")
        entries = self.record("--all", command=["/usr/bin/python3", client, str(self.nginx.h2c_port), "/1m.bin", str(pause)])
        waits, total = map(int, self.answer.stdout.split())
        self.assertEqual((waits, total), (1000 * 1000 // 65535, 1000 * 1000))
        for side in ("client", "server"):
            entry, = exchanges.of_side(entries, side)
            self.assertTrue(exchanges.complete(entry), entry)
            self.assertEqual(list(entry["_stalledMs"]), ["response"])
            stalled = entry["_stalledMs"]["response"]
            tools.measured(f"{side}: {stalled} ms of {entry['time']} waited for the window, {waits} times {1000 * pause} ms")
            self.assertGreaterEqual(stalled, 0.95 * waits * 1000 * pause)
            self.assertLessEqual(stalled, entry["time"])


if __name__ == "__main__":
    tools.main()
