#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A capture that starts in the middle of gRPC connections: bytes of messages are right, heads that refer to what was before are unknown."""

import hashlib
import os
import struct
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import exchanges, tools

GRPC_PEER = os.path.join(os.path.dirname(tools.BIN), "tests", "grpc_peer")
COUNT, PAUSE = 50, 0.1


def told(body):
    """"LENGTH SHA256" of each whole message of a body that begins with one."""
    found = []
    while len(body) >= 5:
        length, = struct.unpack_from(">I", body, 1)
        if len(body) < 5 + length:
            break
        found.append(f"{length} {hashlib.sha256(body[5:5 + length]).hexdigest()}")
        body = body[5 + length:]
    return found, body


class Late(tools.Case):
    def in_the_middle_of(self, kind):
        """What both ends moved while it was captured, and what the client says that it moved in all: ("> …", "< …")."""
        self.assertTrue(os.access(GRPC_PEER, os.X_OK), f"{GRPC_PEER} is not built: libgrpc++-dev was not there when it was")
        server = self.start([GRPC_PEER, "server", "0"], stdout=subprocess.PIPE, text=True)
        port = server.stdout.readline().split()[1]
        client = self.start([GRPC_PEER, kind, port, str(COUNT), "--pause", str(int(1000 * PAUSE))], stdout=subprocess.PIPE, text=True)
        time.sleep(1)
        self.cli("record", "--all", "--duration", "2", "--har", self.path("late.har"))
        entries = tools.read_har(self.path("late.har"))["log"]["entries"]
        said = client.communicate(timeout=60)[0].split("\n")
        entries = [entry for entry in entries if entry["_process"]["comm"].startswith("grpc_peer")]
        return entries, tuple([line[2:] for line in said if line.startswith(way)] for way in "><")

    def assert_part(self, part, whole):
        """Messages one behind the other of those that were moved."""
        self.assertTrue(part)
        first = whole.index(part[0])
        self.assertEqual(part, whole[first:first + len(part)])

    def test_in_the_middle_of_a_call(self):
        entries, (sent, received) = self.in_the_middle_of("bidi")
        for side in ("client", "server"):
            entry, = exchanges.of_side(entries, side)
            self.assertEqual((entry["request"]["method"], entry["response"]["status"]), ("", 0), "nobody told these")
            self.assertEqual((entry["request"]["headers"], entry["response"]["headers"]), ([], []))
            for body, whole in ((exchanges.request_bytes(entry), sent), (exchanges.content_bytes(entry["response"]["content"]), received)):
                messages, rest = told(body)
                self.assertEqual(rest, b"")
                self.assert_part(messages, whole)
                self.assertGreater(len(messages), 1.5 / PAUSE / 2)
            tools.measured(f"{side}: {len(messages)} messages of a call that began before, and no head: {entry.get('_error')}")

    def test_between_the_calls_of_a_connection(self):
        entries, (sent, received) = self.in_the_middle_of("unary")
        for side in ("client", "server"):
            mine = [entry for entry in exchanges.of_side(entries, side) if "_error" not in entry]
            requests, answers = [], []
            for entry in mine:
                self.assertEqual((entry["request"]["method"], entry["response"]["status"]), ("POST", 200))
                self.assertTrue(exchanges.complete(entry), entry)
                for name, value in exchanges.headers(entry["request"]) + exchanges.headers(entry["response"]):
                    self.assertIn(value, ("", "application/grpc", "trailers", "0") if name in ("content-type", "te", "grpc-status") else (value,))
                requests += told(exchanges.request_bytes(entry))[0]
                answers += told(exchanges.content_bytes(entry["response"]["content"]))[0]
            self.assert_part(requests, sent)
            self.assert_part(answers, received)
            known = sum("/cleartap.test.Shelf/Fetch" in entry["request"]["url"] for entry in mine)
            tools.measured(f"{side}: {len(mine)} calls, of {known} the method is known")
            self.assertGreater(len(mine), 1.5 / PAUSE / 2)


if __name__ == "__main__":
    tools.main()
