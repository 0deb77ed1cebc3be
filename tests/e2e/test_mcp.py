#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A client and a server of the Model Context Protocol, over streamable HTTP and over the standard input and output of the server, and
a language server over pipes: every message is there, and each request has its answer, as the client's own log has them."""

import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections import Counter

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import npm_packages, servers, tools

NODE = "/usr/bin/node"
NAMED = {"tools/call": "name", "prompts/get": "name", "resources/read": "uri"}


def name_of(message):
    subject = (message.get("params") or {}).get(NAMED.get(message["method"]), "")
    return f"{message['method']} {subject}".strip()


def calls_of(log):
    """[(who asks, name, error in words or None)] of the requests in a client's log, in order; None for what has no answer."""
    answers = {(m["from"], m["id"]): m for m in log if "method" not in m}
    calls = []
    for message in log:
        if "method" not in message:
            continue
        if "id" not in message:
            calls.append((message["from"], name_of(message), None))
            continue
        other = "server" if message["from"] == "client" else "client"
        answer = answers.get((other, message["id"]), {"result": {}})  # that of initialize comes before the log begins
        error = f"{answer['error']['code']}: {answer['error']['message']}" if "error" in answer else None
        result = answer.get("result")
        if isinstance(result, dict) and result.get("isError"):
            error = " ".join(result["content"][0]["text"].split("\n"))
        calls.append((message["from"], name_of(message), error))
    return calls


class Mcp(tools.Case):
    def setUp(self):
        super().setUp()
        self.modules = os.path.join(npm_packages.installed("agents"), "node_modules")
        self.server = os.path.join(self.modules, "@modelcontextprotocol", "server-everything", "dist", "index.js")

    def client(self, *where):
        return [NODE, os.path.join(npm_packages.source("agents"), "mcp_client.mjs"), self.modules, self.path("log.json"), *where]

    def log(self):
        with open(self.path("log.json"), encoding="utf-8") as text:
            return json.load(text)

    def test_over_streamable_http(self):
        [port] = servers.free_ports(1)
        server = self.start([NODE, self.server, "streamableHttp"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=dict(os.environ, PORT=str(port)))

        def listens():
            self.assertIsNone(server.poll())
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/mcp", timeout=1)
            except urllib.error.HTTPError:
                return True
            except OSError:
                return False
            return True

        self.wait_for(listens, "the server answers", 60)
        entries = self.record("--unmasked", "--filter", "is:rpc", command=self.client("http", f"http://127.0.0.1:{port}/mcp"))
        found = Counter((e["_operation"], e["_outcome"].get("words") if e.get("_outcome", {}).get("error") else None) for e in entries)
        log = self.log()
        wanted = [(name, error) for who, name, error in calls_of(log) if who == "client"]
        # The client answers the server's requests by requests of its own.
        wanted += [(f"answer to {m['id']}", None) for m in log if m["from"] == "client" and "method" not in m]
        self.assertEqual(found, Counter(wanted))
        tools.measured(f"{len(entries)} messages of the client over streamable HTTP, each with its answer")

    def test_over_standard_input_and_output(self):
        whole = self.path("out.har")
        self.cli("record", "--unmasked", "--filter", "is:rpc", "--har", whole, "--", *self.client("stdio", self.server))
        queries = sorted(tools.read_har(whole)["log"]["_queries"], key=lambda q: q["startedDateTime"])
        log = self.log()
        found = Counter((q["_query"]["operation"], q["_query"].get("result") if q["_query"].get("outcome") == "error" else None) for q in queries)
        wanted = Counter((name, error) for _, name, error in calls_of(log))
        self.assertEqual(wanted - found, Counter())
        # What the server sent before the client's log began, or when the client was already leaving: nobody answered it.
        unanswered = Counter((q["_query"]["operation"], None) for q in queries if "outcome" not in q["_query"])
        self.assertEqual(found - wanted - unanswered, Counter())
        for query in queries:
            self.assertEqual((query["_side"], query["_connection"]["protocol"]), ("server", "stdio"))
        # Parameters and results, whole.
        results = {m["id"]: m["result"] for m in log if m["from"] == "server" and "result" in m}
        asked = {m["id"]: m for m in log if m["from"] == "client" and m.get("method") == "tools/call"}
        told = [q for q in queries if q["_query"]["operation"] == "tools/call echo"]
        self.assertEqual(len(told), 4)
        for query in told:
            params = json.loads(query["_query"]["statement"])
            number = next(i for i, m in asked.items() if m["params"] == params)
            self.assertIn(results[number], query["_query"]["answer"])
        tools.measured(f"{len(queries)} messages over standard input and output, each request with its answer")

    def test_a_language_server_over_pipes(self):
        whole = self.path("out.har")
        server = os.path.join(self.modules, "vscode-json-languageserver", "bin", "vscode-json-languageserver")
        # What passes between the commands of a shell is nobody's traffic.
        shell = 'echo \'{"level":30,"msg":"jsonrpc"}\' | cat | cat >/dev/null; seq 1000 | sort >/dev/null; exec "$@"'
        self.cli("record", "--unmasked", "--har", whole, "--", "/bin/sh", "-c", shell, "-", "/usr/bin/python3",
                 os.path.join(npm_packages.source("agents"), "language_client.py"), self.path("log.json"), NODE, server, "--stdio")
        har = tools.read_har(whole)["log"]
        found = Counter((q["_query"]["verb"], q["_query"].get("result") if q["_query"].get("outcome") == "error" else None) for q in har["_queries"]
                        if q["_query"]["protocol"] == "jsonrpc")
        self.assertEqual(found, Counter((name, error) for _, name, error in calls_of(self.log())))
        self.assertEqual(har.get("_conversations", []), [])
        tools.measured(f"{found.total()} messages over pipes, as the language client has them")


if __name__ == "__main__":
    tools.main()
