#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Packets captured at interfaces and written as pcapng: tshark reads the same requests in it, decrypted with the secrets that were
asked for, and each connection's processes; nothing stays at the interfaces."""

import collections
import os
import signal
import stat
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import exchanges, packet_files, servers, tools

DOWN = 300 * 1000


def traffic_control(device, namespace=None):
    """Filters and queueing disciplines of ours, by tc(8)."""
    inside = ["ip", "netns", "exec", namespace] if namespace else []
    text = ""
    for command in (["filter", "show", "dev", device, "ingress"], ["filter", "show", "dev", device, "egress"], ["qdisc", "show", "dev", device, "clsact"]):
        text += subprocess.run([*inside, "tc", *command], capture_output=True, text=True).stdout
    return text


class PacketCapture(tools.Case):
    def setUp(self):
        super().setUp()
        self.nginx = servers.Nginx(self.folder, http2=True)
        self.addCleanup(self.nginx.stop)
        self.nginx.write("down.bin", os.urandom(DOWN))
        with open(self.path("up.bin"), "wb") as out:
            out.write(os.urandom(50 * 1000))
        self.ports = [(self.nginx.plain_port, "http"), (self.nginx.tls_port, "tls")]
        self.before = tools.bpf_objects()

    def curl(self):
        """Over HTTP and over TLS 1.3 and 1.2: a body down, one up, and an answer that there is nothing."""
        calls = []
        for scheme, more in (("http", ""), ("https", "--tlsv1.3"), ("https", "--tlsv1.2 --tls-max 1.2")):
            url = self.nginx.url(scheme, "")
            options = f"-sk --http1.1 {more} -H Expect:"
            calls.append(f"rm -f {self.nginx.uploaded('up')}; curl {options} -o {self.path('got')} {url}/down.bin --next {options} -o /dev/null -T {self.path('up.bin')} {url}/upload/up "
                         f"--next {options} -o /dev/null {url}/nowhere")
        return ["sh", "-e", "-c", "\n".join(calls)]

    def record_packets(self, *more, command=None, environment=None):
        self.saved, self.pcapng = self.path("run.cleartap"), self.path("run.pcapng")
        entries = self.record("--all", "--packets=lo", "--tls-source", "secrets", "--unmasked", "--save", self.saved, "--pcapng", self.pcapng, *more,
                              command=command or self.curl(), env=environment)
        ours = {f":{port}" for port, _ in self.ports}
        return [entry for entry in entries if any(entry["_connection"][end].endswith(tuple(ours)) for end in ("local", "remote"))]

    def in_tshark(self, path, keys=None):
        requests, statuses = collections.Counter(), collections.Counter()
        port_filter = " or ".join(f"tcp.port == {port}" for port, _ in self.ports)
        for values in packet_files.fields(path, f"http and ({port_filter})", ["http.request.method", "http.request.uri", "http.response.code"], keys, self.ports):
            requests.update(zip(values[0], values[1]))
            statuses.update(map(int, values[2]))
        return requests, statuses

    def gone(self):
        self.wait_for(lambda: not (tools.bpf_objects() - self.before), "no BPF object is left")
        self.wait_for(lambda: not traffic_control("lo"), f"nothing is left at lo: {traffic_control('lo')}")

    def test_tshark_reads_the_same_with_secrets_and_processes(self):
        entries = self.record_packets("--pcapng-secrets")
        clients = exchanges.of_side(entries, "client")
        self.assertEqual(len(clients), 9, self.answer.stderr)
        self.assertIn("contains the secrets", self.answer.stderr)
        self.assertRegex(self.answer.stderr, r"\d+ packets on \d+ connections, \d+ with a known process, 0 lost")
        self.assertEqual(stat.S_IMODE(os.stat(self.pcapng).st_mode), 0o600)

        expected = packet_files.http_of_har({"entries": clients})
        self.assertEqual(self.in_tshark(self.pcapng), expected)

        with self.subTest("our own reader reads the same bodies"):
            self.cli("convert", self.pcapng, self.path("again.har"), "--unmasked")
            log = tools.read_har(self.path("again.har"))["log"]
            port_of = {f":{port}" for port, _ in self.ports}
            again = [entry for entry in log["entries"] if entry["_connection"]["remote"].endswith(tuple(port_of))]
            self.assertEqual(packet_files.http_of_har({"entries": again}), expected)
            down = [exchanges.response_sha256(entry) for entry in exchanges.of_url(again, "down.bin")]
            self.assertEqual(down, [servers.sha256_of(self.nginx.file("down.bin"))] * 3)
            up = [exchanges.request_sha256(entry) for entry in exchanges.of_url(again, "/upload/")]
            self.assertEqual(up, [servers.sha256_of(self.path("up.bin"))] * 3)

        with self.subTest("processes, directions, interface"):
            port_filter = " or ".join(f"tcp.port == {port}" for port, _ in self.ports)
            names = ["frame.comment", "frame.interface_name", "frame.packet_flags_direction", "tcp.stream", "tcp.flags.syn", "tcp.flags.ack"]
            packets = packet_files.fields(self.pcapng, port_filter, names, None, self.ports)
            comments = [values[0][0] for values in packets if values[0]]
            self.assertEqual(len(comments), 3)
            for values in packets:
                if values[0]:
                    self.assertRegex(values[0][0], r"^From curl \(pid \d+, /usr/bin/curl\) to nginx \(pid \d+, /usr/sbin/nginx\)$")
                    self.assertEqual((values[4], values[5]), (["1"], ["0"]), "the comment is on the SYN")
            self.assertEqual({values[1][0] for values in packets}, {"lo"})
            self.assertEqual({int(values[2][0], 0) for values in packets}, {2})
            tools.measured(f"{len(packets)} packets, {len(comments)} comments; {self.answer.stderr.splitlines()[-2:]}")

        with self.subTest("without being asked for, no secret"):
            self.cli("convert", self.saved, self.path("closed.pcapng"))
            with open(self.path("closed.pcapng"), "rb") as closed, open(self.pcapng, "rb") as opened:
                self.assertNotIn(b"TRAFFIC_SECRET", closed.read())
                self.assertIn(b"TRAFFIC_SECRET", opened.read())
            requests, _ = self.in_tshark(self.path("closed.pcapng"))
            self.assertEqual(sum(requests.values()), 3)
        self.gone()

    def test_a_saved_capture_and_a_key_log(self):
        self.record_packets("--secrets", self.path("keys.log"))
        with open(self.saved, "rb") as saved:
            self.assertNotIn(b"TRAFFIC_SECRET", saved.read())
        answer = self.cli("convert", self.saved, self.path("open.pcapng"), "--keys", self.path("keys.log"))
        self.assertIn("contains the secrets", answer.stderr)
        requests, statuses = self.in_tshark(self.path("open.pcapng"))
        self.assertEqual((sum(requests.values()), sum(statuses.values())), (9, 9))

    def test_only_the_commands_own_packets(self):
        """A second client of the same server, all the while."""
        self.start(["sh", "-c", f"while :; do curl -s -o /dev/null {self.nginx.url('http', '/small.json?not-ours')}; done"])
        self.wait_for(lambda: self.nginx.requests_answered() > 5, "traffic runs")
        url = self.nginx.url("http", "/small.json?ours")
        answer = self.cli("record", "--pcapng", self.path("own.pcapng"), "--packets=lo", "--", "sh", "-c", f"for n in 1 2 3 4 5; do curl -s -o /dev/null {url}$n; done")
        requests, statuses = self.in_tshark(self.path("own.pcapng"))
        self.assertEqual(sorted(target for _, target in requests), [f"/small.json?ours{number}" for number in range(1, 6)], answer.stderr)
        self.assertEqual(sum(statuses.values()), 5)
        with open(self.path("own.pcapng"), "rb") as file:
            self.assertNotIn(b"not-ours", file.read())

    def test_headers_only(self):
        self.record_packets("--snap", "96")
        lengths = packet_files.fields(self.pcapng, "tcp", ["frame.cap_len", "frame.len"])
        self.assertLessEqual(max(int(values[0][0]) for values in lengths), 96)
        self.assertGreater(max(int(values[1][0]) for values in lengths), 1000)

    def check_from_packets(self, entries, count):
        self.assertEqual({entry["_process"]["comm"] for entry in entries}, {"curl"}, self.answer.stderr)
        self.assertTrue(all(exchanges.complete(entry) for entry in entries), self.answer.stderr)
        down = [exchanges.response_sha256(entry) for entry in exchanges.of_url(entries, "down.bin")]
        self.assertEqual(down, [servers.sha256_of(self.nginx.file("down.bin"))] * count, self.answer.stderr)

    def test_exchanges_from_packets_and_secrets_alone(self):
        entries = self.record("--all", "--from-packets", "--packets=lo", "--unmasked", command=self.curl())
        ours = tuple(f":{port}" for port, _ in self.ports)
        mine = [entry for entry in entries if entry["_connection"]["remote"].endswith(ours)]
        self.check_from_packets(mine, 3)
        up = [exchanges.request_sha256(entry) for entry in exchanges.of_url(mine, "/upload/")]
        self.assertEqual(up, [servers.sha256_of(self.path("up.bin"))] * 3)
        self.assertEqual(sorted(entry["response"]["status"] for entry in mine), [200] * 3 + [201] * 3 + [404] * 3)
        self.assertEqual({entry["_connection"]["tie"] for entry in mine if entry["request"]["url"].startswith("https")}, {"decrypted"})
        tools.measured(self.answer.stderr.strip())

    def test_exchanges_from_packets_between_namespaces(self):
        """Over a wire that loses, repeats and reorders packets, of which one end is captured at a time: client's, then server's."""
        here, there, _, url = packet_files.behind_bad_wire(self, self.nginx.folder)
        curl = ["curl", "-skg", "--http1.1", "--max-time", "60"]
        inside = ["ip", "netns", "exec", here]
        self.wait_for(lambda: subprocess.run([*inside, *curl, "-o", "/dev/null", f"{url}/small.json"], timeout=70).returncode == 0, "the server answers", 60)
        for namespace, side, comm in ((here, "client", "curl"), (there, "server", "python3")):
            with self.subTest(side):
                har = self.path(f"{side}.har")
                command = ["sh", "-c", f"exec nsenter --net=/run/netns/{here} {' '.join(curl)} -o {self.path('got')} '{url}/down.bin'"]
                answer = subprocess.run(["ip", "netns", "exec", namespace, tools.CLI, "record", "--all", "--from-packets", "--packets=wire", "--unmasked", "--har", har, "--", *command],
                                        capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL)
                self.assertEqual(answer.returncode, 0, answer.stderr)
                entries = exchanges.of_url(tools.read_har(har)["log"]["entries"], "down.bin")
                self.assertEqual([exchanges.response_sha256(entry) for entry in entries], [servers.sha256_of(self.nginx.file("down.bin"))], answer.stderr)
                self.assertEqual([(entry["_side"], entry["_process"]["comm"]) for entry in entries], [(side, comm)], answer.stderr)
                tools.measured(f"{side}: {answer.stderr.strip()}")

    def test_clsact_where_there_is_no_tcx(self):
        entries = self.record_packets("--pcapng-secrets", environment={**os.environ, "CLEARTAP_FORCE_HOOKS": "clsact"})
        self.assertEqual(self.in_tshark(self.pcapng), packet_files.http_of_har({"entries": exchanges.of_side(entries, "client")}))
        self.gone()

    def test_kill_leaves_nothing_at_the_interface(self):
        for hooks in ("", "clsact"):
            with self.subTest(hooks or "tcx"):
                environment = {**os.environ, "CLEARTAP_FORCE_HOOKS": hooks} if hooks else dict(os.environ)
                client = self.start([tools.CLI, "record", "--all", "--packets=lo", "--pcapng", self.path("killed.pcapng")], env=environment, stdin=subprocess.DEVNULL,
                                    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                self.wait_for(lambda: any(name == "packet_looped" for _, _, name in tools.bpf_objects() - self.before), "the program is loaded")
                if hooks:
                    self.wait_for(lambda: "packet_looped" in traffic_control("lo"), "the filter is there")
                subprocess.run(["curl", "-s", "-o", "/dev/null", self.nginx.url("http", "/small.json")], check=True)
                # The helper opens files in children of its own, which bear its words while they last.
                helpers = [pid for pid in tools.descendants(client.pid) if "--inherit" in tools.command_line(pid)]
                [loader] = [pid for pid in helpers if tools.parent_of(pid) not in helpers]
                began = time.monotonic()
                os.kill(loader, signal.SIGKILL)
                self.gone()
                tools.measured(f"{hooks or 'tcx'}: clean {time.monotonic() - began:.2f} s after kill -9")
                client.wait(30)

    def test_what_cannot_be(self):
        for arguments, words in (
                (["record", "--packets=lo", "--", "true"], "written nowhere"),
                (["record", "--snap", "96", "--har", self.path("x.har")], "about packets"),
                (["record", "--pcapng", self.path("x.pcapng"), "--pcapng-secrets"], "--tls-source secrets"),
                (["convert", self.nginx.file("1k.txt"), self.path("x.pcapng")], "Cannot read")):
            self.assertIn(words, self.cli(*arguments, status=2).stderr)
        answer = self.cli("record", "--packets=nowhere0", "--pcapng", self.path("x.pcapng"), "--", "true", status=3)
        self.assertIn("no interface nowhere0", answer.stderr)
        self.record("--save", self.path("plain.cleartap"), command=["true"])
        self.assertIn("no packets", self.cli("convert", self.path("plain.cleartap"), self.path("empty.pcapng")).stderr)


if __name__ == "__main__":
    tools.main()
