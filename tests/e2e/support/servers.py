# SPDX-License-Identifier: GPL-3.0-or-later
"""nginx with a generated certificate on free ports of the loopback, and the files it serves."""

import hashlib
import http.client
import http.server
import os
import random
import signal
import socket
import subprocess
import threading
import time

from support import tools

SIZES = {"empty": 0, "one": 1, "16k": 16 * 1024, "1m": 1000 * 1000, "10m": 10 * 1000 * 1000}

CONFIG = """
daemon off;
master_process on;
worker_processes {workers};
user root;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{ worker_connections 512; }}
http {{
    log_format ports '$remote_port $status "$request" '
                     '$ssl_protocol $ssl_cipher $ssl_alpn_protocol $ssl_server_name';
    access_log {access_log};
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    client_max_body_size 64m;
    keepalive_requests 1000000;
    default_type application/octet-stream;
    types {{ text/plain txt; application/json json; text/html html; text/css css; text/javascript js; }}
    sendfile {sendfile};
    gzip {gzip};
    gzip_min_length 1;
    gzip_types *;
    server {{
        listen 127.0.0.1:{tls_port} ssl{http2};
        listen 127.0.0.1:{plain_port};
        ssl_protocols TLSv1.2 TLSv1.3;
        {h2c}
        ssl_certificate {folder}/cert.pem;
        ssl_certificate_key {folder}/key.pem;
        root {folder}/files;
        {locations}
        location /upload/ {{
            root {folder};
            dav_methods PUT;
        }}
    }}
}}
"""


def make_certificate(folder):
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
                    "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
                    "-keyout", f"{folder}/key.pem", "-out", f"{folder}/cert.pem"],
                   check=True, capture_output=True)


def free_ports(count, kind=socket.SOCK_STREAM):
    taken = [socket.socket(socket.AF_INET, kind) for _ in range(count)]
    for each in taken:
        each.bind(("127.0.0.1", 0))
    ports = [each.getsockname()[1] for each in taken]
    for each in taken:
        each.close()
    return ports


def serve(case, handler):
    """An HTTP server of this process, until the test ends; gives its port."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    case.addCleanup(server.server_close)
    case.addCleanup(server.shutdown)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_port


def sha256_of(path):
    with open(path, "rb") as data:
        return hashlib.sha256(data.read()).hexdigest()


class Nginx:
    """One nginx; stopped by stop(), which the test must register. With http2 it speaks that over TLS too, and without TLS
    on h2c_port."""

    def __init__(self, folder, workers=1, sendfile="off", gzip="off", access_log=True, locations="", http2=False):
        self.folder = os.path.join(folder, "nginx")
        os.makedirs(f"{self.folder}/files")
        os.makedirs(f"{self.folder}/upload")
        noise = random.Random(7)
        for name, size in SIZES.items():
            with open(f"{self.folder}/files/{name}.bin", "wb") as out:
                out.write(noise.randbytes(size))
        self.write("small.json", b'{"answer": 42, "who": "cleartap"}\n')
        self.write("1k.txt", b"0123456789abcde\n" * 64)
        make_certificate(self.folder)
        self.tls_port, self.plain_port, self.h2c_port = free_ports(3)
        with open(f"{self.folder}/nginx.conf", "w", encoding="utf-8") as out:
            out.write(CONFIG.format(folder=self.folder, workers=workers, sendfile=sendfile, gzip=gzip,
                                    access_log=f"{self.folder}/access.log ports" if access_log else "off",
                                    locations=locations, http2=" http2" if http2 else "",
                                    h2c=f"listen 127.0.0.1:{self.h2c_port} http2;" if http2 else "",
                                    tls_port=self.tls_port, plain_port=self.plain_port))
        self.process = subprocess.Popen(["nginx", "-p", self.folder, "-c", f"{self.folder}/nginx.conf"],
                                        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                        stderr=open(f"{self.folder}/stderr.log", "wb"))
        limit = time.monotonic() + 20
        while not self.answers():
            if time.monotonic() > limit or self.process.poll() is not None:
                raise AssertionError("nginx did not start: " + open(f"{self.folder}/stderr.log").read()
                                     + open(f"{self.folder}/error.log").read())
            time.sleep(0.05)

    def write(self, name, data):
        with open(f"{self.folder}/files/{name}", "wb") as out:
            out.write(data)

    def answers(self):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", self.plain_port, timeout=5)
            connection.request("GET", "/small.json")
            good = connection.getresponse().status == 200
            connection.close()
            return good
        except OSError:
            return False

    def port(self, scheme):
        return self.tls_port if scheme == "https" else self.plain_port

    def url(self, scheme, path):
        return f"{scheme}://127.0.0.1:{self.port(scheme)}{path}"

    def file(self, name):
        return f"{self.folder}/files/{name}"

    def uploaded(self, name):
        return f"{self.folder}/upload/{name}"

    def pids(self):
        return [self.process.pid] + tools.descendants(self.process.pid)

    def requests_answered(self, path=""):
        with open(f"{self.folder}/access.log", encoding="utf-8", errors="replace") as log:
            return sum(1 for line in log if path in line)

    def ports_by_target(self):
        """{request target: the client's port}, as nginx saw them."""
        with open(f"{self.folder}/access.log", encoding="utf-8", errors="replace") as log:
            lines = [line.split(" ") for line in log]
        return {words[3]: int(words[0]) for words in lines if len(words) > 4}

    def tls_by_target(self):
        """{request target: (protocol, cipher, ALPN, SNI)}, as nginx has them; "-" for nothing."""
        with open(f"{self.folder}/access.log", encoding="utf-8", errors="replace") as log:
            lines = [line.split() for line in log]
        return {words[3]: tuple(words[5:9]) for words in lines if len(words) == 9}

    def stop(self):
        tools.end(self.process, signal.SIGTERM)
