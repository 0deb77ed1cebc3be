#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Header blocks as real programs encode them, into tests/data/hpack/: make_hpack_corpora.py GRPC_PEER.

Each client talks to each server through a relay of this script, which cuts what passes into frames. A file is one direction
of one connection: a line of hex for each block, and "table N" where the other end's table size holds from then on. Needs
caddy, node, nghttp2-client, curl, python3-httpx and the built grpc_peer. The files are kept; who changes this makes them anew.
"""

import os
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
OUT = os.path.join(ROOT, "tests", "data", "hpack")
sys.path.insert(0, os.path.join(ROOT, "tests", "e2e"))
from support import servers

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
HEADERS, SETTINGS, PUSH_PROMISE, CONTINUATION = 1, 4, 5, 9
END_HEADERS, PADDED, PRIORITY, ACK = 0x4, 0x8, 0x20, 0x1


class Direction:
    """One way of a connection, cut into frames."""

    def __init__(self):
        self.pending, self.block, self.lines = b"", b"", []
        self.table = None      # what this end asks the other to encode for
        self.first = True

    def feed(self, data, other):
        self.pending += data
        if self.first and self.pending.startswith(PREFACE[:len(self.pending)]) and len(self.pending) < len(PREFACE):
            return
        if self.first and self.pending.startswith(PREFACE):
            self.pending = self.pending[len(PREFACE):]
        self.first = False
        while len(self.pending) >= 9 and len(self.pending) >= 9 + (length := int.from_bytes(self.pending[:3], "big")):
            kind, flags = self.pending[3], self.pending[4]
            self.frame(kind, flags, self.pending[9:9 + length], other)
            self.pending = self.pending[9 + length:]

    def frame(self, kind, flags, payload, other):
        if kind == SETTINGS and not flags & ACK:
            for at in range(0, len(payload), 6):
                name, value = struct.unpack_from(">HI", payload, at)
                if name == 1:
                    self.table = value
        elif kind == SETTINGS and other.table is not None:
            self.lines.append(f"table {other.table}")  # from its acknowledgement on this end encodes for it
            other.table = None
        elif kind in (HEADERS, PUSH_PROMISE, CONTINUATION):
            if kind != CONTINUATION:
                self.block = b""
                padding = 0
                if flags & PADDED:
                    padding, payload = payload[0], payload[1:]
                before = 4 if kind == PUSH_PROMISE else 5 if flags & PRIORITY else 0
                payload = payload[before:len(payload) - padding]
            self.block += payload
            if flags & END_HEADERS:
                self.lines.append(self.block.hex())


class Relay:
    """One connection to a port on the way to another."""

    def __init__(self, target):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.ways = (Direction(), Direction())
        self.target = target
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self):
        near = self.listener.accept()[0]
        far = socket.create_connection(("127.0.0.1", self.target))
        lock = threading.Lock()

        def carry(source, sink, way, other):
            try:
                while data := source.recv(65536):
                    with lock:
                        way.feed(data, other)
                    sink.sendall(data)
            except OSError:
                pass
            for each in (source, sink):
                try:
                    each.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass
        back = threading.Thread(target=carry, args=(far, near, self.ways[1], self.ways[0]), daemon=True)
        back.start()
        carry(near, far, self.ways[0], self.ways[1])
        back.join(5)


def keep(name, lines):
    with open(f"{OUT}/{name}.hex", "w", encoding="ascii") as out:
        out.write("\n".join(lines) + "\n")
    print(f"{name}: {len(lines)} lines, {sum(map(len, lines)) // 2} octets")


NODE_SERVER = """
const http2 = require('http2');
const server = http2.createServer({ settings: { headerTableSize: Number(process.argv[1]) } });
let n = 0;
server.on('stream', (stream, headers) => {
    const out = { ':status': [200, 204, 201, 404, 302][n % 5], 'x-number': String(n), 'x-tens': String(n / 10 | 0),
                  'set-cookie': ['a=' + n % 3, 'session=' + 'z'.repeat(n % 40)], 'content-type': n % 2 ? 'text/html' : 'application/json',
                  'x-secret': 'secret ' + n % 4, [http2.sensitiveHeaders]: ['x-secret'] };
    if (n % 7 === 3) out['x-long-' + n % 5] = 'long '.repeat(n * 3);
    ++n;
    stream.on('error', () => { });
    stream.respond(out);
    stream.end();
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
"""

NODE_CLIENT = """
const http2 = require('http2');
const session = http2.connect('http://127.0.0.1:' + process.argv[1], { settings: { headerTableSize: Number(process.argv[2]) } });
let n = 0;
const next = () => {
    if (n === 120) { session.close(); return; }
    if (n === 50) session.settings({ headerTableSize: 100 });
    if (n === 90) session.settings({ headerTableSize: 4096 });
    const headers = { ':method': ['GET', 'POST', 'DELETE'][n % 3], ':path': '/p' + n % 9 + '?a=' + n % 13 + '&status=' + [200, 404, 418][n % 3],
                      'x-number': String(n), 'user-agent': 'node', 'accept': '*/*', 'cookie': ['a=1', 'b=' + n % 4],
                      'authorization': 'Bearer ' + n % 5, [http2.sensitiveHeaders]: ['authorization'] };
    if (n % 11 === 5) headers['x-long'] = 'é'.length + 'w'.repeat(n * 10);
    ++n;
    const stream = session.request(headers);
    stream.on('error', next);
    stream.resume();
    stream.on('end', next);
    stream.end();
};
next();
"""

CADDY = """
{{
    admin off
    auto_https off
    servers {{
        protocols h1 h2 h2c
    }}
}}
http://127.0.0.1:{port} {{
    header X-Asked "{{uri}}"
    header X-Number "{{header.x-number}}"
    header Cache-Control "max-age=60"
    @teapot query status=418
    respond @teapot "short" 418
    respond "the same" 200
}}
http://127.0.0.1:{proxy} {{
    reverse_proxy 127.0.0.1:{{$UPSTREAM}} {{
        transport http {{
            versions h2c 2
        }}
    }}
}}
"""


def main():
    os.makedirs(OUT, exist_ok=True)
    folder = tempfile.mkdtemp(prefix="hpack-")
    started = []

    def start(words, **options):
        process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True, **options)
        started.append(process)
        return process

    def node_client(relay, table):
        subprocess.run(["node", "-e", NODE_CLIENT, str(relay.port), str(table)], check=True, timeout=60)
        relay.thread.join(10)
    try:
        node = int(start(["node", "-e", NODE_SERVER, "300"]).stdout.readline())
        relay = Relay(node)
        node_client(relay, 4096)
        keep("node_requests", relay.ways[0].lines)
        keep("node_answers", relay.ways[1].lines)

        upstream = Relay(node)
        port, proxy = servers.free_ports(2)
        with open(f"{folder}/Caddyfile", "w", encoding="utf-8") as out:
            out.write(CADDY.format(port=port, proxy=proxy))
        start(["caddy", "run", "--adapter", "caddyfile", "--config", f"{folder}/Caddyfile"], stderr=subprocess.DEVNULL,
              env={**os.environ, "UPSTREAM": str(upstream.port), "HOME": folder})
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                time.sleep(0.1)
        relay = Relay(port)
        node_client(relay, 4096)
        keep("go_answers", relay.ways[1].lines)
        relay = Relay(proxy)
        node_client(relay, 200)
        keep("go_answers_small_table", relay.ways[1].lines)
        keep("go_requests", upstream.ways[0].lines)

        relay = Relay(port)
        subprocess.run(["h2load", "-n", "200", "-c", "1", "-m", "10", "-H", "x-number: 5",
                        *(f"http://127.0.0.1:{relay.port}/page{i}" for i in range(9))], check=True, stdout=subprocess.DEVNULL)
        relay.thread.join(10)
        keep("h2load_requests", relay.ways[0].lines)

        relay = Relay(port)
        code = ("import httpx\nc = httpx.Client(http1=False, http2=True)\n"
                f"for i in range(100): c.get('http://127.0.0.1:{relay.port}/h%d' % (i % 7), headers={{'x-number': str(i), 'cookie': 'k=%d' % (i % 3)}})\n"
                "c.close()")
        subprocess.run(["/usr/bin/python3", "-c", code], check=True)
        relay.thread.join(10)
        keep("httpx_requests", relay.ways[0].lines)

        grpc = int(start([sys.argv[1], "server", "0"]).stdout.readline().split()[1])
        relay = Relay(grpc)
        subprocess.run([sys.argv[1], "unary", str(relay.port), "60"], check=True, stdout=subprocess.DEVNULL)
        relay.thread.join(10)
        keep("grpc_requests", relay.ways[0].lines)
        keep("grpc_answers", relay.ways[1].lines)
    finally:
        for process in started:
            process.terminate()


if __name__ == "__main__":
    main()
