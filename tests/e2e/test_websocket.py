#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""WebSocket by python3-websockets and node's ws, plain and over TLS, with and without compression: every message of
both sides is in the export, as it was sent."""

import base64
import json
import os
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import exchanges, servers, tools, websocket_peer

PEER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "support", "websocket_peer.py")


def contents(message):
    return base64.b64decode(message["data"]) if message["opcode"] == 2 else message["data"]


class WebSocket(tools.Case):
    def of(self, entries, name, side):
        found = [e for e in exchanges.of_side(entries, side) if e["request"]["url"].endswith(f"/{name}")]
        self.assertEqual(len(found), 1, f"{name}, {side}: {[(e.get('_side'), e['request']['url']) for e in entries]}")
        return found[0]

    def check(self, entry, name, small):
        self.assertEqual(entry["response"]["status"], 101)
        self.assertEqual(entry["_resourceType"], "websocket")
        self.assertNotIn("text", entry["response"]["content"])
        self.assertTrue(exchanges.complete(entry), {k: v for k, v in entry.items() if k in ("_lost", "_truncated", "_error")})
        told = entry["_webSocketMessages"]
        self.assertEqual([m for m in told if m.get("_note") or m.get("_error") or m.get("_lost")], [])
        times = [m["time"] for m in told]
        self.assertEqual(times, sorted(times))
        data = [m for m in told if m["opcode"] in (1, 2)]
        wanted = []
        for message in websocket_peer.messages(name, small):
            wanted += [("send", message), ("receive", message)]
        self.assertEqual(len(data), len(wanted))
        for got, (way, message) in zip(data, wanted):
            self.assertEqual((got["type"], got["opcode"]), (way, 1 if isinstance(message, str) else 2))
            self.assertEqual(contents(got), message)
        closes = [m for m in told if m["opcode"] == 8]
        self.assertEqual([(m["type"], m["_code"]) for m in closes], [("send", 1000), ("receive", 1000)])
        self.assertEqual(closes[0]["data"], f"done: {name}")
        pings = [m for m in told if m["opcode"] == 9 and m["data"] == "still there?"]
        self.assertEqual(len(pings), 0 if "node" in name else 1)

    def test_every_message_is_told_as_it_was_sent(self):
        servers.make_certificate(self.folder)
        port, tls_port = servers.free_ports(2)
        lines = self.path("out.jsonl")
        began = time.monotonic()
        entries = self.record("--jsonl", lines, "--unmasked",
                              command=["/usr/bin/python3", PEER, self.folder, str(port), str(tls_port)])
        took = time.monotonic() - began
        for name, (program, tls, deflate, small) in websocket_peer.CLIENTS.items():
            for side in ("client", "server"):
                with self.subTest(client=name, side=side):
                    entry = self.of(entries, name, side)
                    self.assertTrue(entry["request"]["url"].startswith("wss://" if tls else "ws://"), entry["request"]["url"])
                    extension = dict(exchanges.headers(entry["response"])).get("Sec-WebSocket-Extensions", "")
                    self.assertEqual("permessage-deflate" in extension, deflate)
                    self.check(entry, name, small)
        with self.subTest(client="fragments"):
            for side in ("client", "server"):
                told = [m for m in self.of(entries, "fragments", side)["_webSocketMessages"] if m["opcode"] == 1]
                self.assertEqual([(m["type"], m["data"]) for m in told], [("send", "one two three"), ("receive", "one two three")])
        with open(lines, encoding="utf-8") as text:
            in_lines = [json.loads(line) for line in text]
        for entry in in_lines:
            same = self.of(entries, entry["request"]["url"].rsplit("/", 1)[1], entry["_side"])
            self.assertEqual(entry["_webSocketMessages"], same["_webSocketMessages"])
        count = sum(len(entry["_webSocketMessages"]) for entry in entries)
        tools.measured(f"{count} messages of {len(entries)} exchanges told as sent, {took:.1f} s with the peers")

    def test_a_stream_of_http2(self):
        (port,) = servers.free_ports(1)
        entries = self.record("--unmasked", command=["node", os.path.join(os.path.dirname(PEER), "websocket_h2.js"), str(port)])
        texts = ["over HTTP/2", "grüße " * 40, ""]
        for side in ("client", "server"):
            entry = self.of(entries, "h2", side)
            self.assertEqual((entry["request"]["method"], entry["response"]["status"]), ("CONNECT", 200))
            self.assertTrue(entry["request"]["url"].startswith("ws://"), entry["request"]["url"])
            told = [(m["type"], m["opcode"], m["data"]) for m in entry["_webSocketMessages"]]
            for way in ("send", "receive"):
                self.assertEqual([data for kind, opcode, data in told if kind == way and opcode == 1], texts)
            self.assertIn(("send", 8, "bye"), told)
            refused = self.of(entries, "refused", side)
            self.assertEqual(refused["response"]["status"], 404)
            self.assertNotIn("_webSocketMessages", refused)

    def test_a_connection_that_began_before_the_capture(self):
        script = self.path("late.py")
        (port,) = servers.free_ports(1)
        with open(script, "w", encoding="utf-8") as out:
            out.write(f"""
import asyncio, os, websockets
FOLDER = {self.folder!r}
async def echo(connection):
    async for message in connection:
        await connection.send(message)
async def main():
    async with websockets.serve(echo, "127.0.0.1", {port}):
        async with websockets.connect("ws://127.0.0.1:{port}/late", compression=None) as connection:
            open(FOLDER + "/open", "w").close()
            while not os.path.exists(FOLDER + "/go"):
                await asyncio.sleep(0.05)
            for message in ("the first message after the start", bytes(range(200)), "a", '{{"n": 3}}'):
                await connection.send(message)
                await connection.recv()
            await connection.close(1000, "done")
        open(FOLDER + "/over", "w").close()
asyncio.run(main())
""")
        self.start(["/usr/bin/python3", script])
        self.wait_for(lambda: os.path.exists(self.path("open")), "the connection is there")
        wait = f"touch {self.path('go')}; while [ ! -e {self.path('over')} ]; do sleep 0.1; done"
        entries = self.record("--all", "--unmasked", "--filter", "is:websocket", command=["sh", "-c", wait])
        self.assertEqual(sorted(e["_side"] for e in entries), ["client", "server"], entries)
        for entry in entries:
            self.assertEqual(entry["response"]["statusText"], "began before the capture")
            told = [(m["type"], m["opcode"], contents(m)) for m in entry["_webSocketMessages"] if m["opcode"] < 8]
            self.assertEqual(told, [(way, 2 if isinstance(m, bytes) else 1, m) for m in
                                    ("the first message after the start", bytes(range(200)), "a", '{"n": 3}') for way in ("send", "receive")])
            self.assertEqual([m["_code"] for m in entry["_webSocketMessages"] if m.get("opcode") == 8], [1000, 1000])

    def test_secrets_in_messages_are_masked(self):
        script = self.path("secret.py")
        (port,) = servers.free_ports(1)
        with open(script, "w", encoding="utf-8") as out:
            out.write(f"""
import asyncio, websockets
async def echo(connection):
    async for message in connection:
        await connection.send(message)
async def main():
    async with websockets.serve(echo, "127.0.0.1", {port}):
        async with websockets.connect("ws://127.0.0.1:{port}/secret") as connection:
            await connection.send('{{"password": "hunter2", "n": 1}}')
            await connection.recv()
asyncio.run(main())
""")
        entries = self.record(command=["/usr/bin/python3", script])
        for side in ("client", "server"):
            told = [m["data"] for m in self.of(entries, "secret", side)["_webSocketMessages"] if m["opcode"] == 1]
            self.assertEqual(len(told), 2)
            for text in told:
                self.assertRegex(text, r'"password": "masked-')
                self.assertIn('"n": 1', text)


if __name__ == "__main__":
    tools.main()
