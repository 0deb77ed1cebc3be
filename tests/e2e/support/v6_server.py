# SPDX-License-Identifier: GPL-3.0-or-later
"""v6_server.py PORT FOLDER: the files in FOLDER/files over HTTPS on all addresses, with FOLDER's certificate; one connection for several requests."""

import functools
import http.server
import socket
import ssl
import sys


class Server(http.server.ThreadingHTTPServer):
    address_family = socket.AF_INET6
    daemon_threads = True


class Handler(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass


def main():
    port, folder = int(sys.argv[1]), sys.argv[2]
    server = Server(("::", port), functools.partial(Handler, directory=f"{folder}/files"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(f"{folder}/cert.pem", f"{folder}/key.pem")
    # The handshake belongs to the connection's thread.
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    server.serve_forever()


if __name__ == "__main__":
    main()
