#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A client written by hand against nats-server, on both sides: login, messages, requests, JetStream, payloads by their hashes; in the clear, and
inside TLS that begins after the server's INFO."""

import collections
import json
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import brokers, tools

COUNT = 100

CLIENT = """
import hashlib, json, random, socket, ssl, sys
server = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
lines = server.makefile("rb", buffering=0 if sys.argv[2] == "tls" else -1)

def say(text):
    server.sendall(text.encode())

def until(word):
    while True:
        line = lines.readline().decode()
        if line.startswith(("MSG", "HMSG")):
            lines.read(int(line.split()[-1]) + 2)
        assert line and not line.startswith("-ERR"), line
        if line.startswith(word):
            return

until("INFO")
if sys.argv[2] == "tls":
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    server = trusting.wrap_socket(server)
    lines = server.makefile("rb")
say("CONNECT " + json.dumps({"verbose": False, "user": "me", "pass": "s3cret-word", "name": "orders", "headers": True, "no_responders": True}) + "\\r\\nPING\\r\\n")
until("PONG")
say("SUB orders.* 1\\r\\nSUB _INBOX.a.* 2\\r\\n")
say("PUB orders.new 7\\r\\n{\\"n\\":1}\\r\\n")
until("MSG orders.new")
say("HPUB orders.old 23 25\\r\\nNATS/1.0\\r\\nTrace: x1\\r\\n\\r\\nhi\\r\\n")
until("HMSG orders.old")
say("PUB nobody.here _INBOX.a.1 2\\r\\nhi\\r\\n")
until("HMSG _INBOX.a.1")
say("PUB $JS.API.INFO _INBOX.a.2 0\\r\\n\\r\\n")
until("MSG _INBOX.a.2")
say("PUB $JS.API.STREAM.INFO.NONE _INBOX.a.3 0\\r\\n\\r\\n")
until("MSG _INBOX.a.3")
logged = []
say("SUB bulk.* 3\\r\\n")
for number in range(int(sys.argv[3])):
    noise = random.Random(number)
    payload = noise.randbytes(0 if number == 1 else noise.choice((1, 15, 4000, 70_000)))
    logged.append([f"bulk.{number}", hashlib.sha256(payload).hexdigest()])
    server.sendall(f"PUB bulk.{number} {len(payload)}\\r\\n".encode() + payload + b"\\r\\n")
    until(f"MSG bulk.{number} ")
say("PING\\r\\n")
until("PONG")
with open(sys.argv[4], "w") as out:
    json.dump(logged, out)
"""


class NatsTest(tools.Case):
    def record_client(self, tls, *options):
        broker = brokers.Nats(self.folder, tls)
        self.addCleanup(broker.stop)
        self.record("--all", *options, command=["/usr/bin/python3", "-c", CLIENT, str(broker.port), "tls" if tls else "plain", str(COUNT), self.path("log.json")])

    def payloads(self, tls):
        self.record_client(tls, "--unmasked")
        with open(self.path("log.json"), encoding="utf-8") as text:
            logged = collections.Counter((topic, sha256) for topic, sha256 in json.load(text))
        self.assertEqual(logged.total(), COUNT)
        har = tools.read_har(self.path("out.har"))
        # The first message reaches the server before Go's connection is tied to its socket, and is then beside another connection.
        for side in ("client",) if tls else ("client", "server"):
            channels = brokers.beside(har, "_channels", "nats", side)
            self.assertEqual({c["_channel"]["protocol"] for c in channels}, {"natss" if tls else "nats"})
            messages = [m for c in channels for m in c["_channel"]["messages"] if m.get("topic", "").startswith("bulk.")]
            for way in ("send", "receive"):
                found = [(m["topic"], brokers.sha256_of(m)) for m in messages if m["type"] == way]
                self.assertEqual(collections.Counter(found), logged, f"{way}, {side}")
        tools.measured(f"nats-server{' inside TLS, the client side' if tls else ', each side'}: {2 * COUNT} payloads as the client hashed them")

    def test_payloads_in_the_clear(self):
        self.payloads(False)

    def test_payloads_inside_tls(self):
        self.payloads(True)

    def test_messages_requests_and_jetstream(self):
        self.record_client(False)
        har = tools.read_har(self.path("out.har"))
        text = brokers.dumped(har)
        self.assertNotIn("s3cret-word", text)
        for side in ("client", "server"):
            queries = {q["_query"]["statement"]: q["_query"] for q in brokers.beside(har, "_queries", "nats", side)}
            self.assertTrue(queries["orders"]["result"].startswith("nats-server 2."), text)
            self.assertEqual(queries["orders"]["parameters"][0]["user"], "me", text)
            self.assertEqual((queries["nobody.here"]["outcome"], queries["nobody.here"]["result"]), ("error", "503: no responders"), text)
            self.assertEqual((queries["$JS.API.INFO"]["verb"], queries["$JS.API.INFO"]["outcome"]), ("INFO", "ok"), text)
            missing = queries["$JS.API.STREAM.INFO.NONE"]
            self.assertEqual((missing["verb"], missing["outcome"], missing["result"]), ("STREAM.INFO", "error", "404: stream not found"), text)
            self.assertIn("orders.*, subscription 1", queries)
            channel, = [c["_channel"] for c in brokers.beside(har, "_channels", "nats", side)]
            told = [(m["topic"], m["type"], m["data"]) for m in channel["messages"] if m.get("topic", "bulk.").startswith("orders.")]
            self.assertEqual(told, [("orders.new", "send", '{"n":1}'), ("orders.new", "receive", '{"n":1}'),
                                    ("orders.old", "send", "hi"), ("orders.old", "receive", "hi")], text)
            self.assertIn("Trace: x1", [m for m in channel["messages"] if m.get("topic") == "orders.old"][0]["delivery"])
        tools.measured(f"nats-server: {len(queries)} queries and {len(told)} messages a side")


if __name__ == "__main__":
    tools.main()
