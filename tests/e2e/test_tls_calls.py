#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""OpenSSL's less common calls: each byte once, in order, and with its socket."""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import frames, servers, tools

PEER = os.path.join(os.path.dirname(tools.BIN), "tests", "tls_calls_peer")


class TlsCalls(tools.Case):
    def test_peeks_descriptors_bios_early_data_and_flags(self):
        servers.make_certificate(self.folder)
        saved = self.path("out.cleartap")
        answer = self.cli("record", "--save", saved, "--", PEER, self.path("cert.pem"), self.path("key.pem"))
        lines = [line.split() for line in answer.stdout.splitlines() if line.count(" ") == 3]
        self.assertEqual([line[0] for line in lines], ["peek", "descriptors", "bio", "early", "flags"])
        streams = frames.tls_streams(saved)
        for name, port, sent, received in lines:
            with self.subTest(name):
                asks, answers = bytes.fromhex(sent), bytes.fromhex(received)
                self.assertEqual(streams.get((int(port), "local", "sent")), asks)
                self.assertEqual(streams.get((int(port), "local", "received")), answers)
                self.assertEqual(streams.get((int(port), "remote", "received")), asks)
                self.assertEqual(streams.get((int(port), "remote", "sent")), answers)


if __name__ == "__main__":
    tools.main()
