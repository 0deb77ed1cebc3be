#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""SSL_write_ex2, which only OpenSSL 3.3 and later have: a client with the library of Debian 13, in whose C library it
runs too, against nginx with the one of this machine."""

import glob
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "kernels")]
import fetch
from support import servers, tools

PACKAGES = ["libc6", "libssl3t64", "libzstd1", "zlib1g"]
COUNT = 20


def newer_system(folder):
    """Root of the few packages, fetched once."""
    root = os.path.join(folder, "trixie", "openssl")
    if not os.path.exists(f"{root}/complete"):
        suite = fetch.Suite("trixie", folder)
        suite.apt("apt-get", "update", "-q")
        suite.apt("apt-get", "download", *PACKAGES)
        for package in PACKAGES:
            for archive in glob.glob(f"{suite.folder}/cache/{package}_*.deb"):
                subprocess.run(["dpkg-deb", "-x", archive, root], check=True)
                os.unlink(archive)
        open(f"{root}/complete", "w", encoding="utf-8").close()
    return root


class OpenSsl35(tools.Case):
    def test_ssl_write_ex2(self):
        root = newer_system(os.path.join(os.path.dirname(tools.BIN), "kernels"))
        libraries = f"{root}/usr/lib/x86_64-linux-gnu"
        client = self.path("client")
        subprocess.run(["cc", "-O1", "-o", client, os.path.join(HERE, "support", "write_ex2.c")], check=True)
        nginx = servers.Nginx(self.folder)
        self.addCleanup(nginx.stop)
        address = nginx.url("https", "/1k.txt")
        port, path = address.split(":")[2].split("/", 1)
        entries = self.record("--all", command=[f"{libraries}/ld-linux-x86-64.so.2", "--library-path", libraries, client, port, "/" + path, str(COUNT)])
        self.assertIn("done", self.answer.stdout, self.answer.stderr)
        mine = [entry for entry in entries if entry.get("_side") == "client"]
        self.assertEqual([entry["request"]["url"].partition("?")[2] for entry in mine], [str(number) for number in range(COUNT, 0, -1)])
        for entry in mine:
            self.assertEqual(entry["response"]["status"], 200)
            self.assertEqual(entry["response"]["content"]["size"], 1024)
        self.assertTrue(mine[0]["_tls"]["version"].startswith("3.5"), mine[0]["_tls"])
        tools.measured(f"{COUNT} requests by SSL_write_ex2 of OpenSSL {mine[0]['_tls']['version']}, tied by {mine[0]['_connection']['tie']}")


if __name__ == "__main__":
    tools.main()
