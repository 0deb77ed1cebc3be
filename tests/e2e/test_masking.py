#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Secrets that a real program sends in many places are nowhere in what `record` writes, unless it is told to."""

import json
import os
import sys
from http.server import BaseHTTPRequestHandler

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import servers, tools

SECRET = "hunter2-Zq7"
NAMES = ("password", "password_confirmation", "passwordAgain", "password1", "DB_PASS", "otp_code", "card_number", "cvv", "ssn",
         "AccountKey", "apiKey", "client_secret", "pin", "sessionid")

# Arguments come as JSON, so that the secrets are not on its own command line.
CLIENT = """
import json, socket, sys
port, requests = json.load(open(sys.argv[1]))
for request in requests:
    s = socket.create_connection(('127.0.0.1', port))
    s.sendall(request.encode())
    while s.recv(65536):
        pass
"""


def request(target="/", fields="", body=""):
    return f"POST {target} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n{fields}Content-Length: {len(body)}\r\n\r\n{body}"


def requests():
    for name in NAMES:
        yield request(f"/q?{name}={SECRET}")
        yield request("/f", "Content-Type: application/x-www-form-urlencoded\r\n", f"a=1&{name}={SECRET}")
        yield request("/n", "", f"a=1&{name}={SECRET}")
        yield request("/j", "Content-Type: application/json\r\n", json.dumps({"a": json.dumps({name: SECRET})}))
    for field in ("X-Authorization: Bearer ", "Cookie: sid=", "DPoP: ", "X-Goog-IAP-JWT-Assertion: ", "Referer: https://h/?token=",
                  "Sec-WebSocket-Protocol: access_token, "):
        yield request("/h", f"{field}{SECRET}\r\n")
    yield request(f"/users/{SECRET}/x")
    yield request("/?code=200&author=ann")


class Server(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"echo: " + body)

    def log_message(self, *_):
        pass


class Masking(tools.Case):
    def setUp(self):
        super().setUp()
        port = servers.serve(self, Server)
        self.requests = list(requests())
        with open(self.path("requests.json"), "w", encoding="utf-8") as out:
            json.dump([port, self.requests], out)
        with open(self.path("client.py"), "w", encoding="utf-8") as out:
            out.write(CLIENT)
        self.command = ["/usr/bin/python3", self.path("client.py"), self.path("requests.json")]

    def test_no_secret_is_in_a_masked_har(self):
        entries = self.record(command=self.command)
        self.assertEqual(len(entries), len(self.requests))
        with open(self.path("out.har"), encoding="utf-8") as text:
            har = text.read()
        self.assertNotIn("hunter2", har)
        self.assertIn("code=200", har)
        self.assertIn("author=ann", har)
        tools.measured(f"{har.count('masked-')} values masked in {len(entries)} exchanges")

    def test_no_secret_is_in_masked_lines(self):
        # Lines are written at once, so the path comes after the names here as well.
        self.cli("record", "--jsonl", self.path("out.jsonl"), "--", *self.command)
        with open(self.path("out.jsonl"), encoding="utf-8") as text:
            lines = text.read()
        self.assertEqual(len(lines.splitlines()), len(self.requests))
        self.assertNotIn("hunter2", lines)

    def test_an_unmasked_har_has_them_and_convert_masks_them(self):
        self.record("--unmasked", command=self.command)
        with open(self.path("out.har"), encoding="utf-8") as text:
            self.assertIn(SECRET, text.read())
        self.cli("convert", self.path("out.har"), self.path("masked.har"))
        with open(self.path("masked.har"), encoding="utf-8") as text:
            self.assertNotIn("hunter2", text.read())

    def test_masks_by_own_rules_and_in_other_modes(self):
        with open(self.path("rules"), "w", encoding="utf-8") as rules:
            rules.write("# ours\nname author\nform echoed = echo: (a=1)\n")
        tags = set()
        for har in ("one.har", "two.har"):
            self.record("--mask-rules", self.path("rules"), command=self.command, har=har)
            with open(self.path(har), encoding="utf-8") as text:
                text = text.read()
            self.assertFalse("author=ann" in text or "echo: a=1" in text)
            tags.add(text.split("author=masked-", 1)[1][:8])
        self.assertEqual(len(tags), 1, "the same secret has the same tag in both")
        for mode, shown in (("length", "author=***"), ("full", "author=masked\"")):
            self.record("--mask-rules", self.path("rules"), "--mask-mode", mode, command=self.command)
            with open(self.path("out.har"), encoding="utf-8") as text:
                self.assertTrue(shown in text.read(), shown)
        with open(self.path("rules"), "a", encoding="utf-8") as rules:
            rules.write("form x = (\n")
        self.cli("convert", self.path("one.har"), self.path("three.har"), "--mask-rules", self.path("rules"), status=2)

    def rows(self, capture):
        self.cli("convert", capture, self.path("rows.jsonl"), "--unmasked")
        with open(self.path("rows.jsonl"), encoding="utf-8") as text:
            return [json.loads(line) for line in text]

    def test_a_masked_capture_opens_and_holds_no_secret(self):
        self.cli("record", "--save", self.path("whole.cleartap"), "--", *self.command)
        with open(self.path("whole.cleartap"), "rb") as whole:
            self.assertIn(SECRET.encode(), whole.read())
        self.cli("convert", self.path("whole.cleartap"), self.path("masked.cleartap"), "--masked")
        with open(self.path("masked.cleartap"), "rb") as masked:
            self.assertNotIn(b"hunter2", masked.read())
        whole, masked = (self.rows(self.path(name)) for name in ("whole.cleartap", "masked.cleartap"))
        self.assertEqual(len(masked), len(self.requests))
        for one, other in zip(sorted(whole, key=lambda row: row["startedDateTime"]), sorted(masked, key=lambda row: row["startedDateTime"])):
            for name in ("startedDateTime", "time", "timings", "_connection", "_tcp"):
                self.assertEqual(one.get(name), other.get(name))
            self.assertEqual(one["response"]["status"], other["response"]["status"])
            self.assertEqual([field["name"] for field in one["request"]["headers"]], [field["name"] for field in other["request"]["headers"]])
        # Masked once more, it stays as it is; copied, too.
        self.cli("convert", self.path("masked.cleartap"), self.path("again.cleartap"), "--masked")
        self.assertEqual(len(self.rows(self.path("again.cleartap"))), len(self.requests))

    def test_a_masked_capture_is_made_of_a_har_file_too(self):
        self.record("--unmasked", command=self.command)
        self.cli("convert", self.path("out.har"), self.path("masked.cleartap"), "--masked")
        with open(self.path("masked.cleartap"), "rb") as masked:
            self.assertNotIn(b"hunter2", masked.read())
        self.assertEqual(len(self.rows(self.path("masked.cleartap"))), len(self.requests))
        self.cli("convert", self.path("out.har"), self.path("refused.cleartap"), status=2)
        self.cli("convert", self.path("out.har"), self.path("refused.har"), "--masked", status=2)

    def test_masked_at_capture_no_secret_is_written(self):
        self.cli("record", "--mask-at-capture", "--save", self.path("a.cleartap"), "--har", self.path("a.har"), "--", *self.command)
        for name in ("a.cleartap", "a.har"):
            with open(self.path(name), "rb") as file:
                # Paths give nothing away before anything names the secret; here they come last.
                self.assertNotIn(b"hunter2", file.read(), name)
        rows = self.rows(self.path("a.cleartap"))
        self.assertEqual(len(rows), len(self.requests))
        self.assertTrue(all(row["response"]["status"] == 200 for row in rows))
        self.assertIn("author=ann", rows[-1]["request"]["url"])
        self.cli("record", "--mask-at-capture", "--unmasked", "--har", self.path("b.har"), "--", "true", status=2)

    def test_command_lines_are_masked(self):
        url = f"http://127.0.0.1:{json.load(open(self.path('requests.json'), encoding='utf-8'))[0]}/"
        for command in (["curl", "-s", "-d", "", "-u", f"ann:{SECRET}", url], ["curl", "-s", "-d", "", "-H", f"X-Authorization: {SECRET}", url],
                        ["env", f"PGPASSWORD={SECRET}", "curl", "-s", "-d", "", url],
                        ["sh", "-c", f"curl -s -d '' {url}; true mysql -p{SECRET}; redis-cli -a {SECRET} 2>/dev/null; true sshpass -p {SECRET}"]):
            with self.subTest(command=command):
                self.assertTrue(self.record(command=command))
                with open(self.path("out.har"), encoding="utf-8") as text:
                    self.assertNotIn("hunter2", text.read())


if __name__ == "__main__":
    tools.main()
