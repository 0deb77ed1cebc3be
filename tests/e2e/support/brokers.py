# SPDX-License-Identifier: GPL-3.0-or-later
"""Message brokers of one's own: in a directory, on free ports, as a user without privileges."""

import hashlib
import json
import os
import socket
import subprocess

from support import databases, exchanges, servers, tools


def answers(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Mosquitto(databases.Server):
    def __init__(self, parent):
        self.folder = databases.owned_folder(parent, "mosquitto")
        self.log = f"{self.folder}/log"
        databases.certificate(self.folder)
        self.port, self.tls_port, self.web_port, self.web_tls_port = servers.free_ports(4)
        secured = "cafile cert.pem\ncertfile cert.pem\nkeyfile key.pem\n"
        with open(f"{self.folder}/conf", "w", encoding="utf-8") as conf:
            conf.write(f"listener {self.port} 127.0.0.1\n"
                       f"listener {self.tls_port} 127.0.0.1\n{secured}"
                       f"listener {self.web_port} 127.0.0.1\nprotocol websockets\n"
                       f"listener {self.web_tls_port} 127.0.0.1\nprotocol websockets\n{secured}"
                       "allow_anonymous true\n")
        self.start(["mosquitto", "-c", "conf"])
        databases.wait_until(lambda: all(answers(port) for port in (self.port, self.tls_port, self.web_port, self.web_tls_port)), self.process, self.log)

    def client(self, program, tls=False):
        more = ["-p", str(self.tls_port), "--cafile", f"{self.folder}/cert.pem", "--insecure"] if tls else ["-p", str(self.port)]
        return [f"mosquitto_{program}", "-h", "127.0.0.1", *more]


class Nats(databases.Server):
    """With tls every client goes on inside TLS after the server's INFO."""

    def __init__(self, parent, tls=False):
        self.folder = databases.owned_folder(parent, "nats")
        self.log = f"{self.folder}/log"
        self.port, = servers.free_ports(1)
        databases.certificate(self.folder)
        self.start(["nats-server", *(["--tls", "--tlscert", "cert.pem", "--tlskey", "key.pem"] if tls else []), "-a", "127.0.0.1", "-p", str(self.port), "--user", "me", "--pass", "s3cret-word",
                    "-js", "-sd", f"{self.folder}/store"])
        databases.wait_until(lambda: answers(self.port), self.process, self.log)


class RabbitMq(databases.Server):
    """With a port mapper of its own, which Erlang would leave behind. Nothing listens beyond this machine."""

    USER, PASSWORD = "me", "s3cret-word"

    def __init__(self, parent):
        self.folder = databases.owned_folder(parent, "rabbitmq")
        self.log = f"{self.folder}/log"
        databases.certificate(self.folder)
        self.port, self.tls_port, nodes, mapper = servers.free_ports(4)
        with open(f"{self.folder}/rabbitmq.conf", "w", encoding="utf-8") as conf:
            conf.write(f"listeners.tcp.1 = 127.0.0.1:{self.port}\nlisteners.ssl.1 = 127.0.0.1:{self.tls_port}\n"
                       f"ssl_options.certfile = {self.folder}/cert.pem\nssl_options.keyfile = {self.folder}/key.pem\n"
                       f"default_user = {self.USER}\ndefault_pass = {self.PASSWORD}\nlog.console = true\nlog.file = false\n")
        environment = {"PATH": os.environ["PATH"], "HOME": self.folder, "ERL_EPMD_PORT": str(mapper), "ERL_EPMD_ADDRESS": "127.0.0.1",
                       "RABBITMQ_NODENAME": "cleartap@localhost", "RABBITMQ_MNESIA_BASE": f"{self.folder}/mnesia", "RABBITMQ_LOG_BASE": f"{self.folder}/logs",
                       "RABBITMQ_CONFIG_FILE": f"{self.folder}/rabbitmq.conf", "RABBITMQ_CONF_ENV_FILE": "/dev/null", "RABBITMQ_DIST_PORT": str(nodes),
                       "RABBITMQ_ENABLED_PLUGINS_FILE": f"{self.folder}/plugins", "RABBITMQ_FEATURE_FLAGS_FILE": f"{self.folder}/flags",
                       "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "+S 1:1 -kernel inet_dist_use_interface {127,0,0,1}"}
        in_folder = [*databases.AS_USER, "env", "-i", "-C", self.folder, *(f"{name}={value}" for name, value in environment.items())]
        self.mapper = subprocess.Popen([*in_folder, "epmd", "-port", str(mapper), "-address", "127.0.0.1"],
                                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        # The distribution's own program in PATH wants to be root or the user of its service.
        self.start(in_folder[len(databases.AS_USER):] + ["/usr/lib/rabbitmq/bin/rabbitmq-server"])
        try:
            databases.wait_until(lambda: answers(self.tls_port), self.process, self.log, 120)
        except AssertionError:
            self.stop()
            raise

    def stop(self):
        tools.end(self.process, seconds=30)   # a shell, which waits for the broker to end
        tools.end(self.mapper)


def sha256_of(message):
    """Of what a message of a channel carried."""
    return hashlib.sha256(exchanges.content_bytes({**message, "text": message.get("data", "")})).hexdigest()


def beside(har, name, protocol, side):
    """What stands in the list `name` beside the entries of a HAR, of one protocol."""
    inner = name.removesuffix("ies").removesuffix("s") + ("y" if name.endswith("ies") else "")
    return [one for one in har["log"].get(name, []) if one[inner]["protocol"] in (protocol, f"{protocol}s") and one["_side"] == side]


def dumped(har):
    return json.dumps({name: har["log"].get(name) for name in ("_queries", "_channels", "_conversations")}, indent=1)[:6000]


__all__ = ["Mosquitto", "Nats", "RabbitMq", "beside", "dumped", "sha256_of", "tools"]
