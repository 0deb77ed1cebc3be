#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A client of MongoDB (pymongo) that logs its commands, the documents of them and of their answers by their hashes.

    mongodb_client.py PORT tls|plain zlib|snappy|none COUNT LOG
"""

import datetime
import hashlib
import json
import random
import sys

import bson
import pymongo
from bson import json_util
from pymongo import monitoring


def sha256_of(document):
    """Of relaxed Extended JSON with sorted names; `document` is JSON that was read."""
    return hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()


def hashes(documents):
    return [sha256_of(json.loads(json_util.dumps(one, json_options=json_util.RELAXED_JSON_OPTIONS))) for one in documents]


class Log(monitoring.CommandListener):
    def __init__(self):
        self.commands = []

    def started(self, event):
        self.commands.append({"verb": event.command_name, "database": event.database_name, "number": event.request_id,
                              "documents": hashes(event.command.get("documents", []))})

    def succeeded(self, event):
        cursor = event.reply.get("cursor", {})
        self.one(event).update(ok="writeErrors" not in event.reply, n=event.reply.get("n"),
                               answer=hashes(cursor.get("firstBatch", cursor.get("nextBatch", []))))

    def failed(self, event):
        self.one(event).update(ok=False, code=event.failure.get("code"), answer=[])

    def one(self, event):
        return next(one for one in self.commands if one["number"] == event.request_id)


def document(number):
    noise = random.Random(number)
    return {"_id": number, "name": "grüße " * (number % 7), "price": noise.random() * 1000, "whole": 3.0, "long": bson.Int64(2**53 + number), "none": None,
            "yes": number % 2 == 0, "when": datetime.datetime(2026, 11, 29, 12, 0, number % 60, 1000 * (number % 3)), "bytes": noise.randbytes(number % 50),
            "lines": [{"sku": f"A-{n}", "count": n, "tags": ["a", ["b"], {}]} for n in range(number % 5)], "id": bson.ObjectId(f"{number:024x}"),
            "sum": bson.Decimal128("12.50"), "pattern": bson.Regex("^a.*\"b", "i"), "stamp": bson.Timestamp(1_700_000_000, number),
            "code": bson.Code("f()"), "least": bson.MinKey(), "most": bson.MaxKey(), "text": "as often as not " * 200 if number % 20 == 0 else ""}


def main(port, tls, compressor, count, log):
    listener = Log()
    options = {"tls": True, "tlsAllowInvalidCertificates": True, "tlsAllowInvalidHostnames": True} if tls == "tls" else {}
    if compressor != "none":
        options["compressors"] = compressor
    client = pymongo.MongoClient("127.0.0.1", int(port), event_listeners=[listener], serverSelectionTimeoutMS=10_000, socketTimeoutMS=20_000, **options)
    orders = client.shop.orders
    everything = [document(number) for number in range(int(count))]
    for one in everything[:10]:
        orders.insert_one(one)
    for first in range(10, len(everything), 45):
        orders.insert_many(everything[first:first + 45])
    got = list(orders.find({}, batch_size=70))
    assert [one["_id"] for one in got] == [one["_id"] for one in everything]
    assert orders.find_one({"_id": 7})["_id"] == 7
    assert orders.update_one({"_id": 7}, {"$set": {"name": "renamed"}}).modified_count == 1
    assert orders.delete_many({"yes": True}).deleted_count == (len(everything) + 1) // 2
    for refused in (lambda: orders.insert_one({"_id": 7}), lambda: client.shop.command("createUser", "ann", pwd="s3cret-word", roles=[])):
        try:
            refused()
        except pymongo.errors.PyMongoError:
            continue
        sys.exit("it was taken")
    client.close()
    with open(log, "w", encoding="utf-8") as out:
        json.dump(listener.commands, out)


if __name__ == "__main__":
    main(*sys.argv[1:])
