#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands before HTTP and TLS on the way through proxies is read, named and shown with the connection; no password is."""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import exchanges, proxies, servers, tools

CURL = ["/usr/bin/curl", "-sk", "--http1.1", "--max-time", "20"]


class Proxies(tools.Case):
    def setUp(self):
        super().setUp()
        self.nginx = servers.Nginx(self.folder)
        self.addCleanup(self.nginx.stop)
        self.nginx.write("x", b"hello")

    def of_curl(self, command):
        """The exchanges of curl, and the number of its conversations."""
        entries = self.record("--unmasked", command=command)
        log = tools.read_har(self.path("out.har"))["log"]
        beside = [c for c in log.get("_conversations", []) if c["_process"]["comm"] == "curl"]
        return [e for e in entries if e["_process"]["comm"] == "curl" and exchanges.complete(e)], len(beside)

    def nothing_holds_the_password(self):
        with open(self.path("out.har"), encoding="utf-8") as text:
            har = text.read().replace(f"ann:{proxies.PASSWORD}", "")   # curl's own command line
        self.assertNotIn(proxies.PASSWORD, har)

    def test_proxy_header_of_curl(self):
        port = proxies.serve(proxies.behind_a_header)
        mine, beside = self.of_curl([*CURL, "--haproxy-protocol", f"http://127.0.0.1:{port}/x"])
        self.assertEqual([e["response"]["status"] for e in mine], [200])
        self.assertEqual(beside, 0)
        header = mine[0]["_connection"]["prefixes"][0]
        self.assertEqual(header["name"], "PROXY protocol v1")
        self.assertEqual(header["client"], mine[0]["_connection"]["local"])
        self.assertEqual(header["server"], mine[0]["_connection"]["remote"])

    def test_socks_before_http_and_tls(self):
        port = proxies.serve(proxies.socks)
        for scheme in ("http", "https"):
            for kind, name in (("socks4", "SOCKS 4"), ("socks4a", "SOCKS 4a"), ("socks5", "SOCKS 5"), ("socks5h", "SOCKS 5")):
                for user in ("", f"ann:{proxies.PASSWORD}@" if "5" in kind else "ann@"):
                    with self.subTest(scheme=scheme, kind=kind, user=bool(user)):
                        mine, beside = self.of_curl([*CURL, "-x", f"{kind}://{user}127.0.0.1:{port}",
                                                     f"{scheme}://127.0.0.1:{self.nginx.port(scheme)}/x"])
                        self.assertEqual([e["response"]["status"] for e in mine], [200])
                        self.assertEqual(beside, 0)
                        socks = mine[0]["_connection"]["prefixes"][0]
                        self.assertEqual(socks["name"], name if "4a" not in kind else socks["name"])
                        self.assertEqual(socks["target"], f"127.0.0.1:{self.nginx.port(scheme)}")
                        self.assertEqual(socks.get("user", ""), "ann" if user else "")
                        self.nothing_holds_the_password()

    def test_tls_in_tls_is_on_the_connection_to_the_proxy(self):
        servers.make_certificate(self.folder)
        port = proxies.serve(proxies.connect, self.folder)
        mine, beside = self.of_curl([*CURL, "--proxy-insecure", "-x", f"https://127.0.0.1:{port}", self.nginx.url("https", "/x")])
        self.assertEqual([e["request"]["method"] for e in mine], ["CONNECT", "GET"])
        outer, inner = (e["_connection"] for e in mine)
        self.assertEqual(inner["id"], outer["id"])
        self.assertEqual(inner["remote"], f"127.0.0.1:{port}")
        self.assertEqual(beside, 0)


if __name__ == "__main__":
    tools.main()
