#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""gRPC calls of all four kinds, over h2c and TLS, as both ends have them: every message is what the peer says it sent or
received, before compression; statuses and the fields of messages are what the service gave."""

import base64
import hashlib
import json
import os
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import servers, tools

PEER = os.path.join(os.path.dirname(tools.BIN), "tests", "grpc_peer")
PROTO = os.path.join(tools.ROOT, "tests", "support", "grpc_peer.proto")
METHODS = {"unary": "Fetch", "client-stream": "Store", "server-stream": "List", "bidi": "Echo"}


class Grpc(tools.Case):
    def setUp(self):
        super().setUp()
        self.assertTrue(os.access(PEER, os.X_OK), f"{PEER} is not built: ./dev test installs what it needs")
        servers.make_certificate(self.folder)
        self.ports = {}
        for tls in (False, True):
            (port,) = servers.free_ports(1)
            credentials = ["--tls", self.path("cert.pem"), self.path("key.pem")] if tls else []
            peer = self.start([PEER, "server", str(port), *credentials], stdout=subprocess.PIPE, text=True)
            self.assertEqual(peer.stdout.readline(), f"ready {port}\n")
            self.ports[tls] = port

    def calls(self, *calls, tls=False, proto=True):
        """One capture of clients that run one after the other, each (KIND, COUNT, OPTION...); kinds must differ. Gives for each
        what it says, and the entries of its calls by side."""
        credentials = ["--tls", self.path("cert.pem")] if tls else []
        lines = [" ".join([PEER, kind, str(self.ports[tls]), str(count), *credentials, *options]) for kind, count, *options in calls]
        script = "; ".join(f"echo call {calls[i][0]}; {line} || exit 1" for i, line in enumerate(lines))
        out = self.path("out.jsonl")
        protos = ["--proto", PROTO] if proto else []
        self.answer = self.cli("record", "--all", *protos, "--unmasked", "--jsonl", out, "--", "sh", "-c", script)
        with open(out, encoding="utf-8") as file:
            entries = [entry for entry in map(json.loads, file) if "request" in entry]
        found = {}
        for part in self.answer.stdout.split("call ")[1:]:
            kind, *truth = part.splitlines()
            mine = [entry for entry in entries if entry["request"]["url"].endswith("/cleartap.test.Shelf/" + METHODS[kind])]
            found[kind] = truth, {side: [entry for entry in mine if entry.get("_side") == side] for side in ("client", "server")}
        self.assertEqual(set(found), {kind for kind, *_ in calls})
        return found

    def said(self, entries):
        """What the client would have said of the same calls, from what was captured."""
        lines = []
        for entry in entries:
            self.assertNotIn("_lost", entry)
            for message in entry["_grpcMessages"]:
                data = base64.b64decode(message["data"], validate=True)
                way = ">" if message["type"] == "send" else "<"
                lines.append(f"{way} {len(data)} {hashlib.sha256(data).hexdigest()}")
            code, _, words = entry["_outcome"]["words"].partition(" ")
            lines.append(f"status {code} {words.partition(': ')[2]}")
        return lines

    def same(self, *calls, **more):
        """The same calls; each side of each must have what the client says of it. Gives the entries."""
        all_captured = {}
        for kind, (truth, captured) in self.calls(*calls, **more).items():
            count = next(each[1] for each in calls if each[0] == kind)
            for side, entries in captured.items():
                self.assertEqual(len(entries), count if kind == "unary" else 1, f"{kind}, {side}: {self.answer.stderr}")
                said, told = self.said(entries), truth
                # What the client has sent may meet what it receives: there each way keeps its order.
                if kind in ("client-stream", "server-stream"):
                    said, told = sorted(said), sorted(told)
                self.assertEqual(said, told, f"{kind}, {side}")
                for entry in entries:
                    self.assertEqual(entry["_operation"], "cleartap.test.Shelf/" + METHODS[kind])
            all_captured[kind] = captured
        return all_captured

    def test_all_kinds_over_h2c_and_tls(self):
        for tls in (False, True):
            found = self.same(*((kind, 5) for kind in METHODS), tls=tls)
            for captured in found.values():
                self.assertEqual("_tls" in captured["client"][0], tls)
                for entry in captured["client"] + captured["server"]:
                    self.assertEqual(entry["_outcome"], {"error": False, "words": "0 OK"})

    def test_fields_by_their_names(self):
        captured = self.same(("unary", 3))["unary"]
        for number, entry in enumerate(captured["client"]):
            ask, item = [json.loads(message["text"]) for message in entry["_grpcMessages"]]
            self.assertEqual(ask.get("shelf"), "top")
            self.assertEqual(ask.get("first", 0), number)
            self.assertEqual(item["name"], f"item {number} – größer")
            self.assertEqual(item["kind"], "KIND_BOOK" if number % 2 else "KIND_BOX")
            self.assertEqual(item["place"].get("row", 0), -number)
            self.assertEqual(item["tags"], ["new", f"tag {number}"])
            self.assertEqual(item["counts"], {"stock": number})
            self.assertEqual(item["delta"], -1000000000000 - number)
            self.assertEqual((item["weight"], item["share"]), (number + 0.5, 0.25))
            self.assertEqual(len(base64.b64decode(item["data"])), 100)

    def test_without_descriptions(self):
        captured = self.same(("unary", 1), proto=False)["unary"]
        self.assertNotIn("text", captured["client"][0]["_grpcMessages"][0])

    def test_gzip(self):
        captured = self.same(("bidi", 10, "--gzip", "--size", "2000"), tls=True)["bidi"]
        for entry in captured["client"] + captured["server"]:
            for message in entry["_grpcMessages"]:
                self.assertTrue(message["compressed"])
                self.assertLess(message["size"], 1500)
                self.assertEqual(len(base64.b64decode(json.loads(message["text"])["data"])), 2000)

    def test_errors(self):
        for tls in (False, True):
            found = self.same(*((kind, 2, "--missing") for kind in ("unary", "client-stream", "server-stream")), tls=tls)
            for captured in found.values():
                for entry in captured["client"] + captured["server"]:
                    words = "5 NOT_FOUND: no shelf \"missing\": 100 % gone, größer"
                    self.assertEqual(entry["_outcome"], {"error": True, "words": words})

    def test_a_message_of_a_megabyte(self):
        for tls in (False, True):
            captured = self.same(("bidi", 2, "--size", "1000000"), tls=tls)["bidi"]
            self.assertGreater(captured["client"][0]["_grpcMessages"][0]["size"], 1000000)

    def test_a_thousand_messages_both_ways(self):
        captured = self.same(("bidi", 1000, "--size", "10"), tls=True)["bidi"]
        tools.measured(f"bidi, 1,000 messages each way: {len(captured['client'][0]['_grpcMessages'])} seen by the client's side, "
                       f"{len(captured['server'][0]['_grpcMessages'])} by the server's; {self.answer.stderr.strip()}")

    def test_masked_where_a_description_names_a_secret(self):
        secret = self.path("secret.proto")
        with open(PROTO, encoding="utf-8") as proto, open(secret, "w", encoding="utf-8") as out:
            out.write(proto.read().replace("string shelf = 1;", "string password = 1;"))
        out = self.path("masked.har")
        self.cli("record", "--all", "--proto", secret, "--har", out, "--", PEER, "unary", str(self.ports[False]), "1")
        with open(out, encoding="utf-8") as har:
            text = har.read()
        entry = tools.read_har(out)["log"]["entries"][-1]
        self.assertIn('"password": "masked-', next(m["text"] for m in entry["_grpcMessages"] if m["type"] == "send"))
        for form in ("top", base64.b64encode(b"\x0a\x03top").decode()[:5], base64.b64encode(b"\0\0\0\0\x09\x0a\x03top")[:12].decode()):
            self.assertNotIn(form, "".join(json.dumps(each) for each in json.loads(text)["log"]["entries"]
                                           if "_grpcMessages" in each))


if __name__ == "__main__":
    tools.main()
