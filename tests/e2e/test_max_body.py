#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The limit of a body: what is kept and what is counted as lost are together what curl and nginx counted."""

import hashlib
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import exchanges, servers, tools

KEPT = 100 << 10
CAUSE = "body longer than the limit (--max-body)"


class MaxBody(tools.Case):
    def setUp(self):
        super().setUp()
        self.nginx = servers.Nginx(self.folder)
        self.addCleanup(self.nginx.stop)

    def curl(self, url, *more):
        """A curl that writes down how many bytes it sent and received."""
        quoted = " ".join(f"'{word}'" for word in ("curl", "-sk", "--http1.1", "-o", "/dev/null", "-w", "%{size_upload} %{size_download}", *more, url))
        return ["sh", "-c", f"exec {quoted} >{self.path('counted')}"]

    def counted(self):
        with open(self.path("counted"), encoding="utf-8") as text:
            return [int(word) for word in text.read().split()]

    def check_cut(self, entry, half, count):
        self.assertEqual(entry["_truncated"], {half: {"captured": KEPT, "total": count}})
        self.assertEqual(entry["_lost"], {"bytes": count - KEPT, "events": 1})
        self.assertEqual(entry["_error"], "body longer than the limit")
        self.assertEqual(entry[half]["bodySize"], count)

    def first_of(self, name):
        with open(self.nginx.file(name), "rb") as file:
            return hashlib.sha256(file.read(KEPT)).hexdigest()

    def test_downloads(self):
        for scheme in ("http", "https"):
            with self.subTest(scheme=scheme):
                entries = self.record("--all", "--unmasked", "--max-body", "100K", command=self.curl(self.nginx.url(scheme, "/1m.bin")))
                count = self.counted()[1]
                self.assertEqual(count, os.path.getsize(self.nginx.file("1m.bin")))
                for side in ("client", "server"):
                    entry, = exchanges.of_side(entries, side)
                    self.check_cut(entry, "response", count)
                    self.assertEqual(exchanges.response_sha256(entry), self.first_of("1m.bin"))
                    self.assertIn("body limit", entry["response"]["content"]["comment"])
                self.assertIn(f"lost: 2 events, {2 * (count - KEPT)} bytes: {CAUSE}\n", self.answer.stderr)
                tools.measured(f"{scheme} down, a side: {KEPT} B kept + {count - KEPT} B counted = {count} B of curl")

    def test_uploads(self):
        for scheme in ("http", "https"):
            with self.subTest(scheme=scheme):
                url = self.nginx.url(scheme, f"/upload/{scheme}")
                entries = self.record("--all", "--unmasked", "--max-body", str(KEPT), command=self.curl(
                    url, "-T", self.nginx.file("1m.bin"), "-H", "Content-Type: application/octet-stream", "-H", "Expect:"))
                count = os.path.getsize(self.nginx.uploaded(scheme))
                self.assertEqual(self.counted()[0], count)
                for side in ("client", "server"):
                    entry, = exchanges.of_side(entries, side)
                    self.check_cut(entry, "request", count)
                    self.assertEqual(exchanges.request_sha256(entry), self.first_of("1m.bin"))
                self.assertIn(f"lost: 2 events, {2 * (count - KEPT)} bytes: {CAUSE}\n", self.answer.stderr)
                tools.measured(f"{scheme} up, a side: {KEPT} B kept + {count - KEPT} B counted = {count} B of nginx")

    def test_none_keeps_all_and_a_saved_capture_is_read_with_another_limit(self):
        saved = self.path("run.cleartap")
        entries = self.record("--unmasked", "--max-body", "none", "--save", saved, command=self.curl(self.nginx.url("https", "/1m.bin")))
        entry, = exchanges.of_side(entries, "client")
        self.assertNotIn("_truncated", entry)
        self.assertEqual(exchanges.response_sha256(entry), servers.sha256_of(self.nginx.file("1m.bin")))
        answer = self.cli("convert", "--unmasked", "--max-body", "100K", saved, self.path("again.har"))
        entry, = exchanges.of_side(tools.read_har(self.path("again.har"))["log"]["entries"], "client")
        self.check_cut(entry, "response", self.counted()[1])
        self.assertIn(CAUSE, answer.stderr)

    def test_a_value_that_is_no_size_is_refused(self):
        for bad in ("much", "-5", "10Q"):
            answer = self.cli("record", "--max-body", bad, "--har", self.path("x.har"), "--", "true", status=2)
            self.assertIn("--max-body", answer.stderr)
            self.assertFalse(os.path.exists(self.path("x.har")))


if __name__ == "__main__":
    tools.main()
