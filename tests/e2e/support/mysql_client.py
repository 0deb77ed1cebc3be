# SPDX-License-Identifier: GPL-3.0-or-later
"""Asks a MySQL server over its local socket and reads as PHP's mysqlnd does: the four bytes of a packet's head by themselves.

mysql_client.py SOCKET STATEMENT…; where a statement is "-" it says "ready" and waits for a line."""

import hashlib
import socket
import sys

# CONNECT_WITH_DB, PROTOCOL_41, SECURE_CONNECTION, PLUGIN_AUTH
CAPABILITIES = 8 | 0x200 | 0x8000 | 0x80000
OK, ERROR, END = b"\0", b"\xff", b"\xfe"


def exactly(link, count):
    got = b""
    while len(got) < count:
        piece = link.recv(count - len(got))
        if not piece:
            raise EOFError
        got += piece
    return got


def read_packet(link):
    head = exactly(link, 4)
    return exactly(link, int.from_bytes(head[:3], "little"))


def send_packet(link, number, payload):
    link.sendall(len(payload).to_bytes(3, "little") + bytes([number]) + payload)


def sha1(*parts):
    return hashlib.sha1(b"".join(parts)).digest()


def log_in(link, password):
    greeting = read_packet(link)
    after_version = greeting[greeting.index(b"\0") + 1:]
    salt = after_version[4:12] + after_version[31:43]
    once = sha1(password)
    proof = bytes(a ^ b for a, b in zip(once, sha1(salt, sha1(once))))
    send_packet(link, 1, CAPABILITIES.to_bytes(4, "little") + (1 << 24).to_bytes(4, "little") + b"\x21" + bytes(23)
                + b"me\0" + bytes([len(proof)]) + proof + b"shop\0mysql_native_password\0")
    assert read_packet(link)[:1] == OK


def ask(link, statement):
    send_packet(link, 0, b"\x03" + statement.encode())
    if read_packet(link)[:1] in (OK, ERROR):
        return
    for _ in ("columns", "rows"):
        while read_packet(link)[:1] != END:
            pass


def main(path, *statements):
    link = socket.socket(socket.AF_UNIX)
    link.connect(path)
    log_in(link, b"pw")
    for statement in statements:
        if statement == "-":
            print("ready", flush=True)
            sys.stdin.readline()
        else:
            ask(link, statement)
    send_packet(link, 0, b"\x01")


if __name__ == "__main__":
    main(*sys.argv[1:])
