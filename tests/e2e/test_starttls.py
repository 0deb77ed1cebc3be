#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""SMTP, IMAP, POP3, LDAP and XMPP that begin in the clear and go on inside TLS: both parts are named, and all their
bytes are there; so are a protocol that nobody knows, and a connection that was refused."""

import base64
import json
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import servers, starttls_peers, tools

PEER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "support", "starttls_peers.py")

GREETS_FIRST = """
import socket, sys, threading, time
listener = socket.create_server(("127.0.0.1", int(sys.argv[1])))
def serve():
    peer, _ = listener.accept()
    peer.sendall(b"who is it?")
    while data := peer.recv(100):
        peer.sendall(data[::-1])
threading.Thread(target=serve, daemon=True).start()
with socket.create_connection(("127.0.0.1", int(sys.argv[1]))) as peer:
    peer.recv(100)
    peer.sendall(bytes([0xff, 0, 1]))
    peer.recv(100)
try:
    socket.create_connection(("127.0.0.1", int(sys.argv[2])))
except ConnectionRefusedError:
    pass
"""


def data_of(piece):
    data = piece.get("data", "")
    return base64.b64decode(data) if piece.get("encoding") == "base64" else data.encode()


def joined(conversation, way):
    return b"".join(data_of(piece) for piece in conversation["_conversation"]["pieces"] if piece["type"] == way)


class StartTls(tools.Case):
    def beside(self, name):
        return tools.read_har(self.path("out.har"))["log"].get(name, [])

    def test_both_parts_of_the_conversation_are_named_and_whole(self):
        servers.make_certificate(self.folder)
        entries = self.record("--unmasked", "--jsonl", self.path("out.jsonl"), command=["/usr/bin/python3", PEER, self.folder])
        self.assertEqual(entries, [])
        with open(self.path("moved.json"), encoding="utf-8") as text:
            told = json.load(text)
        conversations = self.beside("_conversations")
        count = 0
        for name, server in told.items():
            for side in ("client", "server"):
                end = "remote" if side == "client" else "local"
                found = [c for c in conversations if c["_side"] == side and c["_connection"][end].endswith(f":{server['port']}")]
                found.sort(key=lambda c: c["startedDateTime"])
                with self.subTest(protocol=name, side=side):
                    self.assertEqual([c["_conversation"].get("protocol") for c in found], [name, name], json.dumps(found, indent=1)[:3000])
                    for clear, part in zip((True, False), found):
                        for way in ("send", "receive"):
                            sent = b"".join(text.encode("latin-1") for in_clear, by_client, text in server["moved"]
                                            if in_clear == clear and by_client == (way == "send"))
                            self.assertEqual(joined(part, way), sent, f"{way}, {'clear' if clear else 'TLS'}")
                        self.assertEqual(part["_tls"]["startTls"], True)
                        self.assertEqual(part["_tls"]["sni"], starttls_peers.NAME)
                        self.assertEqual(part["_connection"]["dialogue"], name)
                        self.assertNotIn("_lost", part)
                        count += len(part["_conversation"]["pieces"])
                    self.assertEqual(found[0]["_connection"]["id"], found[1]["_connection"]["id"])
        tools.measured(f"{count} pieces of {len(conversations)} conversations as the servers moved them")
        with open(self.path("out.jsonl"), encoding="utf-8") as text:
            in_lines = [line for line in map(json.loads, text) if "_conversation" in line]
        key = lambda c: (c["_connection"]["id"], c["_side"], c["startedDateTime"])
        self.assertEqual(sorted((c["_conversation"] for c in in_lines), key=str), sorted((c["_conversation"] for c in conversations), key=str))
        self.assertEqual(len({key(c) for c in in_lines}), len(in_lines))

    def test_a_protocol_that_nobody_knows_and_a_refusal_have_their_place(self):
        port, closed = servers.free_ports(2)
        command = ["/usr/bin/python3", "-c", GREETS_FIRST, str(port), str(closed)]
        self.record("--unmasked", "--jsonl", self.path("out.jsonl"), command=command)
        conversations = self.beside("_conversations")
        self.assertEqual(sorted(c["_side"] for c in conversations), ["client", "server"])
        for conversation in conversations:
            self.assertEqual([(p["type"], data_of(p)) for p in conversation["_conversation"]["pieces"]],
                             [("receive", b"who is it?"), ("send", b"\xff\x00\x01"), ("receive", b"\x01\x00\xff")])
            self.assertNotIn("protocol", conversation["_conversation"])
            self.assertEqual(conversation["_process"]["comm"], "python3")
        refused, = self.beside("_connections")
        self.assertEqual((refused["_failed"], refused["_target"]), ("refused", f"127.0.0.1:{closed}"))
        with open(self.path("out.jsonl"), encoding="utf-8") as text:
            in_lines = [json.loads(line) for line in text]
        self.assertEqual(sorted("_conversation" in line for line in in_lines), [False, True, True])
        # What is secret in it nobody knows: the masked export has no bytes of it.
        self.record(command=command, har="masked.har")
        masked = tools.read_har(self.path("masked.har"))["log"]["_conversations"]
        self.assertEqual([[p["size"] for p in c["_conversation"]["pieces"]] for c in masked], [[10, 3, 3]] * 2)
        self.assertTrue(all("data" not in p for c in masked for p in c["_conversation"]["pieces"]))


if __name__ == "__main__":
    tools.main()
