# SPDX-License-Identifier: GPL-3.0-or-later
"""Gateways that serve many requests at once, in threads, in asyncio and in node. For each GET /job/NUMBER they make three calls, to
/step/NUMBER/K, and two queries, for job:NUMBER:K: what belongs together is in the paths. With `pass` they pass on traceparent."""

import asyncio
import http.client
import http.server
import queue
import socket
import socketserver
import sys
import threading
import time

NODE = """
const http = require('http'), net = require('net');
const [kind, port, backend, redis] = process.argv.slice(1);
const agent = new http.Agent({ keepAlive: true, maxSockets: 30 });
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
const idle = [], wanted = [];
const release = (one) => wanted.length ? wanted.shift()(one) : idle.push(one);
for (let i = 0; i < 8; ++i) idle.push(net.connect(+redis, '127.0.0.1'));
const connection = () => idle.length ? Promise.resolve(idle.pop()) : new Promise((done) => wanted.push(done));
async function query(key) {
    const one = await connection();
    one.write(`*2\\r\\n$3\\r\\nGET\\r\\n$${key.length}\\r\\n${key}\\r\\n`);
    await new Promise((done) => one.once('data', done));
    release(one);
}
const call = (path, headers) => new Promise((done) => http.get({ agent, port: +backend, host: '127.0.0.1', path, headers }, (answer) => {
    answer.resume();
    answer.on('end', done);
}));
http.createServer(async (request, answer) => {
    const number = request.url.split('/')[2], trace = request.headers.traceparent;
    const headers = kind === 'pass' && trace ? { traceparent: trace } : {};
    await call(`/step/${number}/1`, headers);
    await query(`job:${number}:1`);
    await Promise.all([call(`/step/${number}/2`, headers), query(`job:${number}:2`)]);
    await sleep(Math.random() * 10);
    await call(`/step/${number}/3`, headers);
    answer.end(`job ${number}\\n`);
}).listen({ port: +port, host: '127.0.0.1', backlog: 1024 });
"""


def command(key):
    return f"*2\r\n$3\r\nGET\r\n${len(key)}\r\n{key}\r\n".encode()


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    request_queue_size = 1024


class InThreads(http.server.BaseHTTPRequestHandler):
    passes = False
    backend = redis = 0
    idle = queue.SimpleQueue()   # connections to the database, shared by all threads
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        number = self.path.split("/")[2]
        for step in (1, 2, 3):
            outgoing = http.client.HTTPConnection("127.0.0.1", self.backend)
            trace = self.headers.get("traceparent")
            outgoing.request("GET", f"/step/{number}/{step}", headers={"traceparent": trace} if self.passes and trace else {})
            outgoing.getresponse().read()
            outgoing.close()
            if step < 3:
                connection = self.idle.get()
                connection.sendall(command(f"job:{number}:{step}"))
                connection.recv(100)
                self.idle.put(connection)
        time.sleep(0.01)
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *arguments):
        pass

    @classmethod
    def run(cls, passes, port, backend, redis):
        cls.passes, cls.backend, cls.redis = passes, backend, redis
        for _ in range(8):
            cls.idle.put(socket.create_connection(("127.0.0.1", redis)))
        Server(("127.0.0.1", port), cls).serve_forever()


class InAsyncio:
    def __init__(self, passes, backend, redis):
        self.passes, self.backend, self.redis = passes, backend, redis
        self.idle = asyncio.Queue()

    async def query(self, key):
        reader, writer = await self.idle.get()
        writer.write(command(key))
        await reader.read(100)
        self.idle.put_nowait((reader, writer))

    async def call(self, path, trace):
        reader, writer = await asyncio.open_connection("127.0.0.1", self.backend)
        more = f"traceparent: {trace}\r\n" if self.passes and trace else ""
        writer.write(f"GET {path} HTTP/1.1\r\nHost: backend\r\n{more}Connection: close\r\n\r\n".encode())
        await reader.read()
        writer.close()

    async def serve(self, reader, writer):
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        number = head.split()[1].split("/")[2]
        trace = next((line.split(": ", 1)[1] for line in head.splitlines() if line.lower().startswith("traceparent: ")), None)
        await self.call(f"/step/{number}/1", trace)
        await self.query(f"job:{number}:1")
        await asyncio.gather(self.call(f"/step/{number}/2", trace), self.query(f"job:{number}:2"))
        await asyncio.sleep(0.005)
        await self.call(f"/step/{number}/3", trace)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        await writer.drain()
        writer.close()

    async def run(self, port):
        for _ in range(8):
            self.idle.put_nowait(await asyncio.open_connection("127.0.0.1", self.redis))
        server = await asyncio.start_server(self.serve, "127.0.0.1", port, backlog=1024)
        await server.serve_forever()


class Backend(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *arguments):
        pass


def main():
    """backend PORT, or threads|asyncio pass|alone PORT BACKEND REDIS."""
    kind, *rest = sys.argv[1:]
    if kind == "backend":
        Server(("127.0.0.1", int(rest[0])), Backend).serve_forever()
    passes, (port, backend, redis) = rest[0] == "pass", map(int, rest[1:])
    threading.stack_size(256 * 1024)
    if kind == "threads":
        InThreads.run(passes, port, backend, redis)
    asyncio.run(InAsyncio(passes, backend, redis).run(port))


if __name__ == "__main__":
    main()
