#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A client of memcached (pymemcache, and meta commands by hand) that logs the values it stores and gets by their hashes.

    memcached_client.py PORT CERTIFICATE|- COUNT LOG     LOG gets {"stored": [[key, SHA-256]…], "got": …}
"""

import hashlib
import json
import random
import socket
import ssl
import sys

from pymemcache.client.base import Client

STORED, GOT = [], []


def sha256_of(value):
    """Of text; a byte that is no part of UTF-8 is written \\xNN in it."""
    return hashlib.sha256(value.decode("utf-8", "backslashreplace").encode()).hexdigest()


def value(number):
    noise = random.Random(number)
    if number % 5 == 1:
        return noise.randbytes(300) + b"\r\nEND\r\nget a\r\n"
    return (b"", b"x", json.dumps({"number": number, "name": "grüße " * 20}, ensure_ascii=False).encode(), b"0123456789" * 2000)[number % 4]


def got(values):
    GOT.extend([key, sha256_of(contents)] for key, contents in values.items() if contents is not None)
    return values


def by_pymemcache(client, count):
    keys = [f"key:{number}" for number in range(count)]
    for number, key in enumerate(keys):
        STORED.append([key, sha256_of(value(number))])
        client.set(key, value(number), expire=600, noreply=number % 10 == 0)
    for number in range(0, count, 3):
        assert got({keys[number]: client.get(keys[number])})[keys[number]] == value(number)
    assert len(got(client.get_many([*keys, "none"]))) == count
    assert client.get("none") is None
    contents, unique = client.gets(keys[1])
    got({keys[1]: contents})
    STORED.extend([[keys[1], sha256_of(b"other")], [keys[1], sha256_of(b"late")], [keys[2], sha256_of(b"no")], ["counter", sha256_of(b"10")]])
    assert client.cas(keys[1], b"other", unique) is True
    assert client.cas(keys[1], b"late", unique) is False
    assert client.add(keys[2], b"no", noreply=False) is False
    client.set("counter", b"10", noreply=False)
    assert client.incr("counter", 32) == 42
    assert client.touch(keys[3], 60, noreply=False) is True
    assert client.delete(keys[4], noreply=False) is True
    assert client.delete("none", noreply=False) is False
    assert client.version().startswith(b"1.")
    try:
        STORED.append(["large", sha256_of(b"x" * 2_000_000)])
        client.set("large", b"x" * 2_000_000, noreply=False)
        sys.exit("it was taken")
    except Exception as error:   # the server's
        assert b"too large" in str(error).encode(), error


def by_hand(server):
    lines = server.makefile("rb")

    def say(text, *answers):
        server.sendall(text)
        for answer in answers:
            line = lines.readline()
            assert line == answer, (line, answer)

    STORED.append(["meta", sha256_of(b"hello")])
    say(b"ms meta 5 T60 F7\r\nhello\r\n", b"HD\r\n")
    GOT.extend([["meta", sha256_of(b"hello")]] * 2)
    say(b"mg meta v f k O1\r\n", b"VA 5 f7 kmeta O1\r\n", b"hello\r\n")
    say(b"mg none v\r\n", b"EN\r\n")
    say(b"mg none v k q\r\nmg meta v k q\r\nmg nothing v k q\r\nmn\r\n", b"VA 5 kmeta\r\n", b"hello\r\n", b"MN\r\n")
    say(b"md meta\r\n", b"HD\r\n")
    say(b"nonsense\r\n", b"ERROR\r\n")


def main(port, certificate, count, log):
    context = None
    if certificate != "-":
        context = ssl.create_default_context(cafile=certificate)
        context.check_hostname = False
    client = Client(("127.0.0.1", int(port)), tls_context=context, timeout=20)
    by_pymemcache(client, int(count))
    server = socket.create_connection(("127.0.0.1", int(port)), timeout=20)
    by_hand(context.wrap_socket(server) if context else server)
    stats = {key.decode(): contents for key, contents in client.stats().items()}
    client.quit()
    with open(log, "w", encoding="utf-8") as out:
        json.dump({"stored": STORED, "got": GOT, "cmd_get": stats["cmd_get"], "cmd_set": stats["cmd_set"], "pid": stats["pid"]}, out)


if __name__ == "__main__":
    main(*sys.argv[1:])
