#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""GnuTLS's less common calls: each byte once, and each fact from GnuTLS itself."""

import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import servers, tools

PEER = os.path.join(os.path.dirname(tools.BIN), "tests", "gnutls_peer")
WAYS = ["cork", "uncork", "packet", "sequence", "padded", "range", "file", "protocol"]


class GnuTlsCalls(tools.Case):
    def test_each_way_to_send_and_receive_is_one_exchange(self):
        nginx = servers.Nginx(self.folder)
        self.addCleanup(nginx.stop)
        entries = self.record(command=[PEER, str(nginx.tls_port), *WAYS])
        mine = [entry for entry in entries if entry["_process"]["comm"] == "gnutls_peer"]
        self.assertEqual([entry["request"]["url"].rsplit("/", 1)[1] for entry in mine], WAYS)
        for way, entry in zip(WAYS, mine):
            with self.subTest(way):
                self.assertEqual(entry["response"]["status"], 404)
                self.assertNotIn("_lost", entry)
                tls = entry["_tls"]
                self.assertEqual(tls["library"], "GnuTLS")
                self.assertTrue(re.fullmatch(r"3\.\d+\.\d+", tls["version"]), tls)
        self.assertEqual(mine[-1]["_tls"]["alpn"], "http/1.1")


if __name__ == "__main__":
    tools.main()
