# SPDX-License-Identifier: GPL-3.0-or-later
"""The peer for clients that speak HTTP/3: caddy, which passes the requests on to the plain one and says between which addresses they came."""

import os
import subprocess
import time

import peer
from support import tools

CADDYFILE = """{{
    admin off
    auto_https off
    servers {{
        protocols h1 h2 h3
    }}
}}
https://localhost:{port} {{
    bind 127.0.0.1
    tls {folder}/cert.pem {folder}/key.pem
    reverse_proxy 127.0.0.1:{upstream} {{
        header_up Zoo-Client {{remote}}
        header_up Zoo-Protocol {{http.request.proto}}
        flush_interval -1
    }}
}}
"""


class Http3Peer(peer.Peer):
    """What it offers to a run is what peer.Peer does; what came by another protocol is not seen."""

    def __init__(self, folder):
        super().__init__(folder, tls=False)
        upstream, self.port = self.port, peer.free_port()
        with open(f"{folder}/Caddyfile", "w", encoding="utf-8") as out:
            out.write(CADDYFILE.format(port=self.port, folder=folder, upstream=upstream))
        self.log = open(f"{folder}/caddy.log", "ab")
        self.caddy = subprocess.Popen(["caddy", "run", "--adapter", "caddyfile", "--config", f"{folder}/Caddyfile"], stdin=subprocess.DEVNULL, stdout=self.log,
                                      stderr=self.log, env=dict(os.environ, HOME=folder, XDG_DATA_HOME=folder, XDG_CONFIG_HOME=folder))
        limit = time.monotonic() + 30
        while subprocess.run(["curl", "-sk", "-o", "/dev/null", f"https://localhost:{self.port}/small"], check=False).returncode != 0:
            if time.monotonic() > limit or self.caddy.poll() is not None:
                raise AssertionError("caddy does not answer")
            time.sleep(0.1)
        self.take()

    def take(self):
        return [exchange for exchange in super().take() if exchange.protocol == "HTTP/3.0"]

    def stop(self):
        tools.end(self.caddy)
        self.log.close()
        super().stop()
