#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Between two captured programs bytes are copied where they are sent: both halves of each exchange have the bodies that the
server has hashed, over plain connections and by secrets, and a capture of one end alone has them too."""

import hashlib
import http.server
import os
import random
import ssl
import struct
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import exchanges, frames, servers, tools

CIPHERTEXT, RECEIVED = 4, 0
CLIENT = """
import http.client, random, ssl, sys
scheme, port, connections, requests = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
context = ssl._create_unverified_context()
made = [http.client.HTTPSConnection("127.0.0.1", port, context=context) if scheme == "https" else http.client.HTTPConnection("127.0.0.1", port)
        for _ in range(connections)]
for number in range(requests):
    for at, connection in enumerate(made):
        chance = random.Random(number * 1000 + at)
        connection.request("POST", f"/{scheme}/{at}/{number}", chance.randbytes(chance.choice((10, 900, 40_000, 150_000))),
                           {"Content-Type": "application/octet-stream"})
        answer = connection.getresponse()
        assert answer.status == 200 and answer.read()
"""


class Hashing(http.server.BaseHTTPRequestHandler):
    """Answers with bytes of its own, and notes the hashes of both bodies by path."""

    protocol_version = "HTTP/1.1"
    hashes = {}

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        chance = random.Random(self.path)
        answer = chance.randbytes(chance.choice((20, 1000, 60_000, 200_000)))
        Hashing.hashes[self.path] = (hashlib.sha256(body).hexdigest(), hashlib.sha256(answer).hexdigest())
        self.send_response(200)
        self.send_header("Content-Type", "application/octet-stream")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass


def received(path, ports):
    """Payload bytes that these servers and their clients have received: referring to what the other end has sent, and not."""
    flows, taken, copied = set(), 0, 0
    for each in frames.of_file(path):
        if each.type == frames.SOCKET and ports & set(struct.unpack_from("<HH", each.body, 72)):
            flows.add(struct.unpack_from("<Q", each.body, 8)[0])
        elif each.type == frames.DATA and struct.unpack_from("<Q", each.body, 8)[0] in flows:
            direction, _, flags = struct.unpack_from("<BBB", each.body, 52)
            if direction == RECEIVED and not flags & CIPHERTEXT:
                copied += len(each.body) - 56
        elif each.type == frames.SAME_BYTES and struct.unpack_from("<Q", each.body, 8)[0] in flows:
            taken += struct.unpack_from("<I", each.body, 56)[0]
    return taken, copied


class CopiedOnce(tools.Case):
    def setUp(self):
        super().setUp()
        servers.make_certificate(self.folder)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.path("cert.pem"), self.path("key.pem"))
        self.ports = {}
        Hashing.hashes.clear()
        for scheme in ("http", "https"):
            server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hashing)
            if scheme == "https":
                server.socket = context.wrap_socket(server.socket, server_side=True)
            self.ports[scheme] = server.server_address[1]
            threading.Thread(target=server.serve_forever, daemon=True).start()
            self.addCleanup(server.server_close)
            self.addCleanup(server.shutdown)

    def client(self, scheme, connections, requests):
        return ["/usr/bin/python3", "-c", CLIENT, scheme, str(self.ports[scheme]), str(connections), str(requests)]

    def check(self, entries, scheme, sides, count):
        for side in sides:
            mine = exchanges.of_url(exchanges.of_side(entries, side), f"^{scheme}://127.0.0.1:{self.ports[scheme]}/")
            self.assertEqual(len(mine), count, f"{side}: {self.answer.stderr}")
            for entry in mine:
                path = entry["request"]["url"].split(str(self.ports[scheme]), 1)[1]
                self.assertTrue(exchanges.complete(entry), f"{side} {path}")
                self.assertEqual((exchanges.request_sha256(entry), exchanges.response_sha256(entry)), Hashing.hashes[path], f"{side} {path}")

    def both_ends(self, scheme):
        saved = self.path("both.cleartap")
        entries = self.record("--all", "--unmasked", "--tls-source", "secrets", "--save", saved, command=self.client(scheme, 4, 12))
        self.check(entries, scheme, ("client", "server"), 48)
        taken, copied = received(saved, set(self.ports.values()))
        tools.measured(f"{scheme}: {taken:,} bytes received are those that were sent, {copied:,} were copied")
        return taken, copied

    def test_plain_connections(self):
        # Some calls are still under way when the other end has received what they sent: those bytes are copied.
        taken, copied = self.both_ends("http")
        self.assertGreater(taken, copied)

    def test_by_secrets(self):
        taken, copied = self.both_ends("https")
        self.assertGreater(taken, copied)

    def test_one_end_alone(self):
        """The client alone is in scope: all that it receives is its own."""
        for scheme in ("http", "https"):
            saved = self.path(f"{scheme}.cleartap")
            entries = self.record("--unmasked", "--tls-source", "secrets", "--save", saved, command=self.client(scheme, 2, 6), har=f"{scheme}.har")
            self.check(entries, scheme, ("client",), 12)
            taken, _ = received(saved, {self.ports[scheme]})
            self.assertEqual(taken, 0)

    def test_a_capture_that_begins_late(self):
        """Connections older than the capture are copied at both ends, younger ones once."""
        client = self.start(["/usr/bin/python3", "-c", CLIENT.replace("for number", "sys.stdin.readline()\nfor number"), "http", str(self.ports["http"]), "3", "5"],
                            stdin=subprocess.PIPE)
        saved = self.path("late.cleartap")
        recorder = self.start([tools.CLI, "record", "--all", "--save", saved], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        self.wait_for(lambda: frames.has_started(saved), "the capture has started")
        client.stdin.write(b"\n")
        client.stdin.flush()
        self.assertEqual(client.wait(60), 0)
        tools.end(recorder, 2)
        self.answer = self.cli("convert", saved, self.path("late.har"), "--unmasked")
        self.check(tools.read_har(self.path("late.har"))["log"]["entries"], "http", ("client", "server"), 15)


if __name__ == "__main__":
    tools.main()
