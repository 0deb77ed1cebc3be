#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Questions of dig in datagrams and over TCP; a connection is named by the answer that was seen before it."""

import os
import socket
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import databases, servers, tools

SERVER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "support", "dns_server.py")

# Asks for the address of a name through a socket that is not connected, as resolvers do, and connects to it.
LOOK_UP = """
import socket, struct, sys
server, target = int(sys.argv[1]), int(sys.argv[2])
question = struct.pack(">HHHHHH", 7, 0x100, 1, 0, 0, 0) + b"\\x03www\\x04shop\\x04test\\0" + struct.pack(">HH", 1, 1)
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asker:
    asker.sendto(question, ("127.0.0.1", server))
    reply = asker.recvfrom(4096)[0]
with socket.create_connection((socket.inet_ntoa(reply[-4:]), target)) as client:
    client.sendall(b"GET /found HTTP/1.1\\r\\nHost: other\\r\\nConnection: close\\r\\n\\r\\n")
    while client.recv(4096):
        pass
"""


class DnsTest(tools.Case):
    def setUp(self):
        super().setUp()
        self.port, = servers.free_ports(1)
        self.start(["/usr/bin/python3", SERVER, str(self.port)], stdin=subprocess.DEVNULL)
        self.wait_for(self.listens, "the server listens")

    def listens(self):
        try:
            socket.create_connection(("127.0.0.1", self.port), 1).close()
            return True
        except OSError:
            return False

    def of(self, side):
        return databases.read_queries(self.path("out.har"), "dns", side)

    def asked(self, *more):
        dig = f"dig @127.0.0.1 -p {self.port} +tries=1 +time=3 {' '.join(more)}"
        self.record("--all", command=["sh", "-c", f"{dig} www.shop.test; {dig} TXT text.test; {dig} AAAA gone.example"])
        for side in ("client", "server"):
            found = {(q["_query"]["verb"], q["_query"]["statement"]): q for q in self.of(side)}
            text = databases.dumped(found.values())
            self.assertEqual(databases.facts(found["A", "www.shop.test"])[1:], ("ok", "NOERROR: 127.0.0.1", 1), text)
            self.assertEqual(databases.rows(found["A", "www.shop.test"]), [{"name": "www.shop.test", "type": "A", "ttl": 60, "data": "127.0.0.1"}])
            self.assertEqual(databases.rows(found["TXT", "text.test"])[0]["data"], '"hello" "there"', text)
            self.assertEqual(databases.facts(found["AAAA", "gone.example"])[1:], ("error", "NXDOMAIN", 0), text)
            self.assertEqual({q["_connection"]["protocol"] for q in found.values()}, {"tcp" if more else "udp"})

    def test_dig_in_datagrams(self):
        self.asked()

    def test_dig_over_tcp(self):
        self.asked("+tcp")

    def test_a_connection_has_the_name_that_was_answered(self):
        nginx = servers.Nginx(self.folder)
        self.addCleanup(nginx.stop)
        entries = self.record(command=["/usr/bin/python3", "-c", LOOK_UP, str(self.port), str(nginx.plain_port)])
        self.assertEqual([e["_connection"].get("remoteName") for e in entries], ["www.shop.test"])
        self.assertEqual([databases.facts(q)[2] for q in self.of("client")], ["NOERROR: 127.0.0.1"])


if __name__ == "__main__":
    tools.main()
