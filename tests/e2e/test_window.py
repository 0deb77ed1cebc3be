#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The live window on a display of its own: it captures, finds the row, opens it and shows the decrypted body."""

import json
import os
import signal
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import display, servers, tools

PICTURES = os.path.join(os.path.dirname(tools.BIN), "screenshots")
AFTER = 12  # seconds from the window's start to the picture: the traffic must have come by then


class Window(tools.Case):
    def setUp(self):
        super().setUp()
        self.assertTrue(os.access(tools.WINDOW, os.X_OK), f"{tools.WINDOW} is not built")
        os.makedirs(PICTURES, exist_ok=True)
        self.display = display.Xvfb()
        self.addCleanup(self.display.stop)
        self.nginx = servers.Nginx(self.folder, gzip="on")
        self.addCleanup(self.nginx.stop)

    def window(self, *options):
        log = open(self.path("window.err"), "w", encoding="utf-8")
        self.addCleanup(log.close)
        return self.start([tools.WINDOW, *options], env=self.display.environment(self.folder),
                          stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def said(self):
        with open(self.path("window.err"), encoding="utf-8", errors="replace") as text:
            return text.read()

    def look(self, theme, select, traffic):
        """What the window shows AFTER seconds after its start, with traffic from the attached probes on."""
        before = tools.bpf_objects()
        picture, report = f"{PICTURES}/window-{theme}.png", self.path("report.json")
        window = self.window("--theme", theme, "--start", "--after", str(1000 * AFTER), "--select", select,
                             "--screenshot", picture, "--report", report)
        began = time.monotonic()
        self.wait_for(lambda: self.display.captures(window), f"the window captures\n{self.said()}")
        attached = time.monotonic() - began
        traffic()
        self.assertLess(time.monotonic() - began, AFTER - 1, "too slow a machine: the picture is taken too early")
        self.assertEqual(window.wait(60), 0, self.said())
        self.assertNotRegex(self.said(), r"(?i)warning|QObject|failed", "the window complains")
        with open(report, encoding="utf-8") as text:
            shown = json.load(text)
        with open(picture, "rb") as png:
            head = png.read(24)
        self.assertEqual(head[:8], b"\x89PNG\r\n\x1a\n")
        size = int.from_bytes(head[16:20], "big"), int.from_bytes(head[20:24], "big")
        tools.measured(f"{theme}: probes attached {attached:.1f} s after the start, {shown['total']} rows, "
                       f"picture {picture} {size[0]} x {size[1]}, {os.path.getsize(picture)} bytes")
        self.wait_for(lambda: not (tools.bpf_objects() - before), "the window's probes are gone with it")
        return shown

    def curl(self, scheme, path, *more):
        subprocess.run(["curl", "-sk", "--http1.1", "-o", "/dev/null", *more, self.nginx.url(scheme, path)], check=True)

    def test_finds_the_row_opens_it_and_shows_the_decrypted_body(self):
        def traffic():
            for number in range(5):
                self.curl("https", f"/16k.bin?other={number}")
            self.curl("https", "/small.json?the-one", "--compressed", "-H", "X-Seen: by-the-window")
            self.curl("http", "/small.json?plain")
            self.curl("https", "/no-such-page")

        shown = self.look("light", "small.json?the-one", traffic)
        rows = [" ".join(row.values()) for row in shown["rows"]]
        for wanted in ("the-one", "plain", "no-such-page", "other=4"):
            self.assertTrue([row for row in rows if wanted in row], f"no row with {wanted} in {rows}")
        the_one = next(row for row in shown["rows"] if "the-one" in " ".join(row.values()) and "curl" in str(row))
        self.assertIn("GET", the_one.values(), the_one)
        self.assertIn("200", " ".join(the_one.values()), the_one)
        body = "\n".join(shown["bodies"])
        self.assertRegex(body, r'"answer":\s*42')
        self.assertRegex(body, r'"who":\s*"cleartap"')
        missing = next(row for row in shown["rows"] if "no-such-page" in " ".join(row.values()))
        self.assertIn("404", " ".join(missing.values()))

    def test_the_dark_theme(self):
        shown = self.look("dark", "small.json?night", lambda: self.curl("https", "/small.json?night"))
        self.assertRegex("\n".join(shown["bodies"]), r'"answer":\s*42')

    def test_a_killed_window_leaves_nothing_in_the_kernel(self):
        before = tools.bpf_objects()
        window = self.window("--start", "--after", "60000", "--report", self.path("never.json"))
        self.wait_for(lambda: self.display.captures(window), "the window captures")
        self.curl("https", "/small.json")
        helpers = tools.descendants(window.pid)
        self.assertTrue(helpers)
        window.send_signal(signal.SIGKILL)
        window.wait(10)
        began = time.monotonic()
        self.wait_for(lambda: not (tools.bpf_objects() - before), "no BPF object after the window")
        tools.measured(f"after kill -9 of the window the kernel is clean in {time.monotonic() - began:.2f} s")
        self.wait_for(lambda: all(tools.process_state(pid) in (None, "Z") for pid in helpers), "no helper left")
        self.curl("https", "/small.json")


if __name__ == "__main__":
    tools.main()
