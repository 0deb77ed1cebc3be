#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How connections end, and what is said of each: refused, unreachable, timed out, reset, aborted, half-closed;
over IPv4, IPv6 and IPv4 in an IPv6 socket."""

import errno
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import exchanges, frames, tools

# Each way prints: NAME and the port that tells its row.
ENDS = r"""
import errno, fcntl, os, socket, struct, subprocess, sys, time

NAMESPACE = sys.argv[1]

def listener(family=socket.AF_INET, host="127.0.0.1"):
    made = socket.socket(family, socket.SOCK_STREAM)
    if family == socket.AF_INET6:
        made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
    made.bind((host, 0))
    made.listen(8)
    return made

def pair():
    server = listener()
    client = socket.create_connection(server.getsockname())
    accepted = server.accept()[0]
    return client, accepted

def tell(name, port):
    print(name, port, flush=True)

def abort(one):
    one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    one.close()

# refused: nobody listens on the port of a socket that was closed
gone = listener()
port = gone.getsockname()[1]
gone.close()
try:
    socket.create_connection(("127.0.0.1", port))
except ConnectionRefusedError:
    tell("refused", port)
try:
    socket.create_connection(("::1", port))
except ConnectionRefusedError:
    tell("refused6", port)

# reset: the peer aborts while an answer is awaited
client, accepted = pair()
port = client.getsockname()[1]
client.sendall(b"GET /reset HTTP/1.1\r\nHost: x\r\n\r\n")
accepted.recv(100)
abort(accepted)
try:
    client.recv(10)
except ConnectionResetError:
    tell("reset", port)
client.close()

# reset before anything was said
client, accepted = pair()
port = client.getsockname()[1]
abort(accepted)
time.sleep(0.1)
try:
    client.recv(10)
except ConnectionResetError:
    tell("resetearly", port)
client.close()

# aborted by this program with bytes unread
client, accepted = pair()
port = client.getsockname()[1]
client.sendall(b"GET /aborted HTTP/1.1\r\nHost: x\r\n\r\n")
accepted.recv(100)
accepted.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nx")
time.sleep(0.1)
client.recv(20)
client.close()
accepted.close()
tell("aborted", port)

# half-closed: the request is ended, the answer comes after it
client, accepted = pair()
port = client.getsockname()[1]
client.sendall(b"GET /half HTTP/1.1\r\nHost: x\r\n\r\n")
client.shutdown(socket.SHUT_WR)
while accepted.recv(100):
    pass
accepted.sendall(b"HTTP/1.1 200 OK\r\n\r\nall until the end")
accepted.close()
text = b""
while got := client.recv(100):
    text += got
client.close()
tell("half", port)

# IPv4 spoken through an IPv6 socket
server = listener(socket.AF_INET6, "::")
client = socket.socket(socket.AF_INET6, socket.SOCK_STREAM)
client.connect(("::ffff:127.0.0.1", server.getsockname()[1]))
accepted = server.accept()[0]
client.sendall(b"GET /mapped HTTP/1.1\r\nHost: x\r\n\r\n")
accepted.recv(100)
accepted.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")
client.recv(100)
tell("mapped", client.getsockname()[1])
client.close()
accepted.close()

# IPv6
server = listener(socket.AF_INET6, "::1")
client = socket.create_connection(server.getsockname()[:2])
accepted = server.accept()[0]
client.sendall(b"GET /six HTTP/1.1\r\nHost: x\r\n\r\n")
accepted.recv(100)
accepted.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")
client.recv(100)
tell("six", client.getsockname()[1])
client.close()
accepted.close()

# In a network of its own: no answer to any SYN, and no route.
inside = r'''
import socket
for name, address, port in (("timedout", "10.99.0.2", 81), ("unreachable", "192.0.2.1", 82)):
    one = socket.socket()
    one.setsockopt(socket.IPPROTO_TCP, socket.TCP_SYNCNT, 1)
    try:
        one.connect((address, port))
    except TimeoutError:
        print("timedout", port, flush=True)
    except OSError as error:
        print(name if error.errno in (101, 113) else error.errno, port, flush=True)
'''
subprocess.run(["ip", "netns", "exec", NAMESPACE, "/usr/bin/python3", "-c", inside], check=True)
"""


class ConnectionEnds(tools.Case):
    def setUp(self):
        super().setUp()
        self.namespace = f"cleartap-ends-{os.getpid()}"
        ip = lambda *words: subprocess.run(["ip", *words], check=True)
        ip("netns", "add", self.namespace)
        self.addCleanup(ip, "netns", "delete", self.namespace)
        # A device whose other end takes whatever is sent and answers nothing; no ARP says so.
        ip("-n", self.namespace, "link", "add", "hole", "type", "veth", "peer", "name", "end")
        ip("-n", self.namespace, "link", "set", "end", "up", "arp", "off")
        ip("-n", self.namespace, "address", "add", "10.99.0.1/24", "dev", "hole")
        ip("-n", self.namespace, "link", "set", "hole", "up", "arp", "off")

    def test_each_end_is_told_with_its_cause(self):
        saved = self.path("out.cleartap")
        entries = self.record("--save", saved, command=["/usr/bin/python3", "-c", ENDS, self.namespace])
        ports = {name: int(port) for name, port in
                 (line.split() for line in self.answer.stdout.splitlines() if re.fullmatch(r"\w+ \d+", line))}
        self.assertEqual(set(ports), {"refused", "refused6", "reset", "resetearly", "aborted", "half", "mapped", "six",
                                      "timedout", "unreachable"}, self.answer.stdout + self.answer.stderr)
        ends = frames.connection_ends(saved)

        def end(name, local):
            """(state before the last, errno) of the one connection with this port, local or remote."""
            found = [(old, error) for own, peer, old, error in ends if (own if local else peer) == ports[name]]
            self.assertEqual(len(found), 1, f"{name}: {found}")
            return found[0]

        established, syn_sent, close_wait = 1, 2, 8
        refused = [(old, error) for _, peer, old, error in ends if peer == ports["refused"]]
        self.assertEqual(refused, [(syn_sent, errno.ECONNREFUSED)] * 2, "IPv4 and IPv6")
        self.assertEqual(end("timedout", False), (syn_sent, errno.ETIMEDOUT))
        self.assertEqual(end("unreachable", False), (syn_sent, errno.ENETUNREACH))
        self.assertEqual(end("reset", True), (established, errno.ECONNRESET))
        self.assertEqual(end("resetearly", True), (established, errno.ECONNRESET))
        self.assertEqual(end("reset", False), (established, 0), "the end that reset it")
        self.assertIn(end("aborted", True), ((established, 0), (close_wait, 0)))
        self.assertEqual(end("half", True)[1], 0)

        def row(path, side):
            found = [entry for entry in exchanges.of_url(entries, path + "$") if entry["_side"] == side]
            self.assertEqual(len(found), 1, path)
            return found[0]

        self.assertEqual(row("/reset", "client")["_connection"]["reason"], "reset by the peer")
        self.assertEqual(row("/reset", "server")["_connection"]["reason"], "reset by the program")
        self.assertEqual(row("/aborted", "client")["_connection"]["reason"], "reset by the program")
        half = row("/half", "client")
        self.assertEqual(half["response"]["content"]["text"], "all until the end")
        self.assertNotIn("reason", half["_connection"])
        self.assertEqual(row("/mapped", "client")["response"]["status"], 204)
        self.assertIn("127.0.0.1", row("/mapped", "client")["_connection"]["remote"])
        self.assertRegex(row("/six", "client")["_connection"]["local"], r"^\[::1\]:\d+$")


if __name__ == "__main__":
    tools.main()
