#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""HTTP over Unix stream sockets, as between a proxy and an application server."""

import hashlib
import os
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import exchanges, tools

SERVER = """
import http.server, os, socketserver, sys
class Handler(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def address_string(self):
        return "unix"
    def log_message(self, *words):
        pass
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(201)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[::-1])
class Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True
os.chdir(sys.argv[2])
Server(sys.argv[1], Handler).serve_forever()
"""


class UnixSockets(tools.Case):
    def test_both_ends_of_requests_and_answers_are_had_in_full(self):
        path = self.path("server.sock")
        body = os.urandom(300000)
        with open(self.path("file.bin"), "wb") as out:
            out.write(body)
        server = self.start(["/usr/bin/python3", "-c", SERVER, path, self.folder], stdin=subprocess.DEVNULL)
        self.wait_for(lambda: os.path.exists(path), "the server listens")
        got, posted = self.path("got"), self.path("posted")
        ask = ["curl", "-s", "--unix-socket", path]
        entries = self.record("--all", command=["sh", "-c", " && ".join((
            f"{' '.join(ask)} http://app/file.bin?one -o {got} --next {' '.join(ask[1:])} http://app/file.bin?two -o {got}",
            f"{' '.join(ask)} --data-binary @{self.path('file.bin')} -H 'Expect:' -H 'Content-Type: application/octet-stream' http://app/posted?three -o {posted}"))])
        for query, of_request, of_response in (("one", b"", body), ("two", b"", body), ("three", body, body[::-1])):
            found = exchanges.of_url(entries, rf"app/.*\?{query}$")
            self.assertEqual(sorted(entry["_process"]["comm"] for entry in found), ["curl", "python3"], query)
            for entry in found:
                self.assertEqual(entry["_connection"]["protocol"], "unix")
                self.assertEqual(exchanges.response_sha256(entry), hashlib.sha256(of_response).hexdigest(), query)
                if of_request:
                    self.assertEqual(exchanges.request_sha256(entry), hashlib.sha256(of_request).hexdigest(), query)
                self.assertTrue(exchanges.complete(entry))
        self.assertIsNone(server.poll())


if __name__ == "__main__":
    tools.main()
