#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands of pymemcache and meta commands to memcached, on both sides, in the clear and inside TLS: values by the hashes that the
client logged, counts as the server counts them."""

import collections
import hashlib
import json
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import brokers, databases, servers, tools

CLIENT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "support", "memcached_client.py")
COUNT = 60
LARGE = 2_000_000


class Memcached(databases.Server):
    def __init__(self, parent, tls):
        self.folder = databases.owned_folder(parent, "memcached")
        self.log = f"{self.folder}/log"
        databases.certificate(self.folder)
        self.port, = servers.free_ports(1)
        self.start(["memcached", "-l", "127.0.0.1", "-p", str(self.port), "-U", "0", "-m", "64", "-t", "2",
                    *(["-Z", "-o", f"ssl_chain_cert={self.folder}/cert.pem,ssl_key={self.folder}/key.pem"] if tls else [])])
        databases.wait_until(lambda: brokers.answers(self.port), self.process, self.log)


def values(queries, name):
    return collections.Counter((one["key"], hashlib.sha256(one["value"].encode()).hexdigest())
                               for q in queries for one in q["_query"].get(name, []) if "key" in one)


class MemcachedTest(tools.Case):
    def commands(self, tls):
        server = Memcached(self.folder, tls)
        self.addCleanup(server.stop)
        self.record("--all", "--unmasked", command=["/usr/bin/python3", CLIENT, str(server.port), f"{server.folder}/cert.pem" if tls else "-", str(COUNT), self.path("log.json")])
        with open(self.path("log.json"), encoding="utf-8") as text:
            logged = json.load(text)
        har = tools.read_har(self.path("out.har"))
        for side in ("client", "server"):
            queries = databases.queries(har, "memcached", side)
            text = databases.dumped(queries)
            # Of a value that is longer than is kept its beginning is shown, and how much more there is.
            large, = [one for q in queries for one in q["_query"].get("records", []) if one["key"] == "large"]
            self.assertEqual(large["value"], "x" * 65536 + f"… ({LARGE - 65536} bytes more)")
            stored = values(queries, "records")
            del stored["large", hashlib.sha256(large["value"].encode()).hexdigest()]
            self.assertEqual(stored, collections.Counter(tuple(one) for one in logged["stored"] if one[0] != "large"), f"stored, {side}")
            self.assertEqual(values(queries, "answer"), collections.Counter(map(tuple, logged["got"])), f"got, {side}")
            verbs = collections.Counter(q["_query"]["verb"] for q in queries)
            keys = sum(len(q["_query"]["statement"].split()) - 1 for q in queries if q["_query"]["verb"] in ("get", "gets"))
            self.assertEqual(keys + verbs["mg"], logged["cmd_get"], text)
            # What is too large the server does not count.
            self.assertEqual(verbs["set"] + verbs["cas"] + verbs["add"] + verbs["ms"] - 1, logged["cmd_set"], text)
            by_text = {q["_query"]["statement"]: q["_query"] for q in queries}
            self.assertEqual((by_text["get none"]["outcome"], by_text["get none"]["rows"]), ("ok", 0))
            self.assertEqual(by_text["incr counter 32"]["result"], "42")
            self.assertEqual(by_text["delete none"]["result"], "NOT_FOUND")
            self.assertEqual((by_text["nonsense"]["outcome"], by_text["nonsense"]["result"]), ("error", "ERROR"))
            self.assertEqual(by_text["mg meta v f k O1"]["result"], "VA 5 f7 kmeta O1")
            self.assertEqual((by_text["mg none v k q"]["result"], by_text["mg meta v k q"]["rows"], by_text["mg nothing v k q"]["result"]),
                             ("quiet: no answer", 1, "quiet: no answer"))
            too_large, = [q["_query"] for q in queries if q["_query"]["statement"].startswith("set large ")]
            self.assertEqual((too_large["outcome"], too_large["result"]), ("error", "SERVER_ERROR object too large for cache"))
            self.assertIn({"name": "pid", "value": str(server.process.pid)}, by_text["stats"]["answer"])
            self.assertEqual(by_text["stats"]["rows"], len(by_text["stats"]["answer"]))
            unanswered = [q["_query"] for q in queries if "outcome" not in q["_query"]]
            self.assertEqual({q["statement"].split()[-1] for q in unanswered}, {"noreply", "quit"})
            self.assertEqual({q.get("_tls", {}).get("library") for q in queries}, {"OpenSSL" if tls else None})
        tools.measured(f"memcached{' inside TLS' if tls else ''}: {len(queries)} commands a side, {stored.total()} values stored and {len(logged['got'])} got as the client hashed them")

    def test_commands_in_the_clear(self):
        self.commands(False)

    def test_commands_inside_tls(self):
        self.commands(True)

    def test_a_secret_is_masked_by_its_key(self):
        server = Memcached(self.folder, False)
        self.addCleanup(server.stop)
        script = f"from pymemcache.client.base import Client; c = Client(('127.0.0.1', {server.port})); c.set('user:7:password', 'hunter2-Zq7', noreply=False); c.get('user:7:password')"
        with open(self.path("client.py"), "w", encoding="utf-8") as out:
            out.write(script)
        self.record("--all", command=["/usr/bin/python3", self.path("client.py")])
        self.assertEqual(len(databases.queries(tools.read_har(self.path("out.har")), "memcached")), 4)
        with open(self.path("out.har"), encoding="utf-8") as har:
            self.assertNotIn("hunter2", har.read())


if __name__ == "__main__":
    tools.main()
