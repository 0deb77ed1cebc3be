# SPDX-License-Identifier: GPL-3.0-or-later
"""Proxies of few lines: SOCKS 4, 4a and 5, HTTPS with CONNECT, and a server behind a PROXY protocol header."""

import os
import socket
import ssl
import struct
import threading

PASSWORD = "hunter22-of-the-proxy"
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"


def exactly(peer, count):
    data = b""
    while len(data) < count:
        piece = peer.recv(count - len(data))
        if not piece:
            raise OSError("the peer closed")
        data += piece
    return data


def until(peer, end):
    data = b""
    while not data.endswith(end):
        data += exactly(peer, 1)
    return data


def pump(source, sink):
    try:
        while data := source.recv(65536):
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        pass


def join(one, other):
    back = threading.Thread(target=pump, args=(other, one), daemon=True)
    back.start()
    pump(one, other)
    back.join()


def socks4(peer):
    port, address = struct.unpack(">xH4s", exactly(peer, 7))
    until(peer, b"\0")
    host = until(peer, b"\0")[:-1].decode() if address[:3] == b"\0\0\0" else socket.inet_ntoa(address)
    upstream = socket.create_connection((host, port))
    peer.sendall(b"\0\x5a" + bytes(6))
    return upstream


def socks5(peer):
    methods = exactly(peer, exactly(peer, 1)[0])
    if 2 in methods:
        peer.sendall(b"\5\2")
        exactly(peer, 1)
        exactly(peer, exactly(peer, 1)[0])
        right = exactly(peer, exactly(peer, 1)[0]) == PASSWORD.encode()
        peer.sendall(b"\1\0" if right else b"\1\1")
        if not right:
            return None
    else:
        peer.sendall(b"\5\0")
    kind = exactly(peer, 4)[3]
    if kind == 3:
        host = exactly(peer, exactly(peer, 1)[0]).decode()
    else:
        host = socket.inet_ntop(*((socket.AF_INET, exactly(peer, 4)) if kind == 1 else (socket.AF_INET6, exactly(peer, 16))))
    port = struct.unpack(">H", exactly(peer, 2))[0]
    try:
        upstream = socket.create_connection((host, port))
    except OSError:
        peer.sendall(b"\5\5\0\1" + bytes(6))
        return None
    peer.sendall(b"\5\0\0\1" + bytes(6))
    return upstream


def socks(peer):
    upstream = socks4(peer) if exactly(peer, 1) == b"\4" else socks5(peer)
    if upstream:
        join(peer, upstream)


def connect(peer):
    target = until(peer, b"\r\n\r\n").split()[1].decode()
    host, port = target.rsplit(":", 1)
    upstream = socket.create_connection((host, int(port)))
    peer.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
    join(peer, upstream)


def behind_a_header(peer):
    until(peer, b"\r\n\r\n")
    peer.sendall(ANSWER)


def serve(what, folder=None):
    """Serves until the program ends; gives the port. With a folder: over TLS, with the certificate there."""
    listener = socket.create_server(("127.0.0.1", 0))
    context = None
    if folder:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(os.path.join(folder, "cert.pem"), os.path.join(folder, "key.pem"))

    def one(peer):
        try:
            with context.wrap_socket(peer, server_side=True) if context else peer as stream:
                what(stream)
        except OSError:
            pass

    def loop():
        while True:
            try:
                peer, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=one, args=(peer,), daemon=True).start()

    threading.Thread(target=loop, daemon=True).start()
    return listener.getsockname()[1]
