#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""HTTP/3 over QUIC: caddy (quic-go) and gtlsclient (ngtcp2 with GnuTLS), read at both ends by the secrets of their handshakes,
with bodies as the files have them: with key updates, new addresses and lost packets too."""

import os
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import exchanges, servers, tools

CADDY = """
{{
    admin off
    auto_https off
    servers {{
        protocols h1 h2 h3
    }}
}}
https://127.0.0.1:{port} {{
    tls {cert} {key}
    handle /upload/* {{
        reverse_proxy http://127.0.0.1:{nginx}
    }}
    handle {{
        root * {files}
        file_server
    }}
}}
"""
DOWN, UP = 1500 * 1000, 300 * 1000


class Quic(tools.Case):
    def setUp(self):
        super().setUp()
        self.nginx = servers.Nginx(self.folder)
        self.addCleanup(self.nginx.stop)
        self.nginx.write("down.bin", os.urandom(DOWN))
        with open(self.path("up.bin"), "wb") as out:
            out.write(os.urandom(UP))
        self.port = servers.free_ports(1)[0]
        self.base = f"https://127.0.0.1:{self.port}"
        os.makedirs(self.path("got"))

    def caddy(self):
        with open(self.path("Caddyfile"), "w", encoding="utf-8") as out:
            out.write(CADDY.format(port=self.port, nginx=self.nginx.plain_port, cert=f"{self.nginx.folder}/cert.pem",
                                   key=f"{self.nginx.folder}/key.pem", files=f"{self.nginx.folder}/files"))
        log = open(self.path("caddy.log"), "w+", encoding="utf-8")
        self.addCleanup(log.close)
        caddy = self.start(["caddy", "run", "--adapter", "caddyfile", "--config", self.path("Caddyfile")], stdout=subprocess.DEVNULL, stderr=log,
                           env={**os.environ, "HOME": self.folder, "XDG_DATA_HOME": self.folder, "XDG_CONFIG_HOME": self.folder})

        def answers():
            self.assertIsNone(caddy.poll(), f"caddy did not start: {self.path('caddy.log')}")
            return subprocess.run(["curl", "-sk", "-o", "/dev/null", f"{self.base}/small.json"], check=False).returncode == 0
        self.wait_for(answers, "caddy answers")
        return caddy

    def client(self, *options, paths=("down.bin", "small.json", "1k.txt")):
        """As a command line: it leaves when the last answer has come."""
        return [shutil.which("gtlsclient"), "--quiet", "--exit-on-all-streams-close", "--timeout=20s", f"--download={self.path('got')}", *options,
                "127.0.0.1", str(self.port), *[f"{self.base}/{path}" for path in paths]]

    def mine(self, entries):
        return [entry for entry in entries if entry["request"]["url"].startswith(self.base + "/")]

    def check(self, entries, paths, sides=("client", "server")):
        """Each path once at each end, whole, with the file's bytes and the facts of the connection."""
        for side in sides:
            found = exchanges.of_side(self.mine(entries), side)
            self.assertEqual(sorted(entry["request"]["url"].rsplit("/", 1)[-1] for entry in found), sorted(paths), f"{side}: {self.answer.stderr}")
            for entry in found:
                name = entry["request"]["url"].rsplit("/", 1)[-1]
                self.assertEqual(exchanges.response_sha256(entry), servers.sha256_of(self.nginx.file(name)), f"{side}: {name}")
                self.assertEqual((entry["request"]["httpVersion"], entry["response"]["httpVersion"], entry["response"]["status"]), ("HTTP/3", "HTTP/3", 200))
                self.assertTrue(exchanges.complete(entry), entry)
                self.assertNotIn("_error", entry)
                tls = entry["_tls"]
                self.assertEqual((tls["protocol"], tls["alpn"], tls["source"], tls["quic"]), ("TLS 1.3", "h3", "secrets", "v1"))
                self.assertTrue(tls["cipher"].startswith("TLS_"), tls)
                self.assertTrue(tls["ja4"].startswith("q13"), tls)
                self.assertEqual(tls["library"], {"client": "GnuTLS", "server": "Go crypto/tls"}[side], tls)
                self.assertEqual(entry["_process"]["comm"], {"client": "gtlsclient", "server": "caddy"}[side])
                self.assertEqual(entry["_connection"]["protocol"], "udp")
                server = entry["_connection"]["remote" if side == "client" else "local"]
                self.assertTrue(server.endswith(f":{self.port}"), entry["_connection"])
            self.assertEqual(len({entry["_connection"]["id"] for entry in found}), 1, side)

    def exchanged(self, *options, source="auto"):
        self.caddy()
        paths = ("down.bin", "small.json", "1k.txt")
        entries = self.record("--all", "--unmasked", "--tls-source", source, "--save", self.path("saved.cleartap"), command=self.client(*options, paths=paths))
        self.assertEqual(servers.sha256_of(self.path("got/down.bin")), servers.sha256_of(self.nginx.file("down.bin")))
        self.check(entries, paths)
        return entries

    def test_both_ends_as_captures_usually_do(self):
        entries = self.exchanged()
        ends = {side: {(e["_connection"]["local"], e["_connection"]["remote"]) for e in exchanges.of_side(self.mine(entries), side)} for side in ("client", "server")}
        self.assertEqual({local for local, _ in ends["client"]}, {remote for _, remote in ends["server"]})
        # The saved file holds plaintext: it needs no secret.
        self.cli("convert", "--unmasked", self.path("saved.cleartap"), self.path("again.har"))
        self.check(tools.read_har(self.path("again.har"))["log"]["entries"], ("down.bin", "small.json", "1k.txt"))

    def test_new_keys_and_a_new_address_in_the_middle(self):
        """The client's connection goes on from another port: it is one still, at both ends."""
        self.exchanged("--key-update=5ms", "--change-local-addr=10ms", "--delay-stream=50ms")

    def test_packets_that_are_lost_on_their_way(self):
        """By secrets alone, and with another cipher."""
        entries = self.exchanged("--tx-loss=0.05", "--rx-loss=0.05", "--ciphers=NORMAL:-VERS-ALL:+VERS-TLS1.3:-CIPHER-ALL:+CHACHA20-POLY1305", source="secrets")
        self.assertEqual({entry["_tls"]["cipher"] for entry in self.mine(entries)}, {"TLS_CHACHA20_POLY1305_SHA256"})

    def test_a_body_in_the_request(self):
        self.caddy()
        command = self.client("--http-method=PUT", f"--data={self.path('up.bin')}", paths=("upload/up",))
        entries = self.record("--all", "--unmasked", command=command)
        sha = servers.sha256_of(self.path("up.bin"))
        self.assertEqual(servers.sha256_of(self.nginx.uploaded("up")), sha)
        found = self.mine(entries)
        self.assertEqual(sorted((entry["_side"], entry["request"]["method"], exchanges.request_sha256(entry)) for entry in found),
                         [("client", "PUT", sha), ("server", "PUT", sha)], self.answer.stderr)

    def test_several_clients_of_one_socket_are_a_connection_each(self):
        self.caddy()
        one = " ".join(self.client(paths=("1k.txt", "small.json")))
        entries = self.record("--all", "--unmasked", command=["sh", "-ec", f"{one} & {one} & {one}; wait"])
        for side in ("client", "server"):
            found = exchanges.of_side(self.mine(entries), side)
            self.assertEqual(len(found), 6, f"{side}: {self.answer.stderr}")
            self.assertEqual(len({entry["_connection"]["id"] for entry in found}), 3, side)
            self.assertEqual(len({entry["_connection"]["remote" if side == "server" else "local"] for entry in found}), 3, side)

    def test_a_server_that_sends_the_client_back_with_a_token(self):
        """Retry: the connection begins anew under other ids."""
        server = self.start([shutil.which("gtlsserver") or "/usr/sbin/gtlsserver", "--quiet", "--validate-addr", f"--htdocs={self.nginx.folder}/files",
                             "127.0.0.1", str(self.port), f"{self.nginx.folder}/key.pem", f"{self.nginx.folder}/cert.pem"],
                            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.wait_for(lambda: f":{self.port:04X} " in open("/proc/net/udp", encoding="ascii").read() or server.poll() is not None, "the server listens")
        entries = self.record("--all", "--unmasked", command=self.client(paths=("down.bin",)))
        sha = servers.sha256_of(self.nginx.file("down.bin"))
        self.assertEqual(sorted((entry["_side"], entry["_tls"]["library"], exchanges.response_sha256(entry)) for entry in self.mine(entries)),
                         [("client", "GnuTLS", sha), ("server", "GnuTLS", sha)], self.answer.stderr)


if __name__ == "__main__":
    tools.main()
