#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Exchanges as spans: what a collector gets of real calls, read by OpenTelemetry's own definitions; and collectors that are gone or hang."""

import json
import os
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import otlp, servers, tools

SECRET = "hunter2-Zq7token"
TRACE, PARENT = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
SERVER, CLIENT, ERROR = 2, 3, 2

SERVICE = """
import http.server, sys

class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(500 if self.path.startswith("/broken") else 200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *_):
        pass

http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""

# Both ends are the command's children, so both halves of each call are captured.
BOTH = """
/usr/bin/python3 {service} {port} & server=$!
until curl -s -o /dev/null http://127.0.0.1:{port}/warm; do sleep 0.1; done
curl -s -o /dev/null 'http://127.0.0.1:{port}/plain?token={secret}'
curl -s -o /dev/null -H 'traceparent: 00-{trace}-{parent}-01' http://127.0.0.1:{port}/traced
curl -s -o /dev/null http://127.0.0.1:{port}/broken
kill $server
"""


class Otlp(tools.Case):
    def command(self):
        port, = servers.free_ports(1)
        service = self.path("service.py")
        with open(service, "w", encoding="utf-8") as out:
            out.write(SERVICE)
        return ["sh", "-c", BOTH.format(service=service, port=port, secret=SECRET, trace=TRACE, parent=PARENT)]

    def check(self, spans):
        named = {(span.attributes.get("url.path") or "/" + span.attributes["url.full"].split("/", 3)[3].split("?")[0], span.kind): span for span in spans}
        for path in ("/plain", "/traced"):
            client, server = named[path, CLIENT], named[path, SERVER]
            self.assertEqual((server.trace, server.parent), (client.trace, client.id))
            self.assertEqual((client.resource["service.name"], server.resource["service.name"]), ("curl", "python3"))
            self.assertEqual((client.attributes["http.request.method"], client.attributes["http.response.status_code"], client.name), ("GET", 200, "GET"))
            self.assertTrue(client.begin <= server.begin and client.begin < client.end and server.begin < server.end)
            self.assertEqual(client.status, 0)
        self.assertEqual(named["/plain", CLIENT].parent, "")
        self.assertEqual((named["/traced", CLIENT].trace, named["/traced", CLIENT].parent), (TRACE, PARENT))
        self.assertNotEqual(named["/plain", CLIENT].trace, TRACE)
        self.assertRegex(named["/plain", CLIENT].attributes["url.full"], r"\?token=masked-[0-9a-f]{8}$")
        self.assertEqual((named["/broken", CLIENT].status, named["/broken", SERVER].status), (ERROR, ERROR))
        ids = [span.id for span in spans]
        self.assertEqual(len(ids), len(set(ids)))

    def test_a_collector_gets_both_halves_of_each_call_as_one_trace(self):
        collector = otlp.Collector()
        self.addCleanup(collector.stop)
        answer = self.cli("record", "--otlp", collector.url, "--", *self.command())
        spans = collector.spans()
        self.check(spans)
        self.assertIn(f"{len(spans)} spans written to {collector.url}", answer.stderr)
        self.assertEqual({(path, kind) for path, kind, _ in collector.requests}, {("/v1/traces", "application/json")})
        self.assertNotIn(SECRET, json.dumps(collector.requests))
        tools.measured(f"{len(spans)} spans in {len(collector.requests)} requests")

    def test_a_file_has_a_request_in_each_line(self):
        self.cli("record", "--otlp", self.path("spans.jsonl"), "--filter", "path:/plain or path:/traced or path:/broken", "--", *self.command())
        with open(self.path("spans.jsonl"), encoding="utf-8") as lines:
            spans = [span for line in lines for span in otlp.spans_of(line)]
        self.check(spans)
        self.assertEqual(len(spans), 6)

    def test_a_collector_that_is_gone_or_hangs_harms_no_recording(self):
        hanging = otlp.Collector(hangs=True)
        self.addCleanup(hanging.stop)
        free, = servers.free_ports(1)
        for url, words in ((f"http://127.0.0.1:{free}", "cannot be reached"), (hanging.url, "cannot be reached")):
            with self.subTest(url=url):
                began = time.monotonic()
                answer = self.cli("record", "--otlp", url, "--jsonl", self.path("out.jsonl"), "--", *self.command())
                self.assertLess(time.monotonic() - began, 90)
                self.assertIn("0 spans written to", answer.stderr)
                self.assertIn(words, answer.stderr)
                with open(self.path("out.jsonl"), encoding="utf-8") as lines:
                    self.assertGreaterEqual(len(lines.readlines()), 8)
        self.cli("record", "--otlp", "/nowhere/spans", "--", "true", status=4)


if __name__ == "__main__":
    tools.main()
