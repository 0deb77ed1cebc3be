#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The operations of GraphQL, JSON-RPC and SOAP, and their errors, on both sides, as the servers carried them out."""

import json
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import exchanges, tools

PEER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "support", "operation_peers.py")


class Operations(tools.Case):
    def test_names_and_errors_are_those_of_the_servers(self):
        entries = self.record(command=["/usr/bin/python3", PEER, self.folder])
        with open(self.path("done.json"), encoding="utf-8") as text:
            done = json.load(text)
        # The last two came in one request.
        self.assertEqual([d[:2] for d in done[-2:]], [["jsonrpc", "add"]] * 2)
        wanted = [(name, error) for _, name, error in done[:-2]] + [("2 operations: add, add", None)]
        for side in ("client", "server"):
            found = sorted(exchanges.of_side(entries, side), key=lambda e: e["startedDateTime"])
            told = [(e.get("_operation"), e["_outcome"].get("words") if e["_outcome"]["error"] else None) for e in found]
            self.assertEqual(told, wanted, side)
        tools.measured(f"{len(entries)} requests named as the servers carried them out")
        only = self.record("--filter", "operation:GetPrice outcome:error", command=["/usr/bin/python3", PEER, self.folder], har="only.har")
        self.assertEqual([e["_outcome"]["words"] for e in only], ["No Pears"] * 2)
        # What lies in the bodies and headers alone; as lines, while it runs.
        for text in ('body:"<Item>Pears"', "body:pricerespons header:urn:prices or body:<item>pears"):
            answer = self.cli("record", "--filter", text, "--jsonl", "-", "--", "/usr/bin/python3", PEER, self.folder)
            lines = [json.loads(line) for line in answer.stdout.splitlines() if line.startswith("{")]
            self.assertEqual([line["_operation"] for line in lines], ["GetPrice"] * 2, text)


if __name__ == "__main__":
    tools.main()
