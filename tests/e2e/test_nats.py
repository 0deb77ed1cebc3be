#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A client written by hand against nats-server, on both sides: login, messages, requests, JetStream."""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import brokers, tools

CLIENT = """
import json, socket, sys
server = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
lines = server.makefile("rb")

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
say("PING\\r\\n")
until("PONG")
"""


class NatsTest(tools.Case):
    def test_messages_requests_and_jetstream(self):
        broker = brokers.Nats(self.folder)
        self.addCleanup(broker.stop)
        self.record("--all", command=["/usr/bin/python3", "-c", CLIENT, str(broker.port)])
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
            told = [(m["topic"], m["type"], m["data"]) for m in channel["messages"] if "topic" in m]
            self.assertEqual(told, [("orders.new", "send", '{"n":1}'), ("orders.new", "receive", '{"n":1}'),
                                    ("orders.old", "send", "hi"), ("orders.old", "receive", "hi")], text)
            self.assertIn("Trace: x1", [m for m in channel["messages"] if m.get("topic") == "orders.old"][0]["delivery"])
        tools.measured(f"nats-server: {len(queries)} queries and {len(told)} messages a side")


if __name__ == "__main__":
    tools.main()
