#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls between services of this machine: the two halves of each are joined, all of them, and none wrongly."""

import collections
import json
import os
import signal
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import call_services, databases, servers, tools

SERVICE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "support", "call_services.py")
SLOW_WIRE = os.path.join(os.path.dirname(SERVICE), "slow_wire.py")
CALLS = 1000


def number_of(entry):
    """What the client called it: a header, or a part of the statement."""
    if "_query" in entry:
        words = entry["_query"]["statement"].split()
        return int(words[1]) if words[:1] == ["SELECT"] and words[-2:] == ["AS", "call"] else None
    for field in entry.get("request", {}).get("headers", []):
        if field["name"].lower() == "x-call":
            return int(field["value"])
    return None


def program(process):
    return os.path.basename(process.get("exe", process.get("comm", ""))).rstrip("0123456789.")


class Services(tools.Case):
    def listens(self, port, host="127.0.0.1"):
        return databases.succeeds("curl", "-s", "-o", self.path("probe"), "-H", "X-Call: 999999", f"http://{host}:{port}/probe")

    def lines(self):
        """What was recorded with a number, by the call's id: its halves."""
        pairs, alone = collections.defaultdict(list), []
        with open(self.path("out.jsonl"), encoding="utf-8") as lines:
            for entry in map(json.loads, lines):
                number = number_of(entry)
                if number is None or number > CALLS:
                    continue
                call = entry.get("_call", {})
                if "id" in call:
                    pairs[call["id"]].append((number, call["half"], entry))
                else:
                    alone.append((number, entry["_side"], program(entry["_process"]), call))
        return pairs, alone

    def curl_list(self, url, count, more=""):
        """A file that makes curl call that often, each time with another number."""
        path = self.path("calls.conf")
        with open(path, "w", encoding="utf-8") as out:
            for number in range(1, count + 1):
                out.write(f'url = "{url}"\nheader = "X-Call: {number}"\noutput = "/dev/null"\nsilent\nfail\n{more}\n' + ("next\n" if number < count else ""))
        return path

    def namespaces(self, name, delay=0):
        """Two network namespaces, joined by a wire, in which 10.9.0.1 calls 10.9.0.2; each packet takes that many seconds."""
        both = [f"ct{os.getpid()}{name}{end}" for end in "ab"]
        for number, namespace in enumerate(both, 1):
            subprocess.run(["ip", "netns", "add", namespace], check=True)
            self.addCleanup(subprocess.run, ["ip", "netns", "del", namespace], check=False)
        if delay:
            self.start(["/usr/bin/python3", SLOW_WIRE, *both, str(delay)])
            return both
        subprocess.run(["ip", "link", "add", "wire", "netns", both[0], "type", "veth", "peer", "name", "wire", "netns", both[1]], check=True)
        for number, namespace in enumerate(both, 1):
            subprocess.run(["ip", "-n", namespace, "addr", "add", f"10.9.0.{number}/24", "dev", "wire"], check=True)
            subprocess.run(["ip", "-n", namespace, "link", "set", "wire", "up"], check=True)
        return both


class Calls(Services):
    def test_each_of_a_thousand_concurrent_calls_through_five_services_is_joined_with_its_own_half(self):
        holder = self.path("holder")
        os.mkdir(holder, 0o755)
        database = databases.Postgres(holder)
        self.addCleanup(database.stop)
        node, python = servers.free_ports(2)
        self.start(["/usr/bin/python3", SERVICE, "127.0.0.1", str(python), str(database.port)])
        self.start(["node", "-e", call_services.NODE, str(node), str(python)], stdin=subprocess.DEVNULL)
        nginx = servers.Nginx(self.folder, locations=call_services.NGINX.format(port=node))
        self.addCleanup(nginx.stop)
        self.wait_for(lambda: self.listens(node), "node answers")
        config = self.curl_list(nginx.url("http", "/orders"), CALLS)
        self.cli("record", "--all", "--jsonl", self.path("out.jsonl"), "--", "curl", "--parallel", "--parallel-max", "200", "-K", config, timeout=300)
        pairs, alone = self.lines()
        ways = collections.Counter()
        for halves in pairs.values():
            self.assertEqual(sorted(half for _, half, _ in halves), ["client", "server"])
            (client, _, asked), (server, _, _) = sorted(halves, key=lambda half: half[1])
            self.assertEqual(client, server)   # the number that curl gave it, at both ends
            server_entry = max(halves, key=lambda half: half[1])[2]
            self.assertEqual(asked["_call"]["other"]["pid"], server_entry["_process"]["pid"])
            self.assertEqual(asked["_call"]["other"]["connection"], server_entry["_connection"]["id"])
            ways[program(asked["_process"]), program(server_entry["_process"])] += 1
        self.assertEqual(alone, [])
        self.assertEqual(ways, {("curl", "nginx"): CALLS, ("nginx", "node"): CALLS, ("node", "python"): CALLS, ("python", "postgres"): CALLS})
        tools.measured(f"{sum(ways.values())} calls of {CALLS} chains through five services joined, none wrongly, none missing")

    def test_calls_over_a_unix_socket_are_joined(self):
        path = self.path("server.sock")
        self.start(["/usr/bin/python3", SERVICE, path])
        self.wait_for(lambda: os.path.exists(path), "the server listens")
        config = self.curl_list("http://app/orders", 100, f'unix-socket = "{path}"')
        self.cli("record", "--all", "--jsonl", self.path("out.jsonl"), "--", "curl", "--parallel", "--parallel-max", "10", "-K", config)
        pairs, alone = self.lines()
        self.assertEqual(alone, [])
        self.assertEqual(sorted(halves[0][0] for halves in pairs.values()), list(range(1, 101)))
        for halves in pairs.values():
            self.assertEqual({half[0] for half in halves}, {halves[0][0]})
            self.assertEqual({program(half[2]["_process"]) for half in halves}, {"curl", "python"})
            self.assertEqual({half[2]["_connection"]["protocol"] for half in halves}, {"unix"})

    def test_calls_between_namespaces_are_joined_even_if_others_have_the_same_addresses(self):
        clients = []
        for name in ("x", "y"):
            inside, beyond = self.namespaces(name)
            self.start(["ip", "netns", "exec", beyond, "/usr/bin/python3", SERVICE, "10.9.0.2", "8080"])
            self.wait_for(lambda: databases.succeeds("ip", "netns", "exec", inside, "curl", "-s", "-H", "X-Call: 999999", "http://10.9.0.2:8080/"), "the server answers")
            # The same port too, so that all four numbers are equal.
            clients.append(f"ip netns exec {inside} curl -s --local-port 40000 -H 'X-Call: {len(clients) + 1}' http://10.9.0.2:8080/a http://10.9.0.2:8080/b")
        self.cli("record", "--all", "--jsonl", self.path("out.jsonl"), "--", "sh", "-c", " & ".join(clients) + " & wait")
        pairs, alone = self.lines()
        self.assertEqual(alone, [])
        self.assertEqual(len(pairs), 4)
        for halves in pairs.values():
            self.assertEqual(len({half[2]["_connection"]["netns"] for half in halves}), 2)
            self.assertEqual(len({half[0] for half in halves}), 1)

    def test_the_terminal_shows_a_call_as_one_line_or_as_two(self):
        port, = servers.free_ports(1)
        self.start(["/usr/bin/python3", SERVICE, "127.0.0.1", str(port)])
        self.wait_for(lambda: self.listens(port), "the server answers")
        for options, expected in (([], 1), (["--halves"], 2)):
            with self.subTest(options=options):
                log = self.path("watched")
                with open(log, "w", encoding="utf-8") as out:
                    watch = self.start([tools.CLI, "watch", "--all", "--filter", "path:/shown", *options], stdout=out, stdin=subprocess.DEVNULL)

                def shown():
                    subprocess.run(["curl", "-s", "-o", "/dev/null", "-H", "X-Call: 1", f"http://127.0.0.1:{port}/warm"], check=True)
                    with open(log, encoding="utf-8") as lines:
                        return [line for line in lines if "/shown" in line]

                # Until the capture has begun nothing is shown.
                self.wait_for(lambda: subprocess.run(["curl", "-s", "-o", "/dev/null", "-H", "X-Call: 1", f"http://127.0.0.1:{port}/shown?first"], check=True) and shown(), "a line")
                tools.end(watch, signal.SIGINT)
                first = shown()[0].split("?")[0]
                if not options:
                    self.assertRegex(first, r"→curl \d+ → python3 \d+ +GET +200")
                    self.assertFalse([line for line in shown() if "←" in line])
                else:
                    self.assertEqual({line[13] for line in shown()}, {"→", "←"})


class Slowness(Services):
    """What the time of a call is said to have gone to, where that is known because the test made it so."""

    def why(self, command, path, side="client"):
        self.cli("record", "--all", "--jsonl", self.path("out.jsonl"), "--", "sh", "-c", command)
        with open(self.path("out.jsonl"), encoding="utf-8") as lines:
            found = [entry for entry in map(json.loads, lines) if entry.get("_side") == side and path in entry.get("request", {}).get("url", "")]
        self.assertEqual(len(found), 1, [(entry["request"]["url"], entry["_process"], entry["_connection"]) for entry in found])
        return found[0].get("_why", {"cause": "unknown"})

    def caused(self, cause, command, path):
        """On a busy machine other things may take as long, so that none took half of the time. Nothing else may be blamed then."""
        for _ in range(5):
            why = self.why(command, path)
            self.assertIn(why["cause"], (cause, "unknown"), why)
            if why["cause"] == cause:
                return why
        raise self.failureException(why)

    def served(self, *words, port):
        self.start(["/usr/bin/python3", SERVICE, *words, str(port)])
        self.wait_for(lambda: self.listens(port), "the server answers")
        return f"curl -s -o /dev/null -H 'X-Call: 1' http://127.0.0.1:{port}"

    def test_it_is_the_server_that_works_long(self):
        why = self.caused("server", self.served("127.0.0.1", port=servers.free_ports(1)[0]) + "/sleep", "/sleep")
        self.assertEqual(why["sureness"], "certain")
        self.assertTrue(390 < why["ms"] < 1500, why)

    def test_it_is_the_queue_of_a_server_that_is_busy(self):
        curl = self.served("one", port=servers.free_ports(1)[0])
        why = self.caused("queue", f"{curl}/sleep & sleep 0.1; {curl}/queued; wait", "/queued")
        self.assertEqual(why["sureness"], "likely")
        self.assertGreater(why["ms"], 100)

    def test_it_is_the_client_that_reads_late(self):
        curl = self.served("127.0.0.1", port=servers.free_ports(1)[0])
        # More than the buffers of both sockets hold.
        why = self.caused("reader", f"{curl}/large --limit-rate 12M", "/large")
        self.assertGreater(why["ms"], 100)

    def test_it_is_the_network_where_the_way_is_long(self):
        inside, beyond = self.namespaces("n", delay=0.15)
        self.wait_for(lambda: databases.succeeds("ip", "-n", beyond, "addr", "show", "dev", "wire", "up"), "the wire is up")
        self.start(["ip", "netns", "exec", beyond, "/usr/bin/python3", SERVICE, "10.9.0.2", "8080"])
        curl = f"ip netns exec {inside} curl -s -o /dev/null -H 'X-Call: 1' http://10.9.0.2:8080"
        self.wait_for(lambda: databases.succeeds("sh", "-c", f"{curl}/"), "the server answers")
        # To connect takes a round trip, to ask another; a second exchange finds the connection.
        first = self.caused("network", f"{curl}/first", "/first")
        self.assertGreater(first["ms"], 550)
        second = self.caused("network", f"{curl}/first {curl.rsplit(' ', 1)[1]}/second", "/second")
        self.assertTrue(280 < second["ms"] < 550, second)


if __name__ == "__main__":
    tools.main()
