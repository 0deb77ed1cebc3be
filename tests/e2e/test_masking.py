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

    def configure(self, rules):
        """The environment of a user with own rules, which are kept where the window keeps them."""
        os.makedirs(self.path("config/cleartap"), mode=0o700, exist_ok=True)
        with open(self.path("config/cleartap/masking.rules"), "w", encoding="utf-8") as out:
            out.write(rules)
        return {**os.environ, "XDG_CONFIG_HOME": self.path("config")}

    def test_the_users_own_rules_apply_to_every_way_out(self):
        own = self.configure("name author\n")
        with open(self.path("more"), "w", encoding="utf-8") as rules:
            rules.write("form echoed = echo: (a=1)\n")
        capture = self.path("a.cleartap")
        self.cli("record", "--save", capture, "--har", self.path("a.har"), "--jsonl", self.path("a.jsonl"), "--golden", self.path("a.golden"), "--otlp", self.path("a.otlp"),
                 "--mask-rules", self.path("more"), "--", *self.command, env=own)
        self.cli("convert", capture, self.path("b.cleartap"), "--masked", env=own)
        self.cli("convert", capture, self.path("c.jsonl"), env=own)
        self.cli("record", "--mask-at-capture", "--save", self.path("d.cleartap"), "--", *self.command, env=own)
        for name in ("a.har", "a.jsonl", "a.golden", "a.otlp", "b.cleartap", "c.jsonl", "d.cleartap"):
            with open(self.path(name), "rb") as file:
                contents = file.read()
            self.assertIn(b"author=", contents, name)
            self.assertNotIn(b"author=ann", contents, name)
        with open(self.path("a.har"), encoding="utf-8") as text:
            self.assertNotIn("echo: a=1", text.read())
        for verb in (["watch", capture], ["convert", capture]):
            said = self.cli(*verb, "--fail-on", "path:author", env=own, status=5).stderr
            self.assertIn("author=masked-", said)
            self.assertNotIn("author=ann", said)
        said = self.cli("watch", capture, "--fail-on", "path:author", "--mask-rules", self.path("config/cleartap/masking.rules"), status=5).stderr
        self.assertIn("author=masked-", said)
        self.cli("convert", capture, self.path("plain.har"), "--unmasked", env=own)
        with open(self.path("plain.har"), encoding="utf-8") as text:
            self.assertIn("author=ann", text.read())

    def test_rules_that_cannot_be_used_are_told_and_nothing_is_written(self):
        bad = self.configure("# ours\nname author\nform x = (\n")
        self.record("--unmasked", command=self.command, env=bad)
        out = self.path("out.har")
        for arguments in (["record", "--har", self.path("x.har"), "--", "true"], ["record", "--mask-at-capture", "--save", self.path("x.cleartap"), "--", "true"],
                          ["convert", out, self.path("x.jsonl")], ["convert", out, self.path("x.cleartap"), "--masked"], ["convert", out, "--fail-on", "path:author"], ["mcp"]):
            with self.subTest(arguments=arguments):
                said = self.cli(*arguments, env=bad, status=2).stderr
                self.assertIn("masking.rules, line 3: the regular expression cannot be used: missing )", said)
        self.assertFalse([name for name in os.listdir(self.folder) if name.startswith("x.")])
        os.remove(self.path("config/cleartap/masking.rules"))
        os.symlink("nowhere", self.path("config/cleartap/masking.rules"))
        self.assertIn("masking.rules", self.cli("convert", out, self.path("x.jsonl"), env=bad, status=4).stderr)

    def test_rules_that_would_not_apply_are_refused(self):
        with open(self.path("rules"), "w", encoding="utf-8") as rules:
            rules.write("name author\n")
        self.record("--unmasked", "--save", self.path("a.cleartap"), command=self.command)
        capture = self.path("a.cleartap")
        for arguments in (["record", "--save", self.path("x.cleartap"), "--", "true"], ["watch", capture], ["convert", capture, self.path("x.cleartap")],
                          ["convert", capture, self.path("x.har"), "--unmasked"]):
            with self.subTest(arguments=arguments):
                at = arguments.index("--") if "--" in arguments else len(arguments)
                said = self.cli(*arguments[:at], "--mask-rules", self.path("rules"), *arguments[at:], status=2).stderr
                self.assertIn("--mask-rules", said)
        self.assertFalse([name for name in os.listdir(self.folder) if name.startswith("x.")])

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
