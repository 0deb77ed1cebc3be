#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Produces to a topic with one compression, fetches it all again, and logs both.

    kafka_client.py BROKERS CODEC COUNT LOG     LOG gets {"produced": [[topic, partition, offset, key, value]…], "fetched": …}, keys and values hashed
"""

import hashlib
import json
import random
import sys
import time

import confluent_kafka


def sha256_of(value):
    """Of text; a byte that is no part of UTF-8 is written \\xNN in it. None for null."""
    return value if value is None else hashlib.sha256(value.decode("utf-8", "backslashreplace").encode()).hexdigest()


def record(message):
    return [message.topic(), message.partition(), message.offset(), sha256_of(message.key()), sha256_of(message.value())]


def value(number):
    noise = random.Random(number)
    if number % 10 == 3:
        return None
    if number % 10 == 4:
        return b""
    if number % 10 == 5:
        return noise.randbytes(300)
    return json.dumps({"number": number, "city": "Düsseldorf", "noise": noise.randbytes(20).hex(), "lines": ["a line like the others"] * noise.randrange(40)}).encode()


def main(brokers, codec, count, log):
    topic = f"orders-{codec}"
    produced, fetched = [], []

    def delivered(error, message):
        if error:
            sys.exit(f"not delivered: {error}")
        produced.append(record(message))

    producer = confluent_kafka.Producer({"bootstrap.servers": brokers, "compression.type": codec, "linger.ms": 50, "client.id": "writer", "batch.num.messages": 25})
    for number in range(int(count)):
        producer.produce(topic, value(number), f"key {number}" if number % 4 else None, partition=number % 2, on_delivery=delivered,
                         headers={"trace": str(number)} if number % 3 == 0 else None)
    if producer.flush(20):
        sys.exit("not all was delivered")
    consumer = confluent_kafka.Consumer({"bootstrap.servers": brokers, "group.id": "none", "client.id": "reader", "enable.auto.commit": False})
    consumer.assign([confluent_kafka.TopicPartition(topic, partition, 0) for partition in (0, 1)])
    limit = time.monotonic() + 20
    while len(fetched) < int(count) and time.monotonic() < limit:
        message = consumer.poll(1)
        if message is not None and not message.error():   # one without a value is false
            fetched.append(record(message))
    consumer.close()
    with open(log, "w", encoding="utf-8") as out:
        json.dump({"produced": produced, "fetched": fetched}, out)
    if len(fetched) != int(count):
        sys.exit(f"{len(fetched)} of {count} fetched")


if __name__ == "__main__":
    main(*sys.argv[1:])
