#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls of language models in the forms of five services, by the services' own client libraries: each conversation is what these
libraries say it was, whole and streamed."""

import json
import os
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import npm_packages, tools

NODE = "/usr/bin/node"
APIS = {"openai-chat": "OpenAI chat completions", "openai-responses": "OpenAI responses", "anthropic": "Anthropic messages", "gemini": "Gemini",
        "ollama-chat": "Ollama chat", "ollama-generate": "Ollama generate"}


def plain(turn):
    """A turn of the capture in the client's form."""
    def part(p):
        if p["type"] == "tool call":
            return {"call": {"name": p["name"], "id": p.get("id", ""), "args": json.loads(p["text"])}}
        if p["type"] == "tool result":
            return {"result": p["text"]}
        return f"{p.get('name', '')} {p['size']}" if p["type"] == "image" else p["text"]

    return {"role": turn["role"], "parts": [part(p) for p in turn["parts"] if p["type"] != "reasoning"]}


def told(entry):
    """What the capture says of a call, in the form of the client's log."""
    call = entry["_llm"]
    parts = [part for turn in call["answers"] for part in turn["parts"]]
    found = {"api": entry["_dialect"], "streamed": call["streamed"], "model": call["model"], "messages": [plain(turn) for turn in call["messages"]]}
    if "error" in call:
        return found | {"error": call["error"]}
    found |= {"answeredBy": call["answeredBy"], "text": "".join(p["text"] for p in parts if p["type"] == "text"),
              "calls": [{"name": p["name"], "id": p.get("id", ""), "args": json.loads(p["text"])} for p in parts if p["type"] == "tool call"],
              "stop": call["stop"]}
    return found | call["tokens"]


class Models(tools.Case):
    def setUp(self):
        super().setUp()
        self.modules = os.path.join(npm_packages.installed("agents"), "node_modules")
        server = self.start([NODE, os.path.join(npm_packages.source("agents"), "model_server.mjs")], stdout=subprocess.PIPE, text=True)
        base = f"http://127.0.0.1:{int(server.stdout.readline())}"
        self.client = [NODE, os.path.join(npm_packages.source("agents"), "model_clients.mjs"), self.modules, base, self.path("log.json")]

    def test_conversations_are_those_of_the_client_libraries(self):
        capture = self.path("models.cleartap")
        entries = self.record("--unmasked", "--filter", "is:llm", "--save", capture, command=self.client)
        entries.sort(key=lambda e: e["startedDateTime"])
        with open(self.path("log.json"), encoding="utf-8") as log:
            wanted = json.load(log)
        self.assertEqual(len(wanted), 23)
        for entry, call in zip(entries, wanted, strict=True):
            self.assertEqual({key: value for key, value in told(entry).items() if key in call}, call)
            self.assertEqual(entry["_llm"]["api"], APIS[call["api"]])
            self.assertEqual(entry["_operation"], call["model"])
            # Only pieces that came one after the other have a pace.
            several = call["streamed"] and len(call["text"]) > 12
            self.assertEqual("firstTokenMs" in entry["_llm"], call["streamed"])
            if several:
                self.assertGreater(entry["_llm"]["tokensPerSecond"], 1)
        tools.measured(f"{len(wanted)} calls by 6 interfaces of 5 services: messages, tool calls, tokens as the libraries have them")
        self.check_filters(capture)

    def check_filters(self, capture):
        def found(expression):
            self.cli("convert", capture, self.path("found.har"), "--filter", expression)
            return tools.read_har(self.path("found.har"))["log"]["entries"]

        self.assertEqual(len(found("model:gpt-* tokens>150")), 4)
        self.assertEqual(len(found("is:llm outcome:error")), 1)
        entries = sorted(found("model:claude*"), key=lambda e: e["startedDateTime"])
        self.assertEqual([e["_llm"]["stop"] for e in entries], ["tool_use", "end_turn"] * 2)
        self.assertEqual([e["_llm"]["answers"][0]["parts"][-1]["text"] for e in entries][1::2], ["It is 21 °C and sunny in Rome: “bella giornata”."] * 2)


if __name__ == "__main__":
    tools.main()
