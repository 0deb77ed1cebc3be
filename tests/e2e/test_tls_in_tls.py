#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""HTTPS through an HTTPS proxy: what is said within is an exchange of the connection that carries it."""

import os
import socket
import ssl
import sys
import threading

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import servers, tools

# The inner TLS object writes to memory, and the program sends that by the outer one.
IN_MEMORY = """
import socket, ssl, sys
proxy, server = int(sys.argv[1]), int(sys.argv[2])
context = ssl.create_default_context()
context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
outer = context.wrap_socket(socket.create_connection(("127.0.0.1", proxy)))
outer.sendall(b"CONNECT 127.0.0.1:%d HTTP/1.1\\r\\nHost: 127.0.0.1:%d\\r\\n\\r\\n" % (server, server))
outer.recv(4096)
come, go = ssl.MemoryBIO(), ssl.MemoryBIO()
inner = context.wrap_bio(come, go)
def until(step, *arguments):
    while True:
        try:
            return step(*arguments)
        except ssl.SSLWantReadError:
            if go.pending: outer.sendall(go.read())
            come.write(outer.recv(65536))
        finally:
            if go.pending: outer.sendall(go.read())
until(inner.do_handshake)
until(inner.write, b"GET /within HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n")
until(inner.read, 65536)
"""


def pump(source, sink):
    try:
        while data := source.recv(65536):
            sink.sendall(data)
    except OSError:
        pass


def start_proxy(folder, server):
    listener = socket.create_server(("127.0.0.1", 0))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(os.path.join(folder, "cert.pem"), os.path.join(folder, "key.pem"))

    def one(raw):
        client = context.wrap_socket(raw, server_side=True)
        asked = b""
        while b"\r\n\r\n" not in asked:
            asked += client.recv(4096)
        upstream = socket.create_connection(("127.0.0.1", server))
        client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        threading.Thread(target=pump, args=(client, upstream), daemon=True).start()
        pump(upstream, client)

    def loop():
        while True:
            threading.Thread(target=one, args=(listener.accept()[0],), daemon=True).start()

    threading.Thread(target=loop, daemon=True).start()
    return listener.getsockname()[1]


class TlsInTls(tools.Case):
    def test_the_inner_exchange_has_the_outer_connection_and_nothing_lies_beside_it(self):
        nginx = servers.Nginx(self.folder)
        self.addCleanup(nginx.stop)
        servers.make_certificate(self.folder)
        proxy = start_proxy(self.folder, nginx.tls_port)
        for name, command in (
                ("nested calls", ["curl", "-sk", "--http1.1", "--proxy-insecure", "-x", f"https://127.0.0.1:{proxy}", f"https://127.0.0.1:{nginx.tls_port}/within"]),
                ("memory", ["/usr/bin/python3", "-c", IN_MEMORY, str(proxy), str(nginx.tls_port)])):
            for source in ("calls", "secrets"):
                with self.subTest(name, source=source):
                    self.check(["--tls-source", source], command, proxy)

    def check(self, options, command, proxy):
        entries = self.record(*options, command=command)
        log = tools.read_har(self.path("out.har"))["log"]
        asked = [entry for entry in entries if entry["request"]["method"] == "GET"]
        self.assertEqual([entry["response"]["status"] for entry in asked], [404])
        self.assertEqual(asked[0]["_connection"]["remote"], f"127.0.0.1:{proxy}")
        self.assertEqual([entry["response"]["status"] for entry in entries if entry["request"]["method"] == "CONNECT"], [200])
        self.assertEqual(log.get("_conversations", []), [])


if __name__ == "__main__":
    tools.main()
