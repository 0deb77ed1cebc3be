#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands of pymongo, their documents and answers, on both sides, as the client logged them: in the clear, inside TLS, compressed
with zlib and Snappy. The server is the test's own."""

import collections
import hashlib
import json
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import brokers, databases, servers, tools

SUPPORT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "support")
COUNT = 200
# By which the driver watches the server; its log of commands does not have them.
BY_ITSELF = ("isMaster", "ismaster", "hello")


class MongoDb(databases.Server):
    def __init__(self, parent):
        self.folder = databases.owned_folder(parent, "mongodb")
        self.log = f"{self.folder}/log"
        databases.certificate(self.folder)
        self.port, self.tls_port = servers.free_ports(2)
        self.start(["/usr/bin/python3", os.path.join(SUPPORT, "mongodb_server.py"), str(self.port), str(self.tls_port), "cert.pem", "key.pem"])
        databases.wait_until(lambda: brokers.answers(self.port) and brokers.answers(self.tls_port), self.process, self.log)


def sha256_of(document):
    """As mongodb_client.py has it."""
    return hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()


def expected(logged):
    return collections.Counter((one["verb"], one["database"], one["ok"], tuple(one["documents"]), tuple(one["answer"])) for one in logged)


def found(queries):
    for query in queries:
        q = query["_query"]
        documents = json.loads(q["statement"]).get("documents", [])
        yield (q["verb"], q["target"], q["outcome"] == "ok", tuple(sha256_of(one) for one in documents),
               tuple(sha256_of(one) for one in q.get("answer", [])))


class MongoDbTest(tools.Case):
    def setUp(self):
        super().setUp()
        self.server = MongoDb(self.folder)
        self.addCleanup(self.server.stop)

    def record_client(self, *options, tls=False, compressor="none"):
        port = self.server.tls_port if tls else self.server.port
        self.record("--all", *options, command=["/usr/bin/python3", os.path.join(SUPPORT, "mongodb_client.py"), str(port), "tls" if tls else "plain",
                                                compressor, str(COUNT), self.path("log.json")])
        with open(self.path("log.json"), encoding="utf-8") as text:
            return json.load(text), tools.read_har(self.path("out.har"))

    def commands(self, **how):
        logged, har = self.record_client("--unmasked", **how)
        self.assertEqual(sum(len(one["documents"]) for one in logged), COUNT + 1)
        for side in ("client", "server"):
            queries = [q for q in databases.queries(har, "mongodb", side) if q["_query"]["verb"] not in BY_ITSELF]
            self.assertEqual(collections.Counter(one["verb"] for one in logged), collections.Counter(q["_query"]["verb"] for q in queries))
            self.assertEqual(expected(logged), collections.Counter(found(queries)), side)
            for verb in ("find", "getMore"):
                self.assertEqual([len(one["answer"]) for one in logged if one["verb"] == verb], [q["_query"]["rows"] for q in queries if q["_query"]["verb"] == verb])
            first = next(q["_query"] for q in queries if q["_query"]["verb"] == "insert")
            self.assertEqual(first["requestBytes"] < 0.8 * len(first["statement"]), "compressor" in how)
            by_verb = {q["_query"]["verb"]: q["_query"] for q in queries}
            self.assertEqual(by_verb["update"]["result"], "1 matched, 1 modified")
            self.assertEqual(by_verb["delete"]["rows"], COUNT // 2)
            self.assertEqual(by_verb["insert"]["result"], "11000: E11000 duplicate key error: 7")
            self.assertEqual(by_verb["createUser"]["result"], "59 CommandNotFound: no such command: 'createUser'")
            self.assertEqual({q.get("_tls", {}).get("library") for q in queries}, {"OpenSSL" if how.get("tls") else None})
        way = (" inside TLS" if how.get("tls") else "") + (f", compressed with {how['compressor']}" if "compressor" in how else "")
        tools.measured(f"pymongo{way}: {len(logged)} commands a side, {COUNT + 1} documents inserted and "
                       f"{sum(len(one['answer']) for one in logged)} answered, as it hashed them")

    def test_commands_in_the_clear(self):
        self.commands()

    def test_commands_inside_tls(self):
        self.commands(tls=True)

    def test_commands_compressed_with_zlib(self):
        self.commands(compressor="zlib")

    def test_commands_compressed_with_snappy(self):
        self.commands(compressor="snappy")

    def test_commands_compressed_with_zlib_inside_tls(self):
        self.commands(tls=True, compressor="zlib")

    def test_a_password_is_masked(self):
        _, har = self.record_client()
        for side in ("client", "server"):
            text, = [q["_query"]["statement"] for q in databases.queries(har, "mongodb", side) if q["_query"]["verb"] == "createUser"]
            self.assertIn("ann", text)
            self.assertNotIn("s3cret", text)


if __name__ == "__main__":
    tools.main()
