# SPDX-License-Identifier: GPL-3.0-or-later
"""Message brokers of one's own: in a directory, on free ports, as a user without privileges."""

import json
import socket

from support import databases, servers, tools


def answers(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Mosquitto(databases.Server):
    def __init__(self, parent):
        self.folder = databases.owned_folder(parent, "mosquitto")
        self.log = f"{self.folder}/log"
        databases.certificate(self.folder)
        self.port, self.tls_port, self.web_port = servers.free_ports(3)
        with open(f"{self.folder}/conf", "w", encoding="utf-8") as conf:
            conf.write(f"listener {self.port} 127.0.0.1\n"
                       f"listener {self.tls_port} 127.0.0.1\ncafile cert.pem\ncertfile cert.pem\nkeyfile key.pem\n"
                       f"listener {self.web_port} 127.0.0.1\nprotocol websockets\n"
                       "allow_anonymous true\n")
        self.start(["mosquitto", "-c", "conf"])
        databases.wait_until(lambda: answers(self.tls_port) and answers(self.port), self.process, self.log)

    def client(self, program, tls=False):
        more = ["-p", str(self.tls_port), "--cafile", f"{self.folder}/cert.pem", "--insecure"] if tls else ["-p", str(self.port)]
        return [f"mosquitto_{program}", "-h", "127.0.0.1", *more]


class Nats(databases.Server):
    def __init__(self, parent):
        self.folder = databases.owned_folder(parent, "nats")
        self.log = f"{self.folder}/log"
        self.port, = servers.free_ports(1)
        self.start(["nats-server", "-a", "127.0.0.1", "-p", str(self.port), "--user", "me", "--pass", "s3cret-word",
                    "-js", "-sd", f"{self.folder}/store"])
        databases.wait_until(lambda: answers(self.port), self.process, self.log)


def beside(har, name, protocol, side):
    """What stands in the list `name` beside the entries of a HAR, of one protocol."""
    inner = name.removesuffix("ies").removesuffix("s") + ("y" if name.endswith("ies") else "")
    return [one for one in har["log"].get(name, []) if one[inner]["protocol"].removesuffix("s") == protocol.removesuffix("s") and one["_side"] == side]


def dumped(har):
    return json.dumps({name: har["log"].get(name) for name in ("_queries", "_channels", "_conversations")}, indent=1)[:6000]


__all__ = ["Mosquitto", "Nats", "beside", "dumped", "tools"]
