#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Secrets that a real program sends in many places are nowhere in what `record` writes, unless it is told to."""

import json
import os
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import tools

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
        server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.requests = list(requests())
        with open(self.path("requests.json"), "w", encoding="utf-8") as out:
            json.dump([server.server_port, self.requests], out)
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
