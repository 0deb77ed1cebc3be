#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""One exchange by curl and nginx, of every size, both ways: every byte and every fact is right."""

import os
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import exchanges, servers, tools

CURL_FACTS = "%{local_ip}:%{local_port} %{remote_ip}:%{remote_port} %{http_code}"


class RecordBodies(tools.Case):
    def setUp(self):
        super().setUp()
        self.nginx = servers.Nginx(self.folder)
        self.addCleanup(self.nginx.stop)
        self.curl_exe = os.path.realpath("/usr/bin/curl")

    def curl(self, url, *more):
        """A curl that writes down its pid, its sockets and the answer's head."""
        quoted = " ".join(f"'{word}'" for word in ("curl", "-sk", "--http1.1", "-o", self.path("body"), "-D",
                          self.path("head"), "-w", CURL_FACTS, "-v", "--stderr", self.path("curl.err"), *more, url))
        return ["sh", "-c", f"echo $$ >{self.path('pid')}; exec {quoted} >{self.path('facts')}"]

    def truth(self):
        with open(self.path("pid"), encoding="utf-8") as text:
            pid = int(text.read())
        with open(self.path("facts"), encoding="utf-8") as text:
            local, remote, status = text.read().split()
        with open(self.path("head"), encoding="latin-1") as text:
            heads = text.read().replace("\r", "").strip().split("\n\n")
        fields = [tuple(line.split(": ", 1)) if ": " in line else (line.rstrip(":"), "")
                  for line in heads[-1].split("\n")[1:]]
        return pid, local, remote, int(status), fields

    def check_facts(self, entry, method, url):
        pid, local, remote, status, fields = self.truth()
        request, response = entry["request"], entry["response"]
        self.assertEqual((request["method"], request["url"], request["httpVersion"]), (method, url, "HTTP/1.1"))
        self.assertEqual(exchanges.headers(request), self.sent_fields())
        self.assertEqual((response["status"], exchanges.headers(response)), (status, fields))
        self.assertEqual(entry["serverIPAddress"], "127.0.0.1")
        side = entry["_side"]
        process, connection = entry["_process"], entry["_connection"]
        if side == "client":
            self.assertEqual((process["pid"], process["comm"], process["exe"], process["uid"]),
                             (pid, "curl", self.curl_exe, 0))
            self.assertEqual((connection["local"], connection["remote"]), (local, remote))
        else:
            self.assertIn(process["pid"], self.nginx.pids())
            self.assertEqual(process["comm"], "nginx")
            self.assertEqual((connection["local"], connection["remote"]), (remote, local))
        if url.startswith("https"):
            self.assertEqual(entry["_tls"]["library"], "OpenSSL", entry["_tls"])
            self.assertTrue(connection.get("tie"), connection)
        else:
            self.assertNotIn("_tls", entry)

    def sent_fields(self):
        """Header fields of the request, as curl says it sent them."""
        with open(self.path("curl.err"), encoding="latin-1") as text:
            lines = [line[2:].strip() for line in text if line.startswith("> ")]
        fields = [tuple(line.split(": ", 1)) for line in lines[1:] if line]
        self.assertGreaterEqual(len(fields), 3, lines)
        return fields

    def only(self, entries, side, url):
        found = [entry for entry in exchanges.of_side(entries, side) if entry["request"]["url"] == url]
        self.assertEqual(len(found), 1, f"{side} exchanges of {url}: "
                         f"{[(e.get('_side'), e['request']['url']) for e in entries]}\n{self.answer.stderr}")
        return found[0]

    def download(self, scheme, scope, sides):
        for name, size in servers.SIZES.items():
            with self.subTest(scheme=scheme, size=size, scope=scope):
                url = self.nginx.url(scheme, f"/{name}.bin?n={name}&way=down")
                began = time.monotonic()
                entries = self.record(*scope, command=self.curl(url, "-H", "X-First: 1", "-H", "x-second: two, 2",
                                                               "-H", "X-First: again"))
                took = time.monotonic() - began
                for side in sides:
                    entry = self.only(entries, side, url)
                    self.check_facts(entry, "GET", url)
                    self.assertEqual(exchanges.headers(entry["request"])[-3:],
                                     [("X-First", "1"), ("x-second", "two, 2"), ("X-First", "again")])
                    self.assertEqual(entry["response"]["content"]["size"], size)
                    self.assertEqual(exchanges.response_sha256(entry), servers.sha256_of(self.nginx.file(f"{name}.bin")))
                if "server" not in sides:
                    self.assertEqual(exchanges.of_side(entries, "server"), [])
                tools.measured(f"{scheme} down {size} B, {'+'.join(sides)}: right, {took:.2f} s")

    def upload(self, scheme, scope, sides):
        for name, size in servers.SIZES.items():
            with self.subTest(scheme=scheme, size=size, scope=scope):
                target = f"{name}-{scheme}-{len(sides)}"
                url = self.nginx.url(scheme, f"/upload/{target}")
                entries = self.record(*scope, command=self.curl(
                    url, "-T", self.nginx.file(f"{name}.bin"), "-H", "Content-Type: application/octet-stream",
                    "-H", "Expect:"))
                sha = servers.sha256_of(self.nginx.file(f"{name}.bin"))
                self.assertEqual(servers.sha256_of(self.nginx.uploaded(target)), sha, "nginx has other bytes")
                for side in sides:
                    entry = self.only(entries, side, url)
                    self.check_facts(entry, "PUT", url)
                    self.assertEqual(entry["request"]["bodySize"], size)
                    self.assertEqual(exchanges.request_sha256(entry), sha)
                tools.measured(f"{scheme} up {size} B, {'+'.join(sides)}: right")

    def test_client_half_of_https_downloads(self):
        self.download("https", [], ["client"])

    def test_client_half_of_https_uploads(self):
        self.upload("https", [], ["client"])

    def test_client_half_of_http_downloads(self):
        self.download("http", [], ["client"])

    def test_client_half_of_http_uploads(self):
        self.upload("http", [], ["client"])

    def test_both_halves_of_https_downloads(self):
        self.download("https", ["--all"], ["client", "server"])

    def test_both_halves_of_https_uploads(self):
        self.upload("https", ["--all"], ["client", "server"])

    def test_both_halves_of_http_downloads(self):
        self.download("http", ["--all"], ["client", "server"])

    def test_both_halves_of_http_uploads(self):
        self.upload("http", ["--all"], ["client", "server"])

    def test_curl_itself_as_the_command(self):
        url = self.nginx.url("https", "/small.json")
        entries = self.record(command=["curl", "-sk", "--http1.1", "-o", "/dev/null", url])
        entry = self.only(entries, "client", url)
        self.assertEqual(entry["_process"]["comm"], "curl")
        self.assertEqual(entry["response"]["content"]["text"], '{"answer": 42, "who": "cleartap"}\n')

    def test_expect_100_continue_of_an_upload(self):
        url = self.nginx.url("https", "/upload/expected")
        entries = self.record(command=self.curl(url, "-T", self.nginx.file("1m.bin"), "-H", "Expect: 100-continue"))
        entry = self.only(entries, "client", url)
        self.assertEqual(entry["response"]["status"], 201)
        self.assertEqual(exchanges.request_sha256(entry), servers.sha256_of(self.nginx.file("1m.bin")))

    def test_a_capture_that_finds_nothing_writes_an_empty_har(self):
        entries = self.record(command=["true"])
        self.assertEqual(entries, [])

    def test_the_status_of_the_command_is_the_status_of_record(self):
        self.record(command=["sh", "-c", "exit 7"], status=7)


if __name__ == "__main__":
    tools.main()
