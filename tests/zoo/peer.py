# SPDX-License-Identifier: GPL-3.0-or-later
"""The other end: an HTTP server that notes what it sent and received, with TLS for clients, without it behind servers."""

import base64
import hashlib
import http.server
import os
import random
import ssl
import subprocess
import threading
from dataclasses import dataclass

from support import servers


def text_of(size, seed):
    """Letters and digits, which every language takes for text: noise that no compressor hides anything in."""
    return f"{random.Random(seed).getrandbits(size * 4):0{size}x}".encode()


SMALL = b"thirty bytes of known contents"
LARGE = text_of(200_000, 1)
UPLOAD = text_of(50_000, 2)


def sha256(data):
    return hashlib.sha256(data).hexdigest()


@dataclass
class Exchange:
    """As this end has it. Addresses are (host, port)."""
    method: str
    path: str
    status: int
    client: tuple
    server: tuple
    sent: bytes       # request's body
    received: bytes   # response's body
    protocol: str = ""   # as a proxy before this end says; empty: there is none


def make_certificates(folder):
    """ca.pem, and cert.pem with key.pem for localhost: stacks refuse an authority as a server's certificate."""
    def openssl(*words):
        subprocess.run(["openssl", *words], check=True, capture_output=True, cwd=folder)

    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=Zoo authority", "-keyout", "ca.key", "-out", "ca.pem",
            "-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign,cRLSign")
    openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-keyout", "key.pem", "-out", "cert.csr")
    with open(f"{folder}/leaf.ext", "w", encoding="utf-8") as out:
        out.write("basicConstraints=CA:FALSE\nkeyUsage=digitalSignature,keyEncipherment\nextendedKeyUsage=serverAuth\n"
                  "subjectAltName=DNS:localhost,IP:127.0.0.1\n")
    openssl("x509", "-req", "-in", "cert.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2",
            "-extfile", "leaf.ext", "-out", "cert.pem")
    with open(f"{folder}/both.pem", "wb") as out:   # haproxy and lighttpd want one file
        for part in ("cert.pem", "key.pem"):
            with open(f"{folder}/{part}", "rb") as text:
                out.write(text.read())


def key_hash(folder):
    """Of the certificate's key, as browsers are told to trust it."""
    key = subprocess.run(["openssl", "x509", "-in", f"{folder}/cert.pem", "-pubkey", "-noout"], check=True, capture_output=True).stdout
    der = subprocess.run(["openssl", "pkey", "-pubin", "-outform", "der"], input=key, check=True, capture_output=True).stdout
    return base64.b64encode(hashlib.sha256(der).digest()).decode()


def tls_context(folder, protocols):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(f"{folder}/cert.pem", f"{folder}/key.pem")
    context.set_alpn_protocols(protocols)
    return context


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def body(self):
        if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
            parts = []
            while size := int(self.rfile.readline().split(b";")[0], 16):
                parts.append(self.rfile.read(size))
                self.rfile.readline()
            self.rfile.readline()
            return b"".join(parts)
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def answer(self):
        sent = self.body()
        if "slow" in self.path:   # docker asks for what it is given within a path of its own
            return self.trickle()
        if self.server.hold:
            self.server.waiting.release()
            self.server.let_go.wait(120)
        if self.path.startswith("/repo.git/"):
            return self.git(sent)
        if self.path == "/page":
            return self.reply(200, self.server.page, sent, "text/html")
        if self.path.startswith("/large") or self.path.endswith("/get") or "/images/get" in self.path:
            return self.reply(200, LARGE, sent)
        return self.reply(200, SMALL, sent)

    def reply(self, status, data, sent, kind="application/octet-stream", fields=()):
        if self.command == "HEAD":
            data = b""
        # Before the answer: who has it may ask at once what was seen.
        self.server.seen.append(Exchange(self.command, self.path, status, *self.addresses(), sent, data, self.headers.get("Zoo-Protocol", "")))
        self.send_response(status)
        for name, value in (("Content-Type", kind), ("Content-Length", str(len(data))), ("Api-Version", "1.41"), ("OSType", "linux"), *fields):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def addresses(self):
        """Of the client's connection: a proxy says where it ends."""
        if client := self.headers.get("Zoo-Client"):
            host, _, port = client.rpartition(":")
            return (host, int(port)), ("127.0.0.1", self.server.port)
        return self.client_address[:2], self.connection.getsockname()[:2]

    def trickle(self):
        """A byte every 50 ms, until the server is told to let go."""
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Connection", "close")
        self.end_headers()
        self.server.waiting.release()
        self.close_connection = True
        try:
            while not self.server.let_go.wait(0.05):
                self.wfile.write(b".")
        except OSError:
            pass

    def git(self, sent):
        """git-http-backend(1) as a CGI program (RFC 3875)."""
        path, _, query = self.path.partition("?")
        environment = dict(os.environ, GIT_PROJECT_ROOT=self.server.folder, GIT_HTTP_EXPORT_ALL="1", REQUEST_METHOD=self.command, PATH_INFO=path,
                           QUERY_STRING=query, CONTENT_TYPE=self.headers.get("Content-Type", ""), CONTENT_LENGTH=str(len(sent)),
                           HTTP_CONTENT_ENCODING=self.headers.get("Content-Encoding", ""), GIT_PROTOCOL=self.headers.get("Git-Protocol", ""),
                           REMOTE_USER="zoo", REMOTE_ADDR="127.0.0.1")
        out = subprocess.run(["git", "http-backend"], input=sent, capture_output=True, env=environment, check=True).stdout
        head, _, data = out.partition(b"\r\n\r\n")
        fields = dict(line.decode().split(": ", 1) for line in head.split(b"\r\n"))
        status = int(fields.pop("Status", "200").split()[0])
        fields.pop("Content-Length", None)
        self.reply(status, data, sent, fields.pop("Content-Type", "text/plain"), tuple(fields.items()))

    do_GET = do_POST = do_PUT = do_HEAD = answer

    def log_message(self, *arguments):
        pass


class Peer(http.server.ThreadingHTTPServer):
    """Serves from threads of this process, which no capture's scope includes."""
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, folder, tls=True):
        super().__init__(("127.0.0.1", 0), Handler)
        self.folder = folder
        self.port = self.server_address[1]
        self.seen = []
        self.waiting = threading.Semaphore(0)
        self.let_go = threading.Event()
        self.hold = False   # answers only once it is let go
        self.page = b""
        self.context = None
        if tls:
            self.context = tls_context(folder, ["http/1.1"])
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def finish_request(self, request, client_address):
        """In the connection's own thread: a slow handshake holds nobody up."""
        if self.context:
            request.settimeout(60)
            request = self.context.wrap_socket(request, server_side=True)
        super().finish_request(request, client_address)
        if self.context:
            try:
                request.settimeout(0.5)   # some clients answer a close_notify only with the connection's end
                request.unwrap().close()
            except (OSError, ValueError):
                request.close()

    def handle_error(self, request, client_address):
        pass   # a client that gives up is no fault of this end

    def take(self):
        """What was exchanged since the last call."""
        seen, self.seen = self.seen, []
        return seen

    def stop(self):
        self.let_go.set()
        self.shutdown()
        self.server_close()


def free_port():
    return servers.free_ports(1)[0]
