#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Header blocks made by python3-hpack, with random table sizes and never-indexed fields: for each block a line
"block HEX" and its fields as lines "HEX HEX"."""

import random

from hpack import Encoder
from hpack.hpack import NeverIndexedHeaderTuple

random.seed(7541)
encoder = Encoder()
names = [b"x-%d" % i for i in range(40)] + [b"cookie", b"accept", b"user-agent", b"server", b"date"]
for number in range(600):
    if random.random() < 0.05:
        encoder.header_table_size = random.choice([0, 50, 100, 1000, 4096])
    fields = [(b":method", random.choice([b"GET", b"POST", b"PATCH"])), (b":path", b"/%d" % random.randrange(30))]
    for _ in range(random.randrange(12)):
        length = random.choice([0, 1, 5, 20, 300])
        value = bytes(random.randrange(256) if random.random() < 0.1 else random.randrange(32, 127) for _ in range(length))
        value = random.choice([value, b"same", b"value-%d" % random.randrange(20)])
        name = random.choice(names)
        secret = random.random() < 0.1
        fields.append(NeverIndexedHeaderTuple(name, value) if secret else (name, value))
    block = encoder.encode(fields, huffman=random.random() < 0.7)
    print("block", block.hex())
    for name, value in fields:
        print(name.hex() + " " + value.hex())
