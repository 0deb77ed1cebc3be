#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Records that confluent-kafka and kcat produce and fetch, in each compression, by topic, partition, offset and the hashes that the
client logged; on both sides. The brokers are librdkafka's own mock."""

import hashlib
import json
import os
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import databases, tools

SUPPORT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "support")
COUNT = 100


def sha256_of(text):
    return text if text is None else hashlib.sha256(text.encode()).hexdigest()


def records(queries, name):
    return [one for query in queries for one in query["_query"].get(name, [])]


class KafkaTest(tools.Case):
    def setUp(self):
        super().setUp()
        mock = self.start(["/usr/bin/python3", os.path.join(SUPPORT, "kafka_mock.py")], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, text=True)
        self.brokers = mock.stdout.readline().strip()
        self.assertEqual(self.brokers.count("127.0.0.1:"), 3, self.brokers)

    def record_and_read(self, *command):
        self.record("--all", "--unmasked", command=list(command))
        har = tools.read_har(self.path("out.har"))
        return {side: databases.queries(har, "kafka", side) for side in ("client", "server")}

    def codec(self, codec):
        sides = self.record_and_read("/usr/bin/python3", os.path.join(SUPPORT, "kafka_client.py"), self.brokers, codec, str(COUNT), self.path("log.json"))
        with open(self.path("log.json"), encoding="utf-8") as text:
            logged = json.load(text)
        self.assertEqual((len(logged["produced"]), len(logged["fetched"])), (COUNT, COUNT))
        for side, queries in sides.items():
            produces = [q for q in queries if q["_query"]["verb"] == "Produce"]
            self.assertEqual({q["_query"]["outcome"] for q in produces}, {"ok"})
            # A request has no offsets; the answer says at which its first record stands.
            found = []
            for query in produces:
                place, at = query["_query"]["result"].split(" at ")
                for number, one in enumerate(query["_query"]["records"]):
                    self.assertEqual(f"{one['topic']}/{one['partition']}", place)
                    found.append([one["topic"], one["partition"], int(at) + number, sha256_of(one["key"]), sha256_of(one["value"])])
            self.assertEqual(sorted(found), sorted(logged["produced"]), f"produced, {side}")
            moved, plain = (sum(sizes) for sizes in ([q["_query"]["requestBytes"] for q in produces], [len(one["value"] or "") for one in records(produces, "records")]))
            self.assertEqual(moved < 0.7 * plain, codec != "none", (moved, plain))
            fetches = [q for q in queries if q["_query"]["verb"] == "Fetch"]
            answered = records(fetches, "answer")
            found = [[one["topic"], one["partition"], one["offset"], sha256_of(one["key"]), sha256_of(one["value"])] for one in answered]
            # A partition may be asked for again before its first answer came.
            self.assertEqual([list(one) for one in sorted(set(map(tuple, found)))], sorted(logged["fetched"]), f"fetched, {side}")
            self.assertEqual(sum(q["_query"].get("rows", 0) for q in fetches), len(found))
            self.assertEqual(sum(one.get("headers", {}).get("trace", "") != "" for one in records(produces, "records")), (COUNT + 2) // 3)
        tools.measured(f"{codec}: {COUNT} records produced and fetched a side, as confluent-kafka hashed them; {len(produces)} Produce, {len(fetches)} Fetch")

    def test_none(self):
        self.codec("none")

    def test_gzip(self):
        self.codec("gzip")

    def test_snappy(self):
        self.codec("snappy")

    def test_lz4(self):
        self.codec("lz4")

    def test_zstd(self):
        self.codec("zstd")

    def test_kcat(self):
        lines = [f"k{number}:line {number} of kcat" for number in range(20)]
        with open(self.path("lines"), "w", encoding="utf-8") as out:
            out.write("\n".join(lines) + "\n")
        script = f"""kcat -b {self.brokers} -q -P -t words -p 1 -K : -z lz4 -l {self.path("lines")} &&
            kcat -b {self.brokers} -q -C -t words -p 1 -o beginning -e -f '%t/%p %o %k:%s\\n' >{self.path("fetched")}"""
        sides = self.record_and_read("sh", "-c", script)
        with open(self.path("fetched"), encoding="utf-8") as text:
            fetched = text.read().splitlines()
        self.assertEqual(fetched, [f"words/1 {number} {line}" for number, line in enumerate(lines)])
        for side, queries in sides.items():
            self.assertIn("ApiVersions", {q["_query"]["verb"] for q in queries})
            self.assertEqual([f"{one['key']}:{one['value']}" for one in records(queries, "records")], lines, side)
            self.assertEqual([f"{one['topic']}/{one['partition']} {one['offset']} {one['key']}:{one['value']}" for one in records(queries, "answer")], fetched, side)
        tools.measured(f"kcat: {len(lines)} records produced and fetched a side")


if __name__ == "__main__":
    tools.main()
