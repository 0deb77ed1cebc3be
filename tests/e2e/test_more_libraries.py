#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""TLS libraries beyond OpenSSL and GnuTLS, in real programs: every byte both ways, the right connection, the program's own
exit status."""

import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
from support import exchanges, lighttpd, servers, tools

CURL_FACTS = "%{local_ip}:%{local_port} %{remote_ip}:%{remote_port} %{http_code}"
SIZES = {"one": 1, "16k": 16 * 1024, "1m": 1000 * 1000}
STATIC = os.path.join(os.path.dirname(tools.BIN), "tests", "static_client")


class MoreLibraries(tools.Case):
    def check(self, entry, side, library, facts):
        local, remote, status = facts.split()
        connection = entry["_connection"]
        pair = (local, remote) if side == "client" else (remote, local)
        self.assertEqual((connection["local"], connection["remote"]), pair)
        self.assertEqual(entry["response"]["status"], int(status))
        self.assertEqual(entry["_tls"]["library"], library)
        self.assertTrue(connection.get("tie"), connection)
        self.assertTrue(exchanges.complete(entry), {name: value for name, value in entry.items() if name.startswith("_")})

    def only(self, entries, side, url):
        found = [entry for entry in exchanges.of_side(entries, side) if entry["request"]["url"] == url]
        self.assertEqual(len(found), 1, f"{[(e.get('_side'), e['request']['url']) for e in entries]}\n{self.answer.stderr}")
        return found[0]

    def lighttpd_with(self, module, library, version):
        server = lighttpd.Lighttpd(self, module)
        for name, size in SIZES.items():
            body = os.urandom(size)
            file = server.write(f"{name}.bin", body)
            for way in ("down", "echo"):
                with self.subTest(module=module, size=size, way=way):
                    url = server.url(f"/{name}.bin" if way == "down" else f"/echo.cgi?{name}")
                    upload = [] if way == "down" else ["--data-binary", f"@{file}", "-H", "Expect:", "-H", "Content-Type: application/octet-stream"]
                    entries = self.record("--unmasked", "--pid", str(server.process.pid), command=[
                        "curl", "-sk", "--http1.1", "-o", self.path("body"), "-w", CURL_FACTS, *upload, url])
                    self.assertEqual(servers.sha256_of(self.path("body")), servers.sha256_of(file), "curl has other bytes")
                    entry = self.only(entries, "server", url)
                    self.check(entry, "server", library, self.answer.stdout)
                    self.assertEqual((entry["_process"]["comm"], entry["_process"]["pid"]), ("lighttpd", server.process.pid))
                    self.assertRegex(entry["_tls"].get("version", ""), version)
                    self.assertEqual(exchanges.response_sha256(entry), servers.sha256_of(file))
                    if upload:
                        self.assertEqual(exchanges.request_sha256(entry), servers.sha256_of(file))
                    tools.measured(f"lighttpd with {library} {entry['_tls'].get('version', '')}, {way} {size} B: right, "
                                   f"tied by {entry['_connection']['tie']}")
        self.assertIsNone(server.process.poll(), "lighttpd is still running")

    def test_wolfssl_as_the_server(self):
        self.lighttpd_with("wolfssl", "wolfSSL", r"^5\.\d+\.\d+$")

    def test_mbedtls_as_the_server(self):
        self.lighttpd_with("mbedtls", "Mbed TLS", r"^(|2\.\d+\.\d+|3\.\d+\.\d+)$")

    def test_nss_as_the_server(self):
        self.lighttpd_with("nss", "NSS", r"^3\.\d+")

    def test_nss_as_the_client(self):
        nginx = servers.Nginx(self.folder)
        self.addCleanup(nginx.stop)
        client = ["/usr/bin/python3", os.path.join(HERE, "support", "nss_client.py")]
        for name in ("one", "16k", "1m"):
            file = nginx.file(f"{name}.bin")
            for way in ("down", "up"):
                with self.subTest(name=name, way=way):
                    url = nginx.url("https", f"/{name}.bin" if way == "down" else f"/upload/nss-{name}")
                    entries = self.record("--unmasked", command=[*client, url, self.path("body"), *([file] if way == "up" else [])])
                    entry = self.only(entries, "client", url)
                    self.check(entry, "client", "NSS", self.answer.stdout)
                    if way == "down":
                        self.assertEqual(servers.sha256_of(self.path("body")), servers.sha256_of(file))
                        self.assertEqual(exchanges.response_sha256(entry), servers.sha256_of(file))
                    else:
                        self.assertEqual(servers.sha256_of(nginx.uploaded(f"nss-{name}")), servers.sha256_of(file))
                        self.assertEqual(exchanges.request_sha256(entry), servers.sha256_of(file))
                    tools.measured(f"libcurl with NSS {entry['_tls'].get('version', '')}, {way} {name}: right, tied by {entry['_connection']['tie']}")

    def test_openssl_inside_a_program_without_symbols(self):
        nginx = servers.Nginx(self.folder)
        self.addCleanup(nginx.stop)
        client = self.path("client")
        subprocess.run(["strip", "-o", client, STATIC], check=True)
        for name in ("one", "16k", "1m", "10m"):
            with self.subTest(name=name):
                entries = self.record("--unmasked", command=[client, str(nginx.tls_port), f"/{name}.bin"])
                # That it printed the size is the client's own word for a good run.
                self.assertGreater(int(self.answer.stdout), servers.SIZES[name])
                entry = self.only(entries, "client", f"https://localhost/{name}.bin")
                self.assertEqual(entry["_tls"]["library"], "OpenSSL")
                self.assertTrue(exchanges.complete(entry), entry.get("_lost"))
                self.assertTrue(entry["_connection"].get("tie"), entry["_connection"])
                self.assertEqual(exchanges.response_sha256(entry), servers.sha256_of(nginx.file(f"{name}.bin")))
                tools.measured(f"stripped program with OpenSSL {entry['_tls'].get('version', '')}, {name}: right, tied by {entry['_connection']['tie']}")


if __name__ == "__main__":
    tools.main()
