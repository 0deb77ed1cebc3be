# SPDX-License-Identifier: GPL-3.0-or-later
"""Machines made of namespaces, each with a name, a network, mounts and an sshd of its own, and a client's place beside them.

They share this kernel and its process ids: the helper needs those that the kernel knows.
"""

import os
import shutil
import signal
import subprocess
import tempfile

from support import tools

SERVICE = """
import http.server, socketserver, sys
class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def do_GET(self):
        body = (self.path + "\\n").encode() if "large" not in self.path else b"x" * int(self.path.rsplit("/", 1)[1])
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        for begin in range(0, len(body), 1 << 20):
            self.wfile.write(body[begin:begin + (1 << 20)])
    def log_message(self, *words):
        pass
class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
Server(("0.0.0.0", 8080), Handler).serve_forever()
"""


# A user of each machine who may become root by sudo, with this password.
USER, PASSWORD = "dev", "open sesame 17"

# Asks the URL as often as it is told, on a connection each or on one for ten.
CALLER = """
import http.client, sys
host, count, mark = sys.argv[1], int(sys.argv[2]), sys.argv[3]
connection = None
for number in range(count):
    if connection is None or number % 10 == 0 or number % 50 < 10:
        if connection:
            connection.close()
        connection = http.client.HTTPConnection(host, 8080, timeout=20)
    connection.request("GET", f"/{mark}/{number}")
    answer = connection.getresponse()
    assert answer.status == 200 and answer.read() == f"/{mark}/{number}\\n".encode()
connection.close()
"""


def run(*words, **options):
    return subprocess.run(words, check=True, capture_output=True, text=True, **options)


def unpacked_server():
    """The folder of openssh-server's files. It is not installed: then it would serve the network, from now on and after each boot."""
    folder = os.path.join(os.path.dirname(tools.BIN), "sshd")
    if not os.path.exists(f"{folder}/usr/sbin/sshd"):
        with tempfile.TemporaryDirectory(prefix="cleartap-sshd-") as place:
            os.chmod(place, 0o755)
            run("apt-get", "-q", "download", "openssh-server", cwd=place)
            package, = os.listdir(place)
            run("dpkg-deb", "-x", os.path.join(place, package), folder)
    return folder


class Machines:
    """`names` of machines; the client's namespace reaches the address of each, and nothing else."""

    def __init__(self, case, names):
        self.case = case
        self.folder = tempfile.mkdtemp(prefix="cleartap-machines-", dir="/var/tmp")
        case.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        os.chmod(self.folder, 0o755)
        self.mark = f"ct{os.getpid()}"
        self.server = unpacked_server()
        # sshd wants the user that its package makes.
        shutil.copy("/etc/passwd", self.path("passwd"))
        with open(self.path("passwd"), "a", encoding="utf-8") as users:
            users.write("sshd:x:64999:65534::/run/sshd:/usr/sbin/nologin\n")
            users.write(f"{USER}:x:64998:65534::/:/bin/sh\n")
        secret = run("openssl", "passwd", "-6", "-stdin", input=PASSWORD + "\n").stdout.strip()
        shutil.copy("/etc/shadow", self.path("shadow"))
        with open(self.path("shadow"), "a", encoding="utf-8") as secrets:
            secrets.write(f"{USER}:{secret}:20000:0:99999:7:::\n")
        with open(self.path("sudoers"), "w", encoding="utf-8") as rules:
            rules.write('Defaults env_reset, !lecture\nDefaults env_keep += "TMPDIR LOGS_DIRECTORY STATE_DIRECTORY CACHE_DIRECTORY"\n'
                        f'Defaults secure_path="/usr/sbin:/usr/bin:/sbin:/bin"\n{USER} ALL=(root) ALL\n')
        os.chmod(self.path("sudoers"), 0o440)
        self.client = f"{self.mark}client"
        self.namespace(self.client)
        # An interpreter of its own, so that a scope can name it: all machines see it at the same place, each its own copy.
        self.program = self.path("app/service")
        os.makedirs(self.path("app"))
        with open(self.path("service.py"), "w", encoding="utf-8") as script:
            script.write(SERVICE)
        with open(self.path("caller.py"), "w", encoding="utf-8") as script:
            script.write(CALLER)
        run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", self.path("id"))
        os.chmod(self.path("id"), 0o600)
        shutil.copy(self.path("id.pub"), self.path("authorized"))
        self.known = []
        self.machines = {name: Machine(self, name, number) for number, name in enumerate(names, 1)}
        with open(self.path("known_hosts"), "w", encoding="utf-8") as known:
            known.writelines(self.known)
        self.write_client()
        for machine in self.machines.values():
            machine.start()

    def path(self, *parts):
        return os.path.join(self.folder, *parts)

    def namespace(self, name):
        run("ip", "netns", "add", name)
        self.case.addCleanup(subprocess.run, ["ip", "netns", "del", name], check=False, capture_output=True)
        run("ip", "-n", name, "link", "set", "lo", "up")

    def write_client(self):
        with open(self.path("config"), "w", encoding="utf-8") as config:
            for machine in self.machines.values():
                config.write(f"Host {machine.name}\n  HostName {machine.address}\n")
            config.write(f"Host *\n  User root\n  IdentityFile {self.path('id')}\n  IdentitiesOnly yes\n  IdentityAgent none\n"
                         f"  UserKnownHostsFile {self.path('known_hosts')}\n  GlobalKnownHostsFile /dev/null\n"
                         "  StrictHostKeyChecking yes\n  Ciphers aes128-gcm@openssh.com\n")
        self.ssh = self.path("ssh")
        with open(self.ssh, "w", encoding="utf-8") as wrapper:
            wrapper.write(f"#!/bin/sh\nexec /usr/bin/ssh -F {self.path('config')} \"$@\"\n")
        os.chmod(self.ssh, 0o755)

    def inside(self, *words):
        """A command in the client's place."""
        return ["nsenter", f"--net=/run/netns/{self.client}", *words]

    def environment(self):
        return {**os.environ, "CLEARTAP_SSH": self.ssh}

    def connect_all(self):
        """The machines reach each other, through the client's place."""
        run(*self.inside("sysctl", "-qw", "net.ipv4.ip_forward=1"))
        for number, machine in enumerate(self.machines.values(), 1):
            run("ip", "-n", machine.namespace, "route", "add", "default", "via", f"10.77.{number}.1")

    def serve_here(self):
        """The same service in the client's place, by the same program."""
        shutil.copy(os.path.realpath("/usr/bin/python3"), self.program)
        self.case.start(self.inside(self.program, self.path("service.py")), stdin=subprocess.DEVNULL)
        self.case.wait_for(lambda: subprocess.run(self.inside("curl", "-s", "-o", "/dev/null", "http://127.0.0.1:8080/ready"), check=False).returncode == 0,
                           "the service here answers")

    def ask_here(self, *paths):
        return run(*self.inside("curl", "-sS", "--fail", "--max-time", "20", *[f"http://127.0.0.1:8080{path}" for path in paths])).stdout

    def ask(self, name, *paths):
        machine = self.machines[name]
        urls = [f"http://{machine.address}:8080{path}" for path in paths]
        return run(*self.inside("curl", "-sS", "--fail", "--max-time", "20", *urls)).stdout


class Machine:
    def __init__(self, all_of_them, name, number):
        self.all = all_of_them
        self.name = name
        self.address = f"10.77.{number}.2"
        self.namespace = f"{all_of_them.mark}{name}"
        self.temporary = self.path("tmp")
        for folder in ("app", "tmp", "kept"):
            os.makedirs(self.path(folder))
        os.chmod(self.path("tmp"), 0o1777)
        shutil.copy(os.path.realpath("/usr/bin/python3"), self.path("app", "service"))
        all_of_them.namespace(self.namespace)
        here = f"m{number}"
        run("ip", "link", "add", here, "netns", all_of_them.client, "type", "veth", "peer", "name", "wire", "netns", self.namespace)
        for where, link, address in ((all_of_them.client, here, f"10.77.{number}.1"), (self.namespace, "wire", self.address)):
            run("ip", "-n", where, "address", "add", f"{address}/24", "dev", link)
            run("ip", "-n", where, "link", "set", link, "up")
        run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", self.path("host"))
        with open(self.path("host.pub"), encoding="utf-8") as key:
            all_of_them.known.append(f"{self.address} {' '.join(key.read().split()[:2])}\n")
        with open(self.path("sshd_config"), "w", encoding="utf-8") as config:
            config.write(f"ListenAddress {self.address}\nPort 22\nHostKey {self.path('host')}\nPidFile none\nUsePAM no\n"
                         f"StrictModes no\nAuthorizedKeysFile {all_of_them.path('authorized')}\nPermitRootLogin prohibit-password\n"
                         f"PasswordAuthentication no\nSetEnv TMPDIR={self.temporary} LOGS_DIRECTORY={self.path('kept')} "
                         f"STATE_DIRECTORY={self.path('kept')} CACHE_DIRECTORY={self.path('kept')}\n")

    def path(self, *parts):
        return self.all.path(self.name, *parts)

    def start(self):
        prepare = (f"hostname {self.name}-host; mount -t tmpfs none /run; mkdir -p /run/sshd; mount --bind {self.path('app')} {self.all.path('app')}; "
                   f"mount --bind {self.all.path('passwd')} /etc/passwd; mount --bind {self.all.path('shadow')} /etc/shadow; mount --bind {self.all.path('sudoers')} /etc/sudoers; mount --bind {self.all.server}/usr/lib/openssh /usr/lib/openssh; ")
        serve = f"{self.all.program} {self.all.path('service.py')} & exec {self.all.server}/usr/sbin/sshd -D -e -f {self.path('sshd_config')}"
        log = open(self.path("sshd.log"), "wb")
        self.all.case.addCleanup(log.close)
        self.process = self.all.case.start(["nsenter", f"--net=/run/netns/{self.namespace}", "unshare", "--mount", "--uts", "--propagation", "private",
                                            "sh", "-c", prepare + serve], stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
        self.all.case.addCleanup(self.end)
        self.all.case.wait_for(lambda: subprocess.run(self.all.inside("curl", "-s", "-o", "/dev/null", f"http://{self.address}:8080/ready"),
                                                      check=False).returncode == 0, f"the service of {self.name} answers")

    def inside(self, *words):
        """A command on the machine."""
        return ["nsenter", f"--net=/run/netns/{self.namespace}", f"--mount=/proc/{self.process.pid}/ns/mnt", f"--uts=/proc/{self.process.pid}/ns/uts", *words]

    def end(self):
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
