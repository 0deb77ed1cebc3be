#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plaintext is tied to its socket: right, or said to be unknown, and never wrong. Each client puts the
local port of its connection into a header of every request, so every exchange carries its own truth."""

import os
import shutil
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

    def all_tied(self, kind, command):
        entries = self.record("--all", command=command)
        for side, end in (("client", "local"), ("server", "remote")):
            mine = [entry for entry in exchanges.of_url(entries, rf"\?{kind}-\d+-\d+$")
                    if (entry["_process"]["comm"] == "nginx") == (side == "server")]
            self.assertLessEqual({entry.get("_side", side) for entry in mine}, {side})
            right, unknown, wrong, kinds = 0, 0, [], {}
            for entry in mine:
                truth = dict(exchanges.headers(entry["request"]))["X-Local"]
                connection = entry["_connection"]
                kinds[connection.get("tie")] = kinds.get(connection.get("tie"), 0) + 1
                if end not in connection:
                    unknown += 1
                elif connection[end] == f"127.0.0.1:{truth}":
                    right += 1
                else:
                    wrong.append((entry["request"]["url"], truth, connection))
            tools.measured(f"{kind}, {side}: {len(mine)} exchanges, {right} tied right, {unknown} unknown, "
                           f"{len(wrong)} wrong; by {kinds}")
            self.assertEqual(wrong, [])
            self.assertEqual(len(mine), CONNECTIONS * REQUESTS, self.answer.stderr)
            self.assertEqual(right + unknown, len(mine))
            self.assertEqual(unknown, 0, "a descriptor, a nested call or the same ciphertext is there for each")

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


if __name__ == "__main__":
    tools.main()
