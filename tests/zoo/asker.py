# SPDX-License-Identifier: GPL-3.0-or-later
"""The client of the zoo's servers: asks over one TLS connection, and notes what it sent and received."""

import http.client
import ssl
import time

from peer import LARGE, SMALL, UPLOAD, Exchange


class Asker:
    def __init__(self, folder, port):
        self.context = ssl.create_default_context(cafile=f"{folder}/ca.pem")
        self.port = port
        self.connection = None

    def open(self):
        self.connection = http.client.HTTPSConnection("localhost", self.port, context=self.context, timeout=20)
        self.connection.connect()

    def ask(self, method, path, body=b""):
        if self.connection is None:
            self.open()
        local, remote = self.connection.sock.getsockname()[:2], self.connection.sock.getpeername()[:2]
        self.connection.request(method, path, body=body or None)
        answer = self.connection.getresponse()
        return Exchange(method, path, answer.status, local, remote, body, answer.read())

    def ask_all(self, uploads=True):
        seen = [self.ask("GET", "/small"), self.ask("GET", "/large")]
        if uploads:
            seen.append(self.ask("POST", "/upload", UPLOAD))
        for exchange, wanted in zip(seen, (SMALL, LARGE, SMALL)):
            if exchange.status != 200 or exchange.received != wanted:
                raise AssertionError(f"{exchange.method} {exchange.path}: status {exchange.status}, {len(exchange.received)} bytes")
        return seen

    def close(self):
        if self.connection:
            self.connection.close()
            self.connection = None


def wait_until_it_answers(folder, port, process, seconds=30):
    limit = time.monotonic() + seconds
    while True:
        asker = Asker(folder, port)
        try:
            return asker.ask("GET", "/small")
        except (OSError, http.client.HTTPException) as error:
            if time.monotonic() > limit or process.poll() is not None:
                raise AssertionError(f"it does not answer: {error}") from error
            time.sleep(0.05)
        finally:
            asker.close()
