#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files of packets that tcpdump and dumpcap wrote: the exchanges in them, byte for byte, as tshark reads them."""

import gzip
import os
import shutil
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import databases, exchanges, packet_files, servers, tools

DNS_SERVER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "support", "dns_server.py")
DOWN = 300 * 1000


class Packets(tools.Case):
    def setUp(self):
        super().setUp()
        self.nginx = servers.Nginx(self.folder, http2=True)
        self.addCleanup(self.nginx.stop)
        self.nginx.write("down.bin", os.urandom(DOWN))
        with open(self.path("up.bin"), "wb") as out:
            out.write(os.urandom(50 * 1000))
        self.keys = self.path("keys.log")
        self.ports = [(self.nginx.plain_port, "http"), (self.nginx.h2c_port, "http2"), (self.nginx.tls_port, "tls")]

    def dump(self, name, **more):
        return packet_files.Dump(self, self.path(name), [port for port, _ in self.ports], **more)

    def curl(self, scheme, *more):
        """Two bodies down, one up and one answer that there is nothing, on one connection."""
        url = self.nginx.url(scheme, "")
        options = ["-sk", "-H", "Expect:", *more]
        subprocess.run(["curl", *options, "-o", self.path("got"), f"{url}/down.bin", "--next", *options, "-T", self.path("up.bin"), f"{url}/upload/{scheme}",
                        "--next", *options, "-o", "/dev/null", f"{url}/small.json?of={scheme}", "--next", *options, "-o", "/dev/null", f"{url}/nowhere"],
                       check=True, capture_output=True, timeout=60, env={**os.environ, "SSLKEYLOGFILE": self.keys})

    def converted(self, path, *more, status=0):
        self.answer = self.cli("convert", path, self.path("out.har"), "--unmasked", *more, status=status)
        return tools.read_har(self.path("out.har"))["log"]

    def check(self, log, path, keys=None, schemes=("http", "https")):
        """Every exchange is there, whole, and tshark agrees."""
        entries = log["entries"]
        for scheme in schemes:
            mine = [entry for entry in entries if entry["request"]["url"].startswith(f"{scheme}://")]
            self.assertTrue(all(exchanges.complete(entry) for entry in mine), self.answer.stderr)
            down = [exchanges.response_sha256(entry) for entry in exchanges.of_url(mine, "down.bin")]
            self.assertEqual(down, [servers.sha256_of(self.nginx.file("down.bin"))])
            up = [exchanges.request_sha256(entry) for entry in exchanges.of_url(mine, "/upload/")]
            self.assertEqual(up, [servers.sha256_of(self.path("up.bin"))])
            self.assertEqual(sorted(entry["response"]["status"] for entry in mine), [200, 200, 201, 404])
            # Nobody invents a process.
            self.assertFalse(any("pid" in entry.get("_process", {}) for entry in mine), mine)
        self.assertEqual(packet_files.http_of_har(log), packet_files.http_of_tshark(path, keys, self.ports))
        tools.measured(f"{os.path.basename(path)}: {len(entries)} exchanges, as tshark has them")

    def traffic(self, name, **more):
        dump = self.dump(name, **more)
        self.curl("http", "--http1.1")
        os.remove(self.nginx.uploaded("http"))
        self.curl("https", "--http1.1", "--tlsv1.3")
        return dump.stop()

    def test_the_file_of_tcpdump(self):
        path = self.traffic("http1.pcap")
        with self.subTest("with a key log"):
            self.check(self.converted(path, "--keys", self.keys), path, self.keys)
        with self.subTest("packed"):
            with open(path, "rb") as plain, gzip.open(f"{path}.gz", "wb") as packed:
                shutil.copyfileobj(plain, packed)
            self.check(self.converted(f"{path}.gz", "--keys", self.keys), path, self.keys)
        with self.subTest("without secrets it says so"):
            log = self.converted(path)
            self.assertEqual([entry["request"]["url"].split(":")[0] for entry in log["entries"]], ["http"] * 4)
            self.assertIn("no secret", str(log["_connections"]))
            watched = self.cli("watch", path).stdout
            self.assertIn("no secret", watched)
            self.assertEqual(watched.count("/down.bin"), 1)
        with self.subTest("packets out of order and twice"):
            seed = time.time_ns()
            packet_files.shuffled(path, self.path("shuffled.pcap"), 6, seed)
            log = self.converted(self.path("shuffled.pcap"), "--keys", self.keys)
            for scheme in ("http", "https"):
                mine = [entry for entry in log["entries"] if entry["request"]["url"].startswith(f"{scheme}://")]
                down = [exchanges.response_sha256(entry) for entry in exchanges.of_url(mine, "down.bin")]
                self.assertEqual(down, [servers.sha256_of(self.nginx.file("down.bin"))], f"seed {seed}")
        with self.subTest("damaged"):
            with open(path, "r+b") as file:
                file.truncate(os.path.getsize(path) - 5)
            log = self.converted(path, "--keys", self.keys, status=4)
            self.assertIn("damaged", self.answer.stderr)
            self.assertEqual(len(log["entries"]), 8)

    def test_a_bad_wire_between_namespaces(self):
        """IPv6; packets lost, repeated and out of order, and sent again by the kernels."""
        here, there, port, url = packet_files.behind_bad_wire(self, self.nginx.folder)
        inside = ["ip", "netns", "exec", here]
        options = ["-skg", "--http1.1", "--retry", "20", "--retry-connrefused", "--retry-delay", "1", "--max-time", "60"]
        environment = {**os.environ, "SSLKEYLOGFILE": self.keys}
        self.wait_for(lambda: subprocess.run([*inside, "curl", *options, "-o", "/dev/null", f"{url}/small.json"], timeout=60).returncode == 0, "the server answers", 60)
        self.ports = [(port, "tls")]
        dump = self.dump("wire.pcap", interface="wire", namespace=here, other="10.9.0.2")
        for number in range(3):
            subprocess.run([*inside, "curl", *options, "-o", self.path("got"), f"{url}/down.bin?{number}", "--next", *options, "-o", "/dev/null", f"{url}/small.json?{number}"],
                           check=True, env=environment, timeout=120)
            self.assertEqual(servers.sha256_of(self.path("got")), servers.sha256_of(self.nginx.file("down.bin")))
        path = dump.stop()
        log = self.converted(path, "--keys", self.keys)
        down = [exchanges.response_sha256(entry) for entry in exchanges.of_url(log["entries"], "down.bin")]
        self.assertEqual(down, [servers.sha256_of(self.nginx.file("down.bin"))] * 3, self.answer.stderr)
        self.assertTrue(all(exchanges.complete(entry) for entry in log["entries"]))
        self.assertEqual(len(log["entries"]), 6)
        again = len(packet_files.fields(path, "tcp.analysis.retransmission or tcp.analysis.out_of_order", ["frame.number"]))
        tools.measured(f"{len(packet_files.records(path)[1])} packets, {again} of them sent again or out of order: 6 exchanges byte for byte")

    def test_what_is_no_file_of_packets(self):
        self.assertIn("pcapng", self.cli("convert", self.path("up.bin"), self.path("x.har"), status=2).stderr)
        self.assertIn("--keys", self.cli("watch", "--keys", self.path("up.bin"), status=2).stderr)
        self.cli("convert", self.path("up.bin"), self.path("x.cleartap"), status=2)

    def test_dumpcap_with_the_secrets_in_the_file(self):
        dump = self.dump("http2.pcapng", program="dumpcap")
        self.curl("https", "--http2", "--tlsv1.2", "--tls-max", "1.2")
        path = dump.stop()
        subprocess.run(["editcap", "--inject-secrets", f"tls,{self.keys}", path, self.path("secrets.pcapng")], check=True)
        self.check(self.converted(self.path("secrets.pcapng")), self.path("secrets.pcapng"), schemes=("https",))
        # As a capture of our own: readable without secrets, of which it has none.
        self.cli("convert", self.path("secrets.pcapng"), self.path("saved.cleartap"))
        self.check(self.converted(self.path("saved.cleartap")), self.path("secrets.pcapng"), schemes=("https",))
        with open(self.keys, encoding="ascii") as lines, open(self.path("saved.cleartap"), "rb") as saved:
            whole = saved.read()
            for line in lines:
                if not line.startswith("#"):
                    self.assertNotIn(bytes.fromhex(line.split()[2]), whole)

    def test_a_third_of_the_packets_is_missing(self):
        """What is missing is told of; nothing is invented; the connection is readable again behind it."""
        dump = self.dump("whole.pcap")
        for number in range(40):
            urls = [self.nginx.url("http", f"/1k.txt?{number}{which}") for which in "abc"]
            subprocess.run(["curl", "-s", "--remote-name-all", "--output-dir", self.path("."), *urls], check=True, timeout=20)
        path = dump.stop()
        whole = {entry["request"]["url"] for entry in self.converted(path)["entries"]}
        self.assertEqual(len(whole), 120)
        sha = servers.sha256_of(self.nginx.file("1k.txt"))
        seed = time.time_ns()
        packet_files.thinned(path, self.path("thin.pcap"), 0.3, seed)
        log = self.converted(self.path("thin.pcap"))
        named = [entry for entry in log["entries"] if "1k.txt" in entry["request"]["url"]]
        good = [entry for entry in named if exchanges.complete(entry) and exchanges.response_sha256(entry) == sha]
        tools.measured(f"of 120 exchanges {len(named)} were seen, {len(good)} whole, seed {seed}; {self.answer.stderr.strip()}")
        self.assertTrue({entry["request"]["url"] for entry in named} <= whole)
        self.assertIn("TCP segments that were not captured", self.answer.stderr)
        self.assertGreater(len(good), 10)
        # A body that is said to be whole is the one that was sent.
        wrong = [entry for entry in named if exchanges.complete(entry) and entry["response"]["status"] == 200 and exchanges.response_sha256(entry) != sha]
        self.assertEqual(wrong, [])

    def test_questions_in_datagrams(self):
        port, = servers.free_ports(1)
        self.ports = [(port, "dns")]
        self.start(["/usr/bin/python3", DNS_SERVER, str(port)], stdin=subprocess.DEVNULL)
        dump = self.dump("dns.pcap")
        for _ in range(2):
            self.wait_for(lambda: subprocess.run(["dig", "@127.0.0.1", "-p", str(port), "+tries=1", "+time=2", "www.shop.test"], capture_output=True).returncode == 0, "an answer")
        self.converted(dump.stop())
        found = databases.read_queries(self.path("out.har"), "dns", "client")
        self.assertEqual({(q["_query"]["verb"], q["_query"]["statement"], databases.facts(q)[2]) for q in found}, {("A", "www.shop.test", "NOERROR: 127.0.0.1")}, self.answer.stderr)


if __name__ == "__main__":
    tools.main()
