#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plaintext is tied to its socket: right, or said to be unknown, and never wrong. Each client puts the
local port of its connection into a header of every request, so every exchange carries its own truth."""

import os
import re
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import exchanges, servers, tools

CONNECTIONS, REQUESTS = 10, 50
CLIENTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "support")


class Ties(tools.Case):
    def setUp(self):
        super().setUp()
        self.nginx = servers.Nginx(self.folder)
        self.addCleanup(self.nginx.stop)

    def all_tied(self, kind, command, truth=None, server="nginx"):
        """truth: gives a request's client port by its entry; without one the request says it itself."""
        entries = self.record("--all", command=command)
        if truth is None:
            truth = lambda entry: dict(exchanges.headers(entry["request"]))["X-Local"]
        for side, end in (("client", "local"), ("server", "remote")):
            mine = [entry for entry in exchanges.of_url(entries, rf"[?&](?:{kind}|n)[-=]\d+(-\d+)?$") if entry.get("_side") == side]
            self.assertLessEqual({entry["_process"]["comm"] == server for entry in mine},
                                 {side == "server"} if server == "nginx" else {True})
            right, unknown, wrong, kinds = 0, 0, [], {}
            for entry in mine:
                port = truth(entry)
                connection = entry["_connection"]
                kinds[connection.get("tie")] = kinds.get(connection.get("tie"), 0) + 1
                if end not in connection:
                    unknown += 1
                elif connection[end] == f"127.0.0.1:{port}":
                    right += 1
                else:
                    wrong.append((entry["request"]["url"], port, connection))
            tools.measured(f"{kind}, {side}: {len(mine)} exchanges, {right} tied right, {unknown} unknown, "
                           f"{len(wrong)} wrong; by {kinds}")
            self.assertEqual(wrong, [])
            self.assertEqual(len(mine), CONNECTIONS * REQUESTS, self.answer.stderr)
            self.assertEqual(right + unknown, len(mine))
            self.assertEqual(unknown, 0, "a descriptor, a nested call or the same ciphertext is there for each")

    def as_nginx_logged(self):
        """The client's port by the target, which is another one for each request."""
        ports = {}

        def of(entry):
            if not ports:
                ports.update(self.nginx.ports_by_target())
            return ports[re.sub("^https://[^/]*", "", entry["request"]["url"])]
        return of

    def python(self, kind):
        return ["/usr/bin/python3", f"{CLIENTS}/tie_clients.py", kind, str(self.nginx.tls_port), str(CONNECTIONS),
                str(REQUESTS)]

    def test_python_in_threads(self):
        self.all_tied("threads", self.python("threads"))

    def test_python_asyncio_with_memory_bios(self):
        self.all_tied("asyncio", self.python("asyncio"))

    def test_node(self):
        node = shutil.which("nodejs") or shutil.which("node")
        self.assertTrue(node, "nodejs is not installed")
        self.all_tied("node", [node, f"{CLIENTS}/tie_client.js", str(self.nginx.tls_port), str(CONNECTIONS),
                               str(REQUESTS)])

    def test_httpx_with_memory_bios(self):
        self.all_tied("httpx", self.python("httpx"))

    def test_curl_with_parallel_transfers(self):
        pages = self.nginx.url("https", f"/1k.txt?curl-[1-{CONNECTIONS * REQUESTS}]")
        self.all_tied("curl", ["curl", "-sk", "--no-progress-meter", "--parallel", "--parallel-max", str(CONNECTIONS),
                               "-o", "/dev/null", pages], self.as_nginx_logged())

    def test_openssl_s_client(self):
        for number in range(CONNECTIONS):
            with open(self.path(f"asks-{number}"), "w", encoding="ascii", newline="") as asks:
                for request in range(REQUESTS):
                    last = "Connection: close\r\n" if request == REQUESTS - 1 else ""
                    asks.write(f"GET /1k.txt?sclient-{number}-{request} HTTP/1.1\r\nHost: x\r\n{last}\r\n")
        one = f"openssl s_client -quiet -connect 127.0.0.1:{self.nginx.tls_port} <{self.folder}/asks-$n >/dev/null 2>&1"
        each = " ".join(str(number) for number in range(CONNECTIONS))
        self.all_tied("sclient", ["sh", "-c", f"for n in {each}; do {one} & done; wait"], self.as_nginx_logged())

    def test_memory_bios_moved_between_threads_of_c_programs(self):
        peer = os.path.join(os.path.dirname(tools.BIN), "tests", "membio_peer")
        server = self.start([peer, "server", f"{self.nginx.folder}/cert.pem", f"{self.nginx.folder}/key.pem"],
                            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        port = server.stdout.readline().split()[1]
        self.all_tied("membio", [peer, "client", port, str(CONNECTIONS), str(REQUESTS), "2000"],
                      lambda entry: re.search(r"from=(\d+)&n=", entry["request"]["url"])[1], "membio_peer")


if __name__ == "__main__":
    tools.main()
