# SPDX-License-Identifier: GPL-3.0-or-later
"""dns_server.py PORT: answers A with 127.0.0.1 for *.test, TXT with two texts, NXDOMAIN otherwise; in datagrams and over TCP."""

import socket
import struct
import sys
import threading


def answer(query):
    at = 12
    labels = []
    while query[at]:
        labels.append(query[at + 1:at + 1 + query[at]].decode())
        at += 1 + query[at]
    question = query[12:at + 5]
    kind = struct.unpack(">H", query[at + 1:at + 3])[0]
    known = labels[-1] == "test"
    records = []
    if known and kind == 1:
        records = [(1, socket.inet_aton("127.0.0.1"))]
    if known and kind == 16:
        records = [(16, b"\x05hello\x05there")]
    body = b"".join(b"\xc0\x0c" + struct.pack(">HHIH", number, 1, 60, len(data)) + data for number, data in records)
    return query[:2] + struct.pack(">HHHHH", 0x8580 | (0 if known else 3), 1, len(records), 0, 0) + question + body


def streams(listener):
    while True:
        client, _ = listener.accept()
        with client:
            while True:
                head = client.recv(2)
                if len(head) < 2:
                    break
                reply = answer(client.recv(struct.unpack(">H", head)[0]))
                client.sendall(struct.pack(">H", len(reply)) + reply)


def main():
    port = int(sys.argv[1])
    listener = socket.create_server(("127.0.0.1", port))
    datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    datagrams.bind(("127.0.0.1", port))
    threading.Thread(target=streams, args=(listener,), daemon=True).start()
    while True:
        query, peer = datagrams.recvfrom(4096)
        datagrams.sendto(answer(query), peer)


if __name__ == "__main__":
    main()
