#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""HTTP/2 by httpx, node, caddy and gRPC: bodies and fields are what the programs themselves say."""

import hashlib
import os
import struct
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import exchanges, servers, tools

SUPPORT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "support")
GRPC_PEER = os.path.join(os.path.dirname(tools.BIN), "tests", "grpc_peer")

CADDY = """
{{
    admin off
    auto_https off
    servers {{
        protocols h1 h2 h2c
    }}
}}
http://127.0.0.1:{h2c_port} {{
    root * {files}
    file_server
}}
https://127.0.0.1:{tls_port} {{
    tls {cert} {key}
    root * {files}
    file_server
}}
"""


def sha256(data):
    return hashlib.sha256(data).hexdigest()


class Peers(tools.Case):
    def setUp(self):
        super().setUp()
        servers.make_certificate(self.folder)

    def ready(self, process):
        words = process.stdout.readline().split()
        self.assertEqual(words[:1], ["ready"], words)
        return [int(word) for word in words[1:]]

    def whole(self, entries, side, count):
        mine = exchanges.of_side(entries, side)
        self.assertEqual(len(mine), count, f"{side}: {[(e['request']['url'], e['response']['status']) for e in mine]}\n"
                         f"{self.answer.stderr}")
        for entry in mine:
            self.assertTrue(exchanges.complete(entry), entry)
            self.assertNotIn("_error", entry)
        return mine

    def test_httpx(self):
        nginx = servers.Nginx(self.folder, http2=True)
        self.addCleanup(nginx.stop)
        names = ["one", "16k", "1m"]
        urls = [nginx.url("https", f"/{name}.bin") for name in names]
        entries = self.record("--all", command=["/usr/bin/python3", f"{SUPPORT}/httpx_client.py", *urls])
        said = dict((path, (version, sha)) for path, _, version, sha in map(str.split, self.answer.stdout.strip().split("\n")))
        for side in ("client", "server"):
            mine = self.whole(entries, side, 2 * len(names))
            for entry in mine:
                path = entry["request"]["url"].removeprefix(nginx.url("https", ""))
                self.assertEqual(said[path], ("HTTP/2", exchanges.response_sha256(entry)))
                self.assertEqual(exchanges.response_sha256(entry), servers.sha256_of(nginx.file(path[1:].split("?")[0])))
                self.assertEqual(("x-first", "1") in exchanges.headers(entry["request"]), "way=sync" in path)
        tools.measured(f"httpx: {2 * len(names)} exchanges right on both sides")

    def node_server(self):
        node = self.start(["node", f"{SUPPORT}/http2_peer.js", "server", self.path("cert.pem"), self.path("key.pem")],
                          stdout=subprocess.PIPE, text=True)
        return self.ready(node)

    def test_node_at_both_ends(self):
        ports = self.node_server()
        for scheme, port in zip(("https", "http"), ports):
            count, size = 40, 30_000
            entries = self.record("--all", command=["node", f"{SUPPORT}/http2_peer.js", "client", f"{scheme}://127.0.0.1:{port}",
                                                    str(count), str(size)])
            said = dict((path, (sent, received)) for path, sent, received in map(str.split, self.answer.stdout.strip().split("\n")))
            self.assertEqual(len(said), count)
            for side in ("client", "server"):
                for entry in self.whole(entries, side, count):
                    path = entry["request"]["url"].removeprefix(f"{scheme}://127.0.0.1:{port}")
                    number = int(path.split("=")[1])
                    self.assertEqual((exchanges.request_sha256(entry), exchanges.response_sha256(entry)), said[path])
                    self.assertEqual(entry["response"]["content"]["size"], size + number)
                    self.assertIn(("x-first", f"value {number}"), exchanges.headers(entry["request"]))
                    answered = exchanges.headers(entry["response"])
                    for field in (("x-echo", f"value {number}"), ("x-twice", "one"), ("x-twice", "two")):
                        self.assertIn(field, answered)
            tools.measured(f"node {scheme}: {count} streams of about {size} bytes each way right on both sides")

    def caddy(self):
        h2c_port, tls_port = servers.free_ports(2)
        files = self.path("files")
        os.makedirs(files)
        for name, size in (("small.bin", 20), ("large.bin", 700_000)):
            with open(f"{files}/{name}", "wb") as out:
                out.write(os.urandom(size))
        with open(self.path("Caddyfile"), "w", encoding="utf-8") as out:
            out.write(CADDY.format(h2c_port=h2c_port, tls_port=tls_port, files=files, cert=self.path("cert.pem"),
                                   key=self.path("key.pem")))
        log = open(self.path("caddy.log"), "w+", encoding="utf-8")
        self.addCleanup(log.close)
        caddy = self.start(["caddy", "run", "--adapter", "caddyfile", "--config", self.path("Caddyfile")],
                           stdout=subprocess.DEVNULL, stderr=log,
                           env={**os.environ, "HOME": self.folder, "XDG_DATA_HOME": self.folder, "XDG_CONFIG_HOME": self.folder})

        def answers():
            self.assertIsNone(caddy.poll(), f"caddy did not start: {self.path('caddy.log')}")
            return subprocess.run(["curl", "-s", "-o", "/dev/null", f"http://127.0.0.1:{h2c_port}/small.bin"],
                                  check=False).returncode == 0
        self.wait_for(answers, "caddy answers")
        return h2c_port, tls_port, files

    def test_caddy_with_and_without_tls_and_by_upgrade(self):
        h2c_port, tls_port, files = self.caddy()
        plain, secure = f"http://127.0.0.1:{h2c_port}", f"https://127.0.0.1:{tls_port}"
        for version, base, sides in (("--http2-prior-knowledge", plain, ("client", "server")), ("--http2", plain, ("client", "server")),
                                     ("--http2", secure, ("client", "server"))):
            with self.subTest(version=version, base=base):
                # One connection each: curl 7.88 cannot use one with prior knowledge again.
                entries = self.record("--all", command=["sh", "-c", f"curl -sk {version} -o {self.path('a')} '{base}/small.bin?1' && "
                                                        f"curl -sk {version} -o {self.path('b')} '{base}/large.bin?2'"])
                for side in sides:
                    mine = [entry for entry in exchanges.of_side(entries, side) if entry["request"]["method"] == "GET"]
                    self.assertEqual([entry["request"]["url"] for entry in mine], [f"{base}/small.bin?1", f"{base}/large.bin?2"])
                    for entry, name in zip(mine, ("small.bin", "large.bin")):
                        self.assertTrue(exchanges.complete(entry), entry)
                        self.assertNotIn("_error", entry)
                        self.assertEqual(entry["response"]["httpVersion"], "HTTP/2")
                        self.assertEqual(exchanges.response_sha256(entry), servers.sha256_of(f"{files}/{name}"))
                        self.assertIn(("server", "Caddy"), exchanges.headers(entry["response"]))
                tools.measured(f"caddy {base.split(':')[0]} {version}: right, {' and '.join(sides)}")

    def grpc_messages(self, body):
        """(compressed, bytes) of each message in a body."""
        found = []
        while body:
            flag, length = struct.unpack_from(">BI", body)
            found.append((flag, body[5:5 + length]))
            body = body[5 + length:]
        return found

    def grpc(self, words, server_words, secure):
        self.assertTrue(os.access(GRPC_PEER, os.X_OK), f"{GRPC_PEER} is not built: libgrpc++-dev was not there when it was")
        server = self.start([GRPC_PEER, "server", "0", *server_words], stdout=subprocess.PIPE, text=True)
        port = self.ready(server)[0]
        calls = [("unary", "3"), ("client-stream", "20"), ("server-stream", "20"), ("bidi", "20"), ("unary", "1", "--missing"),
                 ("server-stream", "5", "--missing"), ("unary", "1", "--gzip"), ("bidi", "4", "--gzip"),
                 ("server-stream", "2", "--size", "200000")]
        lines = "\n".join(f"echo call; {GRPC_PEER} {call[0]} {port} {' '.join(call[1:] + words)}" for call in calls)
        # What is compressed cannot be searched for secrets, and is left out of masked files.
        entries = self.record("--all", "--unmasked", command=["sh", "-c", lines])
        said = []
        for block in self.answer.stdout.split("call\n")[1:]:
            sent, received, status = [], [], []
            for line in block.strip().split("\n"):
                (sent if line[0] == ">" else received if line[0] == "<" else status).append(line[2:] if line[0] in "<>" else line)
            said.append((sent, received, status))
        self.assertEqual(len(said), len(calls))
        for side in ("client", "server"):
            mine = self.whole(entries, side, sum(int(call[1]) if call[0] == "unary" else 1 for call in calls))
            at = 0
            for call, (sent, received, status) in zip(calls, said):
                count = int(call[1]) if call[0] == "unary" else 1
                asked, answered, codes = [], [], []
                for entry in mine[at:at + count]:
                    self.assertEqual((entry["request"]["method"], entry["response"]["status"]), ("POST", 200))
                    self.assertIn("/cleartap.test.Shelf/", entry["request"]["url"])
                    asked += self.grpc_messages(exchanges.request_bytes(entry))
                    answered += self.grpc_messages(exchanges.content_bytes(entry["response"]["content"]))
                at += count
                if "--gzip" in call:
                    self.assertEqual((len(asked), len(answered)), (len(sent), len(received)), call)
                    continue
                told = lambda messages: [f"{len(data)} {sha256(data)}" for _, data in messages]
                self.assertEqual(told(asked), sent, call)
                self.assertEqual(told(answered), received, call)
        tools.measured(f"gRPC {'TLS' if secure else 'plain'}: {len(calls)} runs of four kinds of call right on both sides")

    def test_grpc_plain(self):
        self.grpc((), (), False)

    def test_grpc_over_tls(self):
        certificate = self.path("cert.pem")
        self.grpc(("--tls", certificate), ("--tls", certificate, self.path("key.pem")), True)


if __name__ == "__main__":
    tools.main()
