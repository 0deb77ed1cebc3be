#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A person's way through the window, from the first-run page to a masked HAR file: tests/support/window_walk.cpp presses
the keys, against a shop whose database is slow once. Its pictures are in build/screenshots/walk/."""

import http.server
import json
import os
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import display, servers, tools

PROGRAM = os.path.join(os.path.dirname(tools.BIN), "tests", "window_walk")
PICTURES = os.path.join(os.path.dirname(tools.BIN), "screenshots", "walk")
SECRET = "8c1f0a7be2c94d-not-for-others"
SLOW = 1.4   # seconds, once
STEPS = ["first-run", "traffic", "slow", "compared", "copied", "masked", "export", "exported"]


class Shop(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    asked = 0
    lock = threading.Lock()

    def do_GET(self):
        with Shop.lock:
            Shop.asked += 1
            slow = Shop.asked == 20
        if slow:
            time.sleep(SLOW)
        number = self.path.partition("?")[0].rpartition("/")[2]
        answer = {"order": number, "customer": "Ada", "total": 59.7, "items": [{"sku": "A-1", "count": 2}, {"sku": "B-7", "count": 1}],
                  "from": "database" if slow else "cache", "rows": 48211 if slow else 3}
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-Cache", "MISS" if slow else "HIT")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Walk(tools.Case):
    def setUp(self):
        super().setUp()
        self.assertTrue(os.access(PROGRAM, os.X_OK), f"{PROGRAM} is not built")
        self.display = display.Xvfb()
        self.addCleanup(self.display.stop)
        os.makedirs(PICTURES, exist_ok=True)
        for old in os.listdir(PICTURES):
            os.unlink(os.path.join(PICTURES, old))

    def test_from_the_first_page_to_a_file_for_somebody_else(self):
        Shop.asked = 0
        port = servers.serve(self, Shop)
        helper = self.path("helper.sock")
        tools.start_helper(self, helper)
        har = self.path("slow.har")
        # The twentieth request is to an order that was asked for before.
        paths = [f"/orders/{number}" for number in (7, 1, 2, 3, 4, 5, 6, 8, 9, 7, 1, 2, 3, 4, 5, 6, 8, 9, 10, 7, 1, 2)]
        script = "\n".join(f"curl -s -o {self.path('answer')} --resolve shop.local:{port}:127.0.0.1 -H 'Authorization: Bearer {SECRET}' "
                           f"'http://shop.local:{port}{path}?limit=20'" for path in paths)
        began = time.monotonic()
        answer = subprocess.run([PROGRAM, PICTURES, har, "sh", "-ec", script], capture_output=True, text=True, timeout=300,
                                env={**self.display.environment(self.folder), "CLEARTAP_SOCKET": helper, "SHOP_SECRET": SECRET})
        took = time.monotonic() - began
        self.assertEqual(answer.returncode, 0, answer.stdout + answer.stderr)
        self.assertNotRegex(answer.stderr, r"(?i)warning|QObject|failed", "the window complains")
        shown = [name.partition("-")[2][:-4] for name in sorted(os.listdir(PICTURES)) if not name.endswith("-dialog.png")]
        self.assertEqual(shown, STEPS)
        with open(har, encoding="utf-8") as text:
            written = text.read()
        entries = json.loads(written)["log"]["entries"]
        self.assertEqual(len(entries), 1)
        self.assertIn("/orders/7?limit=20", entries[0]["request"]["url"])
        self.assertGreater(entries[0]["time"], 1000 * SLOW)
        self.assertIn("48211", entries[0]["response"]["content"]["text"])
        self.assertNotIn(SECRET, written)
        self.assertGreater(entries[0]["_masked"]["count"], 0)
        tools.measured(f"the walk took {took:.1f} s; pictures in {PICTURES}\n{answer.stdout}")


if __name__ == "__main__":
    tools.main()
