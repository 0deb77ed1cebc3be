#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Streams events and records: event_server.py PORT

    /events?count=N&every=SECONDS&wait=SECONDS   server-sent events, each with its number and the time it is sent
    /records?count=N&every=SECONDS               the same as lines of JSON
"""

import http.server
import json
import sys
import time
from urllib.parse import parse_qs, urlsplit


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def chunk(self, text):
        data = text.encode()
        self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
        self.wfile.flush()

    def do_GET(self):
        url = urlsplit(self.path)
        asked = {name: float(value[0]) for name, value in parse_qs(url.query).items()}
        events = url.path == "/events"
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream" if events else "application/x-ndjson")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self.wfile.flush()
        time.sleep(asked.get("wait", 0))
        for number in range(int(asked["count"])):
            data = json.dumps({"number": number, "sent": time.time(), "text": "grüße " * (number % 7)}, ensure_ascii=False)
            if not events:
                self.chunk(data + "\n")
            elif number % 3 == 0:
                self.chunk(f"event: tick\r\nid: {number}\r\ndata: {data}\r\n\r\n")
            elif number % 3 == 1:
                self.chunk(f": a comment\n\ndata: {data}\ndata: second line\n\n")
            else:
                self.chunk(f"data: {data[:9]}")   # an event in two pieces
                self.chunk(f"{data[9:]}\n\n")
            time.sleep(asked.get("every", 0))
        self.chunk("")

    def log_message(self, *arguments):
        pass


if __name__ == "__main__":
    http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
