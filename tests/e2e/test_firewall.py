#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A zoo of firewalls, in network namespaces of its own: a client, a router and a server. Why a connection fails is said with
chain and table, a translated one is one row with all its addresses, and no rule is changed by being looked at."""

import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import exchanges, tools

CLIENT, ROUTER, SERVER = "client", "router", "server"
CLIENT_ADDRESS, ROUTER_NEAR, ROUTER_FAR, SERVER_ADDRESS = "10.77.1.2", "10.77.1.1", "10.77.2.1", "10.77.2.2"
PORT = 8000

# Answers each connection once, and says where it came from.
ANSWER = """
import http.server
class Answer(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def do_GET(self):
        body = ("%s:%d" % self.client_address).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *_):
        pass
http.server.ThreadingHTTPServer(("10.77.2.2", 8000), Answer).serve_forever()
"""

# One request, then another one on the same connection when the file is there.
TWO_REQUESTS = """
import http.client, os, sys, time
server = http.client.HTTPConnection("10.77.2.2", 8000)
def ask():
    server.request("GET", "/twice")
    server.getresponse().read()
ask()
open(sys.argv[1], "w").close()
while not os.path.exists(sys.argv[2]):
    time.sleep(0.02)
server.sock.settimeout(2)
try:
    ask()
except TimeoutError:
    print("no answer")
"""


# A connection that is there for a while.
LASTING = """
import http.client, time
server = http.client.HTTPConnection("10.77.2.2", 8000)
server.request("GET", "/both")
server.getresponse().read()
time.sleep(2)
"""


class Firewall(tools.Case):
    def setUp(self):
        super().setUp()
        self.names = {role: f"ct{os.getpid()}{role}" for role in (CLIENT, ROUTER, SERVER)}
        for name in self.names.values():
            subprocess.run(["ip", "netns", "add", name], check=True)
            self.addCleanup(subprocess.run, ["ip", "netns", "del", name], check=False)
            self.inside(name, "ip", "link", "set", "lo", "up")
        self.wire(CLIENT, CLIENT_ADDRESS, ROUTER_NEAR, "near")
        self.wire(SERVER, SERVER_ADDRESS, ROUTER_FAR, "far")
        self.inside(self.names[ROUTER], "sysctl", "-qw", "net.ipv4.ip_forward=1")
        self.serve = self.start(["ip", "netns", "exec", self.names[SERVER], "/usr/bin/python3", "-c", ANSWER])
        self.wait_for(lambda: self.curl(f"http://{SERVER_ADDRESS}:{PORT}/").returncode == 0, "the server answers")

    def inside(self, name, *command, check=True):
        return subprocess.run(["ip", "netns", "exec", name, *command], capture_output=True, text=True, check=check)

    def wire(self, role, address, router, end):
        """A pair of interfaces between the router and one of the others."""
        other, hub = self.names[role], self.names[ROUTER]
        subprocess.run(["ip", "link", "add", end, "netns", hub, "type", "veth", "peer", "name", "wire", "netns", other], check=True)
        for name, device, own in ((hub, end, router), (other, "wire", address)):
            self.inside(name, "ip", "address", "add", f"{own}/24", "dev", device)
            self.inside(name, "ip", "link", "set", device, "up")
        self.inside(other, "ip", "route", "add", "default", "via", router)

    def curl(self, url, longest=5):
        return self.inside(self.names[CLIENT], "curl", "-s", "--max-time", str(longest), url, check=False)

    def rules(self):
        """All rules of all namespaces, without what they have counted."""
        text = ""
        for name in self.names.values():
            text += self.inside(name, "nft", "-s", "list", "ruleset", check=False).stdout
            for family in ("iptables-legacy-save", "ip6tables-legacy-save"):
                text += re.sub(r"\[\d+:\d+\]|^#.*$", "", self.inside(name, family, check=False).stdout, flags=re.M)
        return text

    def set_rules(self, role, lines):
        for line in lines:
            self.inside(self.names[role], *line.split())

    def remove_rules(self):
        for name in self.names.values():
            self.inside(name, "nft", "flush", "ruleset")
            for table in self.inside(name, "cat", "/proc/net/ip_tables_names").stdout.split():
                self.inside(name, "iptables-legacy", "-t", table, "-F")

    def record_curl(self, port=PORT, longest=3, address=SERVER_ADDRESS):
        """The rows of one request from the client, and curl's status."""
        before = self.rules()
        har = self.path("out.har")
        command = f"ip netns exec {self.names[CLIENT]} curl -s -o {self.path('got')} --max-time {longest} http://{address}:{port}/"
        self.answer = self.cli("record", "--unmasked", "--har", har, "--", "sh", "-c", f"{command}; echo $? > {self.path('status')}")
        self.assertEqual(self.rules(), before, "rules were changed")
        log = tools.read_har(har)["log"]
        rows = [row for row in log["entries"] + log.get("_connections", []) if row.get("_connection", {}).get("remote") == f"{address}:{port}"]
        with open(self.path("status"), encoding="utf-8") as status:
            return rows, int(status.read())

    def check_failed(self, role, lines, expected, words, netns, status, **how):
        """`words`: the reason, or those of which one is right."""
        words = words if isinstance(words, tuple) else (words,)
        self.set_rules(role, lines)
        try:
            rows, got = self.record_curl(**how)
        finally:
            self.remove_rules()
        self.assertEqual(got, status, self.answer.stderr)
        [row] = rows
        self.assertTrue(row.get("_failed"), row)
        self.assertIn(row["_connection"]["reason"], words)
        drops = [drop for drop in row["_drops"] if drop["reason"] == "NETFILTER_DROP"]
        self.assertEqual(len(drops), 1, row["_drops"])
        [drop] = drops
        self.assertEqual({name: drop.get(name) for name in expected}, expected)
        self.assertEqual((drop["direction"], drop["netns"]), ("sent", os.stat(f"/run/netns/{self.names[netns]}").st_ino))
        self.assertGreaterEqual(drop["packets"], 1)
        tools.measured(f"{lines[-1]} -> {row['_connection']['reason']} ({drop['packets']} packets)")

    def test_what_is_dropped_or_refused(self):
        given_up, refused = "given up by the program: dropped by the firewall", "refused by the firewall"
        nft_input = ["nft add table inet fw", "nft add chain inet fw incoming { type filter hook input priority 0 ; }"]
        nft = {"firewall": "nftables", "family": "inet", "table": "fw", "chain": "incoming", "hook": "input"}
        zoo = {
            "iptables-nft, drop on the way out": (
                CLIENT, [f"iptables-nft -A OUTPUT -p tcp --dport {PORT} -j DROP"],
                {"firewall": "nftables", "family": "ip", "table": "filter", "chain": "OUTPUT", "hook": "output"},
                f"{given_up} (nftables: chain OUTPUT of table ip filter, at output)", CLIENT, 28),
            "iptables-legacy, reject on the way out": (
                CLIENT, [f"iptables-legacy -A OUTPUT -p tcp --dport {PORT} -j REJECT --reject-with tcp-reset"],
                {"firewall": "iptables", "table": "filter", "chain": "OUTPUT", "hook": "output"},
                f"{refused} (iptables: chain OUTPUT of table filter, at output)", CLIENT, 7),
            "nftables, drop at the server": (
                SERVER, [*nft_input, f"nft add rule inet fw incoming tcp dport {PORT} drop"], nft,
                f"{given_up} (nftables: chain incoming of table inet fw, at input)", SERVER, 28),
            "nftables, reject at the server": (
                SERVER, [*nft_input, f"nft add rule inet fw incoming tcp dport {PORT} reject with tcp reset"], nft,
                f"{refused} (nftables: chain incoming of table inet fw, at input)", SERVER, 7),
            "nftables, a policy that drops": (
                SERVER, ["nft add table ip closed", "nft add chain ip closed gate { type filter hook input priority 10 ; policy drop ; }"],
                {"firewall": "nftables", "family": "ip", "table": "closed", "chain": "gate", "hook": "input"},
                f"{given_up} (nftables: chain gate of table ip closed, at input)", SERVER, 28),
            "iptables-legacy, drop at the server": (
                SERVER, [f"iptables-legacy -A INPUT -p tcp --dport {PORT} -j DROP"],
                {"firewall": "iptables", "table": "filter", "chain": "INPUT", "hook": "input"},
                f"{given_up} (iptables: chain INPUT of table filter, at input)", SERVER, 28),
            "iptables-nft, reject at the server": (
                SERVER, [f"iptables-nft -A INPUT -p tcp --dport {PORT} -j REJECT"],
                {"firewall": "nftables", "family": "ip", "table": "filter", "chain": "INPUT", "hook": "input"},
                # An ICMP error that arrives within connect() is kept for SO_ERROR: the program reads it and closes.
                tuple(f"{how} (nftables: chain INPUT of table ip filter, at input)" for how in (refused, given_up)), SERVER, 7),
            "nftables, drop in between": (
                ROUTER, ["nft add table inet fw", "nft add chain inet fw passing { type filter hook forward priority 0 ; }",
                         f"nft add rule inet fw passing tcp dport {PORT} drop"],
                {"firewall": "nftables", "family": "inet", "table": "fw", "chain": "passing", "hook": "forward"},
                f"{given_up} (nftables: chain passing of table inet fw, at forward)", ROUTER, 28),
            "iptables-legacy, drop in between": (
                ROUTER, [f"iptables-legacy -A FORWARD -p tcp --dport {PORT} -j DROP"],
                {"firewall": "iptables", "table": "filter", "chain": "FORWARD", "hook": "forward"},
                f"{given_up} (iptables: chain FORWARD of table filter, at forward)", ROUTER, 28),
        }
        for name, (role, lines, expected, words, netns, status) in zoo.items():
            with self.subTest(name):
                self.check_failed(role, lines, expected, words, netns, status)
        with self.subTest("two chains that may have done it"):
            self.check_failed(SERVER, [*nft_input, "nft add table inet other", "nft add chain inet other later { type filter hook input priority 5 ; }",
                                       f"nft add rule inet other later tcp dport {PORT} drop"],
                              {"candidates": 2, "hook": "input", "firewall": "nftables"}, f"{given_up} (one of 2 chains at input)", SERVER, 28)

    def test_a_limited_rate(self):
        self.set_rules(ROUTER, [f"iptables-legacy -A FORWARD -p tcp --syn --dport {PORT} -m limit --limit 1/hour --limit-burst 1 -j ACCEPT",
                                f"iptables-legacy -A FORWARD -p tcp --syn --dport {PORT} -j DROP"])
        [first], status = self.record_curl()
        self.assertEqual((status, first["response"]["status"]), (0, 200))
        self.assertNotIn("_drops", first)
        [second], status = self.record_curl()
        self.assertEqual(status, 28)
        self.assertIn("chain FORWARD of table filter, at forward", second["_connection"]["reason"])

    def test_what_connection_tracking_finds_invalid(self):
        har, begun, go = self.path("out.har"), self.path("begun"), self.path("go")
        recording = self.start([tools.CLI, "record", "--unmasked", "--har", har, "--", "ip", "netns", "exec", self.names[CLIENT], "/usr/bin/python3", "-c", TWO_REQUESTS, begun, go],
                               stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.wait_for(lambda: os.path.exists(begun), "the first request was answered")
        # Connection tracking begins with this rule, in the middle of the connection.
        self.set_rules(ROUTER, ["nft add table inet fw", "nft add chain inet fw passing { type filter hook forward priority 0 ; }",
                                "nft add rule inet fw passing ct state invalid drop"])
        self.inside(self.names[ROUTER], "sysctl", "-qw", "net.netfilter.nf_conntrack_tcp_loose=0")
        before = self.rules()
        open(go, "w", encoding="utf-8").close()
        out, errors = recording.communicate(timeout=60)
        self.assertIn("no answer", out, errors)
        self.assertEqual(self.rules(), before)
        rows = exchanges.of_url(tools.read_har(har)["log"]["entries"], "/twice")
        self.assertEqual([row["response"]["status"] for row in rows][0], 200)
        drops = [drop for drop in rows[-1]["_drops"] if drop["reason"] == "NETFILTER_DROP" and drop["direction"] == "sent"]
        self.assertEqual([(drop["firewall"], drop["chain"], drop["table"], drop["hook"]) for drop in drops], [("nftables", "passing", "fw", "forward")])

    def check_translated(self, lines, original, reply, port=PORT, address=SERVER_ADDRESS):
        self.set_rules(ROUTER, lines)
        try:
            [row], status = self.record_curl(port, address=address)
            self.assertEqual((status, row["response"]["status"]), (0, 200), self.answer.stderr)
            local = row["_connection"]["local"]
            with open(self.path("got"), encoding="utf-8") as got:
                seen = got.read() # by the server
            [nat] = row["_nat"]
            self.assertEqual(nat["netns"], os.stat(f"/run/netns/{self.names[ROUTER]}").st_ino)
            self.assertEqual((nat["original"], nat["reply"]), (original(local), reply(local, seen)))
            tools.measured(f"{lines[-1]} -> {nat}")
        finally:
            self.remove_rules()

    def test_what_is_translated(self):
        with self.subTest("nftables, DNAT"):
            self.check_translated(["nft add table ip nat", "nft add chain ip nat before { type nat hook prerouting priority -100 ; }",
                                   f"nft add rule ip nat before tcp dport 9000 dnat to {SERVER_ADDRESS}:{PORT}"],
                                  lambda local: {"from": local, "to": f"{ROUTER_NEAR}:9000"}, lambda local, seen: {"from": f"{SERVER_ADDRESS}:{PORT}", "to": local},
                                  9000, ROUTER_NEAR)
        with self.subTest("iptables-legacy, SNAT"):
            self.check_translated([f"iptables-legacy -t nat -A POSTROUTING -p tcp --dport {PORT} -j SNAT --to-source {ROUTER_FAR}:40000-40100"],
                                  lambda local: {"from": local, "to": f"{SERVER_ADDRESS}:{PORT}"}, lambda local, seen: {"from": f"{SERVER_ADDRESS}:{PORT}", "to": seen})
        with self.subTest("iptables-nft, masquerade"):
            self.check_translated([f"iptables-nft -t nat -A POSTROUTING -p tcp --dport {PORT} -j MASQUERADE"],
                                  lambda local: {"from": local, "to": f"{SERVER_ADDRESS}:{PORT}"}, lambda local, seen: {"from": f"{SERVER_ADDRESS}:{PORT}", "to": seen})
        with self.subTest("both ends of a translated connection"):
            self.set_rules(ROUTER, [f"iptables-legacy -t nat -A POSTROUTING -p tcp --dport {PORT} -j MASQUERADE"])
            # Connections are translated by what the kernel tells several times a second; those that end before are not told apart.
            command = ["ip", "netns", "exec", self.names[CLIENT], "/usr/bin/python3", "-c", LASTING]
            rows = exchanges.of_url(self.record("--all", "--unmasked", command=command), "/both")
            both = {row["_side"]: row for row in rows}
            self.assertEqual((len(rows), sorted(both)), (2, ["client", "server"]), self.answer.stderr)
            self.assertEqual(both["client"]["_nat"], both["server"]["_nat"])
            [nat] = both["server"]["_nat"]
            self.assertEqual((nat["original"]["from"], nat["reply"]["to"]), (both["client"]["_connection"]["local"], both["server"]["_connection"]["remote"]))
            self.assertNotEqual(nat["original"]["from"], nat["reply"]["to"])


if __name__ == "__main__":
    tools.main()
