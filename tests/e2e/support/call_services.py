# SPDX-License-Identifier: GPL-3.0-or-later
"""Services that call one another, each passing on the header X-Call: curl, nginx, node, Python, PostgreSQL."""

import http.server
import os
import socket
import socketserver
import struct
import sys
import threading
import time

NODE = """
const http = require('http');
const agent = new http.Agent({ keepAlive: true, maxSockets: 40 });
const [port, next] = process.argv.slice(1).map(Number);
http.createServer((request, answer) => {
    const options = { agent, port: next, host: '127.0.0.1', path: request.url, headers: { 'X-Call': request.headers['x-call'] } };
    http.get(options, (inner) => { answer.writeHead(inner.statusCode); inner.pipe(answer); });
}).listen({ port, host: '127.0.0.1', backlog: 1024 });
"""

NGINX = """
    location /orders {{
        proxy_pass http://127.0.0.1:{port};
        proxy_http_version 1.1;
        proxy_set_header Connection "";
    }}
"""


class Database:
    """The simple query protocol of PostgreSQL, without a password."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port))
        words = b"user\0me\0database\0postgres\0\0"
        self.socket.sendall(struct.pack("!II", 8 + len(words), 196608) + words)
        self.until_ready()

    def exactly(self, count):
        data = b""
        while len(data) < count:
            piece = self.socket.recv(count - len(data))
            if not piece:
                raise EOFError
            data += piece
        return data

    def until_ready(self):
        kind = b""
        while kind != b"Z":
            kind, length = struct.unpack("!cI", self.exactly(5))
            self.exactly(length - 4)

    def ask(self, statement):
        text = statement.encode() + b"\0"
        self.socket.sendall(b"Q" + struct.pack("!I", 4 + len(text)) + text)
        self.until_ready()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1   # one call for head and body
    database = None
    kept = threading.local()

    def do_GET(self):
        call = self.headers["X-Call"]
        if self.database:
            if not hasattr(self.kept, "connection"):
                self.kept.connection = Database(self.database)
            self.kept.connection.ask(f"SELECT {int(call)} AS call")
        if self.path.startswith("/sleep"):
            time.sleep(0.4)
        body = f"call {call}\n".encode() * (4_000_000 if self.path.startswith("/large") else 1)
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def address_string(self):
        return "client"

    def log_message(self, *arguments):
        pass


class TcpServer(socketserver.ThreadingMixIn, socketserver.TCPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 1024


class OneAtATime(socketserver.TCPServer):
    allow_reuse_address = True


class UnixServer(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True
    request_queue_size = 1024


def main():
    """ADDRESS PORT [DATABASE PORT], the PATH of a Unix socket, or one PORT for a server that answers one client at a time."""
    if os.path.isabs(sys.argv[1]):
        UnixServer(sys.argv[1], Handler).serve_forever()
    if sys.argv[1] == "one":
        OneAtATime(("127.0.0.1", int(sys.argv[2])), Handler).serve_forever()
    if len(sys.argv) > 3:
        Handler.database = int(sys.argv[3])
    TcpServer((sys.argv[1], int(sys.argv[2])), Handler).serve_forever()


if __name__ == "__main__":
    main()
