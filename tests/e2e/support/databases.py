# SPDX-License-Identifier: GPL-3.0-or-later
"""Database servers of one's own: in a directory, on free ports, as a user without privileges."""

import glob
import json
import os
import pwd
import shutil
import signal
import subprocess
import time

from support import servers, tools

USER = "nobody"
AS_USER = ["setpriv", "--reuid", USER, "--regid", str(pwd.getpwnam(USER).pw_gid), "--clear-groups"]


def owned_folder(parent, name):
    folder = os.path.join(parent, name)
    os.makedirs(folder)
    shutil.chown(folder, USER)
    return folder


def certificate(folder):
    servers.make_certificate(folder)
    for name in ("key.pem", "cert.pem"):
        shutil.chown(f"{folder}/{name}", USER)
        os.chmod(f"{folder}/{name}", 0o600)


def wait_until(answers, process, log, seconds=30):
    limit = time.monotonic() + seconds
    while not answers():
        if time.monotonic() > limit or process.poll() is not None:
            with open(log, encoding="utf-8", errors="replace") as text:
                raise AssertionError(f"the server did not start:\n{text.read()[-3000:]}")
        time.sleep(0.05)


def succeeds(*command, **options):
    return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, **options).returncode == 0


class Server:
    process = None

    def start(self, command, how=signal.SIGTERM):
        self.how = how
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(AS_USER + command, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def stop(self):
        tools.end(self.process, self.how)

    def logged(self):
        with open(self.log, encoding="utf-8", errors="replace") as text:
            return text.read()


class Redis(Server):
    def __init__(self, parent):
        self.folder = owned_folder(parent, "redis")
        self.log = f"{self.folder}/log"
        certificate(self.folder)
        self.port, self.tls_port = servers.free_ports(2)
        self.socket = f"{self.folder}/socket"
        self.start(["redis-server", "--unixsocket", self.socket, "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--tls-port", str(self.tls_port),
                    "--tls-cert-file", "cert.pem", "--tls-key-file", "key.pem", "--tls-ca-cert-file", "cert.pem", "--tls-auth-clients", "no"])
        wait_until(lambda: succeeds("redis-cli", "-p", str(self.port), "ping"), self.process, self.log)

    def cli(self, tls=False, local=False):
        if local:
            return ["redis-cli", "-s", self.socket]
        return ["redis-cli", "-h", "127.0.0.1"] + (["-p", str(self.tls_port), "--tls", "--insecure"] if tls else ["-p", str(self.port)])


class Postgres(Server):
    def __init__(self, parent):
        self.folder = owned_folder(parent, "postgres")
        self.log = f"{self.folder}/log"
        programs = sorted(glob.glob("/usr/lib/postgresql/*/bin"))[-1]
        data = f"{self.folder}/data"
        subprocess.run(AS_USER + [f"{programs}/initdb", "-D", data, "-U", "me", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"],
                       check=True, capture_output=True, cwd=self.folder)
        certificate(self.folder)
        self.port, = servers.free_ports(1)
        self.start([f"{programs}/postgres", "-D", data, "-p", str(self.port), "-k", self.folder, "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off",
                    "-c", "log_statement=all", "-c", "log_min_error_statement=error", "-c", "log_line_prefix=%p|", "-c", "ssl=on",
                    "-c", f"ssl_cert_file={self.folder}/cert.pem", "-c", f"ssl_key_file={self.folder}/key.pem"], signal.SIGINT)
        wait_until(lambda: succeeds("pg_isready", "-h", "127.0.0.1", "-p", str(self.port)), self.process, self.log)

    def environment(self, tls=False, local=False):
        return dict(os.environ, PGHOST=self.folder if local else "127.0.0.1", PGPORT=str(self.port), PGUSER="me", PGDATABASE="postgres",
                    PGSSLMODE="require" if tls else "disable", PGAPPNAME="test")


class MariaDb(Server):
    def __init__(self, parent):
        self.folder = owned_folder(parent, "mariadb")
        self.log = f"{self.folder}/log"
        data, self.socket = f"{self.folder}/data", f"{self.folder}/socket"
        subprocess.run(["mariadb-install-db", "--no-defaults", f"--user={USER}", f"--datadir={data}", "--auth-root-authentication-method=normal",
                        "--skip-test-db"], check=True, capture_output=True)
        certificate(self.folder)
        self.port, = servers.free_ports(1)
        self.general = f"{self.folder}/general.log"
        self.start(["mariadbd", "--no-defaults", f"--datadir={data}", f"--port={self.port}", "--bind-address=127.0.0.1", f"--socket={self.socket}",
                    "--general-log=1", f"--general-log-file={self.general}", f"--ssl-cert={self.folder}/cert.pem",
                    f"--ssl-key={self.folder}/key.pem", "--local-infile=1"])
        wait_until(lambda: succeeds("mariadb-admin", "--no-defaults", "-uroot", "-S", self.socket, "ping"), self.process, self.log)
        subprocess.run(["mariadb", "--no-defaults", "-uroot", "-S", self.socket, "-e",
                        "CREATE DATABASE shop; CREATE USER me@'%' IDENTIFIED BY 'pw'; GRANT ALL ON *.* TO me@'%'"], check=True, stdin=subprocess.DEVNULL)

    def cli(self, program="mariadb", tls=False, local=False):
        if local:
            return [program, "--no-defaults", "-ume", "-ppw", "-S", self.socket, "--skip-ssl"]
        return [program, "--no-defaults", "-ume", "-ppw", "-h127.0.0.1", f"-P{self.port}", "--ssl" if tls else "--skip-ssl"]

    def statements(self):
        """What the general log has, after the server was asked to write it."""
        with open(self.general, encoding="utf-8", errors="replace") as text:
            return text.read()


def queries(har, protocol, side=None):
    """The queries of a HAR file."""
    return [q for q in har["log"].get("_queries", []) if q["_query"]["protocol"] == protocol and side in (None, q["_side"])]


def read_queries(path, protocol, side):
    return queries(tools.read_har(path), protocol, side)


def facts(query):
    q = query["_query"]
    return q["statement"], q.get("outcome"), q.get("result"), q.get("rows")


def rows(query):
    return query["_query"].get("answer", [])


def dumped(queries_):
    return json.dumps([q["_query"] for q in queries_], indent=1)[:6000]
