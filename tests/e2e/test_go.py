#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Go's own TLS: caddy as a server of curl and, as a reverse proxy, as a client of nginx."""

import json
import os
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import exchanges, servers, tools

CADDY = """
{{
    admin off
    auto_https off
    servers {{
        protocols h1 h2
    }}
}}
https://127.0.0.1:{port} {{
    tls {cert} {key}
    handle /upload/* {{
        reverse_proxy https://127.0.0.1:{nginx} {{
            header_up Host {{upstream_hostport}}
            transport http {{
                tls_insecure_skip_verify
            }}
        }}
    }}
    handle {{
        root * {files}
        file_server
    }}
}}
"""


class Go(tools.Case):
    def caddy(self):
        self.nginx = servers.Nginx(self.folder)
        self.addCleanup(self.nginx.stop)
        self.port = servers.free_ports(1)[0]
        with open(self.path("Caddyfile"), "w", encoding="utf-8") as out:
            out.write(CADDY.format(port=self.port, nginx=self.nginx.tls_port, cert=f"{self.nginx.folder}/cert.pem",
                                   key=f"{self.nginx.folder}/key.pem", files=f"{self.nginx.folder}/files"))
        log = open(self.path("caddy.log"), "w+", encoding="utf-8")
        self.addCleanup(log.close)
        caddy = self.start(["caddy", "run", "--adapter", "caddyfile", "--config", self.path("Caddyfile")],
                           stdout=subprocess.DEVNULL, stderr=log,
                           env={**os.environ, "HOME": self.folder, "XDG_DATA_HOME": self.folder, "XDG_CONFIG_HOME": self.folder})

        def answers():
            self.assertIsNone(caddy.poll(), f"caddy did not start: {self.path('caddy.log')}")
            return subprocess.run(["curl", "-sk", "-o", "/dev/null", f"{self.base}/small.json"], check=False).returncode == 0
        self.base = f"https://127.0.0.1:{self.port}"
        self.wait_for(answers, "caddy answers")
        return caddy

    def whole(self, entries, side, base, count):
        mine = [entry for entry in exchanges.of_side(entries, side) if "request" in entry and entry["request"]["url"].startswith(base + "/")]
        self.assertEqual(len(mine), count, f"{side}: {[(e['request']['method'], e['request']['url'], e['response']['status']) for e in mine]}\n"
                         f"{self.answer.stderr}")
        for entry in mine:
            self.assertTrue(exchanges.complete(entry), entry)
            self.assertNotIn("_error", entry)
        return mine

    def exchanged(self, version, source="calls"):
        """A small and a large body from caddy, one to it and on to nginx; bytes as the files have them, at every end."""
        caddy = self.caddy()
        upload = self.nginx.file("1m.bin")
        names = ["small.json", "1m.bin"]
        lines = [f"curl -sk {version} -o /dev/null {' -o /dev/null '.join(f'{self.base}/{name}' for name in names)}",
                 f"curl -sk {version} -H Expect: -o /dev/null -T {upload} {self.base}/upload/taken.bin"]
        entries = self.record("--all", "--tls-source", source, "--save", self.path("out.cleartap"), command=["sh", "-c", "; ".join(lines)])
        spoken = "HTTP/2" if "--http2" in version else "HTTP/1.1"
        for side in ("client", "server"):
            mine = self.whole(entries, side, self.base, 3)
            for entry, name in zip(mine, names):
                self.assertEqual(entry["response"]["httpVersion"], spoken)
                self.assertEqual(exchanges.response_sha256(entry), servers.sha256_of(self.nginx.file(name)), f"{side}, {name}")
                self.assertEqual((entry["_tls"]["source"], entry["_tls"]["library"]), (source, {"server": "Go crypto/tls", "client": "OpenSSL"}[side]))
                self.assertIn(("server", "Caddy"), [(field.lower(), value) for field, value in exchanges.headers(entry["response"])])
            self.assertEqual(mine[2]["request"]["method"], "PUT")
            self.assertEqual(exchanges.request_sha256(mine[2]), servers.sha256_of(upload), side)
        # Both ends of the connection behind it, of which caddy's is Go's client.
        for side in ("client", "server"):
            proxied = self.whole(entries, side, self.nginx.url("https", ""), 1)
            self.assertEqual(exchanges.request_sha256(proxied[0]), servers.sha256_of(upload), side)
        self.assertEqual(servers.sha256_of(f"{self.nginx.folder}/upload/taken.bin"), servers.sha256_of(upload))
        self.assertIsNone(caddy.poll(), "caddy is still there")
        tools.measured(f"Go's TLS by {source}, {spoken}: {len(names)} bodies from caddy and one through it right at all ends")

    def test_http1(self):
        self.exchanged("--http1.1")

    def test_http2(self):
        self.exchanged("--http2")

    def test_by_secrets(self):
        self.exchanged("--http2", "secrets")

    def test_by_secrets_of_tls12(self):
        self.exchanged("--http1.1 --tls-max 1.2", "secrets")

    def test_coverage_says_that_it_is_read(self):
        self.caddy()
        answer = json.loads(self.cli("coverage", "--json").stdout)
        rows = [row for row in answer if row["path"].endswith("/caddy")]
        self.assertTrue(rows, answer)
        for row in rows:
            self.assertRegex(row["version"], r"^go1\.\d+")
            self.assertEqual((row["state"], row["library"]), ("readable", "Go crypto/tls"), row)

    def test_a_thousand_connections(self):
        """Memory that Go uses again is another connection's."""
        self.caddy()
        count = 1000
        urls = " ".join(f"{self.base}/small.json?{number}" for number in range(40))
        lines = f"for i in $(seq {count // 40}); do curl -sk --http1.1 -H 'Connection: close' {urls} > /dev/null; done"
        entries = self.record("--all", command=["sh", "-c", lines])
        sha = servers.sha256_of(self.nginx.file("small.json"))
        mine = self.whole(entries, "server", self.base, count)
        self.assertEqual({exchanges.response_sha256(entry) for entry in mine}, {sha})


if __name__ == "__main__":
    tools.main()
