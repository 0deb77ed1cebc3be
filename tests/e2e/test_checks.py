#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks in a pipeline: the script that README shows, what ends a recording, what fails it, and files that stay the same."""

import os
import re
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from http.server import BaseHTTPRequestHandler

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import servers, tools

SECRET = "hunter2-Zq7token"


class Server(BaseHTTPRequestHandler):
    failing = ""    # paths that begin so are answered by 500

    def do_GET(self):
        self.send_response(500 if self.failing and self.path.startswith(self.failing) else 200)
        self.send_header("Content-Length", "3")
        self.end_headers()
        self.wfile.write(b"ok\n")

    def log_message(self, *_):
        pass


class Checks(tools.Case):
    def setUp(self):
        super().setUp()
        self.server = type("Own", (Server,), {})
        self.url = f"http://127.0.0.1:{servers.serve(self, self.server)}"
        self.tests = self.path("run-tests")
        self.write_tests("/orders", "/orders?page=2", "/orders?page=3", "/health")

    def write_tests(self, *targets, after="exit 0"):
        with open(self.tests, "w", encoding="utf-8") as script:
            script.write("#!/bin/sh\n" + "".join(f"curl -s -o /dev/null '{self.url}{target}'\n" for target in targets) + after + "\n")
        os.chmod(self.tests, 0o755)

    def readme_script(self):
        with open(os.path.join(tools.ROOT, "README.md"), encoding="utf-8") as readme:
            script = re.search(r"```sh\n(#!/bin/sh\n.*?)```", readme.read(), re.S)[1]
        self.assertIn("--expect expectations", script)
        with open(self.path("check.sh"), "w", encoding="utf-8") as out:
            out.write(script)
        return subprocess.run(["sh", self.path("check.sh")], cwd=self.folder, capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL,
                              env=dict(os.environ, PATH=f"{tools.BIN}:{os.environ['PATH']}"))

    def report(self):
        suite = ElementTree.parse(self.path("report.xml")).getroot().find("testsuite")
        return {case.get("name"): (case.find("failure").get("message") if case.find("failure") is not None else "") for case in suite}

    def test_the_script_of_the_readme_passes_and_fails_as_it_says(self):
        good = self.readme_script()
        self.assertEqual(good.returncode, 0, good.stderr)
        self.assertEqual(self.report(), {"none matches is:failed": "", "no server errors": "", "orders are listed, and quickly": ""})
        self.assertEqual(len(tools.read_har(self.path("traffic.har"))["log"]["entries"]), 4)
        self.server.failing = "/orders?page=2"
        bad = self.readme_script()
        self.assertEqual(bad.returncode, 5, bad.stderr)
        self.assertIn("NOT MET: no server errors: 1 exchange matched, expected 0", bad.stderr)
        self.assertIn("met: orders are listed, and quickly", bad.stderr)
        self.assertEqual(self.report()["no server errors"], "1 exchange matched, expected 0")
        self.server.failing = ""
        self.write_tests("/orders")
        few = self.readme_script()
        self.assertEqual(few.returncode, 5, few.stderr)
        self.assertIn("1 exchange matched, expected at least 3", few.stderr)
        self.write_tests("/orders", after="exit 9")
        self.assertEqual(self.readme_script().returncode, 9)

    def test_each_exchange_that_fails_is_named_in_a_line_without_secrets(self):
        self.server.failing = "/bad"
        self.write_tests(f"/bad?token={SECRET}", "/good", "/bad/2")
        answer = self.cli("record", "--fail-on", "status>=500", "--", self.tests, status=5)
        named = [line for line in answer.stderr.splitlines() if line.startswith("failed on: ")]
        self.assertEqual(len(named), 2, answer.stderr)
        self.assertRegex(named[0], r"^failed on: GET http://127\.0\.0\.1:\d+/bad\?token=masked-[0-9a-f]{8} → 500, .* ms, curl \d+$")
        self.assertNotIn(SECRET, answer.stderr)
        shown = self.cli("record", "--unmasked", "--fail-on", "status>=500", "--", self.tests, status=5)
        self.assertIn(SECRET, shown.stderr)

    def test_a_recording_ends_with_the_exchange_that_it_waits_for(self):
        self.write_tests("/start", "/ready", after="exec sleep 300")
        began = time.monotonic()
        self.cli("record", "--until", "path:/ready", "--jsonl", self.path("out.jsonl"), "--", self.tests)
        took = time.monotonic() - began
        self.assertLess(took, 100)
        with open(self.path("out.jsonl"), encoding="utf-8") as lines:
            self.assertEqual(len(lines.readlines()), 2)
        missed = self.cli("record", "--until", "path:/never", "--", "curl", "-s", "-o", "/dev/null", self.url, status=5)
        self.assertIn("NOT MET: until path:/never: no exchange matched before the end", missed.stderr)
        watch = self.start([tools.CLI, "watch", "--until", "path:/shown"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

        def ended():
            subprocess.run(["curl", "-s", "-o", "/dev/null", f"{self.url}/shown"], check=True)
            return watch.poll() is not None

        self.wait_for(ended, "watch ends by itself", 60)
        self.assertEqual(watch.returncode, 0)
        tools.measured(f"ended after {took:.1f} s")

    def test_saved_files_are_checked_and_golden_files_stay_the_same(self):
        runs = []
        for number in range(2):
            self.cli("record", "--save", self.path(f"{number}.cleartap"), "--golden", self.path(f"{number}.golden"), "--", self.tests)
            self.cli("convert", self.path(f"{number}.cleartap"), self.path(f"{number}c.golden"))
            for name in (f"{number}.golden", f"{number}c.golden"):
                with open(self.path(name), encoding="utf-8") as golden:
                    runs.append(golden.read())
            # In another order, as when tests run at the same time.
            self.write_tests("/health", "/orders?page=3", "/orders", "/orders?page=2")
        self.assertEqual(len(runs[0].splitlines()), 4)
        self.assertEqual(set(runs), {runs[0]})
        self.cli("convert", self.path("0.cleartap"), "--fail-on", "path:/health", status=5)
        self.cli("convert", self.path("0.cleartap"), "--fail-on", "path:/nothing")
        self.cli("convert", self.path("0.cleartap"), self.path("0.har"), "--fail-on", "path:/health", status=5)
        self.cli("convert", self.path("0.har"), "--fail-on", "path:/health", status=5)
        self.assertEqual(len(tools.read_har(self.path("0.har"))["log"]["entries"]), 4)

    def test_expectations_that_cannot_be_read_are_refused_before_anything_runs(self):
        with open(self.path("wrong"), "w", encoding="utf-8") as out:
            out.write("expect quick\n  filter path:/\n  p95 <= 3\n")
        answer = self.cli("record", "--expect", self.path("wrong"), "--", "touch", self.path("ran"), status=2)
        self.assertIn("wrong, line 3: ", answer.stderr)
        self.cli("record", "--expect", self.path("none"), "--", "touch", self.path("ran"), status=4)
        self.cli("record", "--until", "status>=", "--", "touch", self.path("ran"), status=2)
        self.cli("record", "--report", self.path("r.xml"), "--har", self.path("x.har"), "--", "true", status=2)
        self.assertFalse(os.path.exists(self.path("ran")))


if __name__ == "__main__":
    tools.main()
