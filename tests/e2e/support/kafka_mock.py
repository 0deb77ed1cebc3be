#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The mock brokers that librdkafka has for its own tests; says on its output where they are, and serves until it is ended."""

import signal

import confluent_kafka

# The brokers live in the client that asks for them.
holder = confluent_kafka.Producer({"test.mock.num.brokers": 3, "bootstrap.servers": "127.0.0.1:1"})
metadata = holder.list_topics(timeout=20)
print(",".join(f"{broker.host}:{broker.port}" for broker in metadata.brokers.values()), flush=True)
signal.pause()
