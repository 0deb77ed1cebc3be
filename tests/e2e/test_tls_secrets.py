#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""TLS read by the secrets of its handshakes: the same exchanges, byte for byte, as from the calls of its library, with OpenSSL
at both ends and with GnuTLS at one; and what cannot be decrypted is said to be so."""

import os
import shutil
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import exchanges, servers, tools

DOWN, UP = 200 * 1000, 50 * 1000


def text_of(entries):
    """What both ways of reading must agree about."""
    facts = []
    for entry in entries:
        tls = entry["_tls"]
        facts.append((entry["_side"], entry["request"]["method"], entry["request"]["url"], tuple(exchanges.headers(entry["request"])),
                      entry["response"]["status"], exchanges.request_sha256(entry), exchanges.response_sha256(entry), exchanges.complete(entry),
                      tls["library"], tls["version"], tls["protocol"], tls["cipher"], tls.get("alpn"), entry["_process"]["comm"]))
    return sorted(facts)


class TlsSecrets(tools.Case):
    def setUp(self):
        super().setUp()
        self.nginx = servers.Nginx(self.folder)
        self.addCleanup(self.nginx.stop)
        self.nginx.write("down.bin", os.urandom(DOWN))
        with open(self.path("up.bin"), "wb") as out:
            out.write(os.urandom(UP))

    def both(self, command, sides):
        """The command's exchanges by calls and by secrets, which must be the same; gives the latter."""
        found = {}
        for source in ("calls", "secrets"):
            began = time.monotonic()
            saved = self.path(f"{source}.cleartap")
            entries = self.record("--all", "--unmasked", "--tls-source", source, "--save", saved, command=command, har=f"{source}.har")
            mine = [entry for entry in exchanges.of_url(entries, r"^https://127\.0\.0\.1:" + str(self.nginx.tls_port)) if entry["_side"] in sides]
            self.assertEqual({entry["_tls"]["source"] for entry in mine}, {source}, self.answer.stderr)
            found[source] = mine
            tools.measured(f"{source}: {len(mine)} exchanges, {time.monotonic() - began:.2f} s; {self.answer.stderr.strip()}")
        self.assertEqual(text_of(found["secrets"]), text_of(found["calls"]))
        self.assertEqual({entry["_connection"]["tie"] for entry in found["secrets"]}, {"decrypted"})
        return found["secrets"]

    def unreadable(self, har):
        return tools.read_har(self.path(har))["log"].get("_connections", [])

    def curl(self, version):
        """Three connections: keep-alive with a body each way, and two more."""
        url = self.nginx.url("https", "")
        options = f"-sk --http1.1 --tlsv1.{version} --tls-max 1.{version} -H Expect:"
        again = " ".join(f"--next {options} -o /dev/null {url}/small.json?{number}" for number in range(5))
        return ["sh", "-e", "-c", f"""
            rm -f {self.nginx.uploaded('up')}
            curl {options} -o {self.path('got')} {url}/down.bin --next {options} -o /dev/null -T {self.path('up.bin')} {url}/upload/up {again}
            curl {options} -o /dev/null {url}/1k.txt
            curl {options} -o /dev/null {url}/1m.bin"""]

    def check_bodies(self, entries, sides):
        for side in sides:
            mine = exchanges.of_side(entries, side)
            down = exchanges.of_url(mine, "down.bin")
            self.assertEqual([exchanges.response_sha256(entry) for entry in down], [servers.sha256_of(self.nginx.file("down.bin"))], side)
            up = exchanges.of_url(mine, "/upload/up")
            self.assertEqual([exchanges.request_sha256(entry) for entry in up], [servers.sha256_of(self.nginx.uploaded("up"))], side)
            big = exchanges.of_url(mine, "1m.bin")
            self.assertEqual([exchanges.response_sha256(entry) for entry in big], [servers.sha256_of(self.nginx.file("1m.bin"))], side)
            self.assertEqual(len(exchanges.of_url(mine, "small.json")), 5, side)
            self.assertEqual(len({entry["_connection"]["id"] for entry in mine}), 3, side)

    def openssl(self, version):
        sides = ["client", "server"]
        entries = self.both(self.curl(version), sides)
        self.assertEqual(servers.sha256_of(self.path("got")), servers.sha256_of(self.nginx.file("down.bin")))
        self.assertEqual({entry["_tls"]["protocol"] for entry in entries}, {f"TLS 1.{version}"})
        self.check_bodies(entries, sides)

    def test_openssl_with_tls_1_3(self):
        self.openssl(3)

    def test_openssl_with_tls_1_2(self):
        self.openssl(2)

    def gnutls(self, priority, protocol):
        url = self.nginx.url("https", "")
        command = ["sh", "-c", f"""
            wget -q --no-check-certificate --ciphers={priority} -O {self.path('got')} {url}/down.bin
            wget -q --no-check-certificate --ciphers={priority} -O /dev/null {url}/1k.txt {url}/small.json
            rm -f {self.nginx.uploaded('put')}
            wget -q --no-check-certificate --ciphers={priority} -O /dev/null --header='Content-Type: application/octet-stream' --method=PUT --body-file={self.path('up.bin')} {url}/upload/put"""]
        entries = self.both(command, ["client", "server"])
        client = exchanges.of_side(entries, "client")
        self.assertEqual({(entry["_tls"]["library"], entry["_tls"]["protocol"]) for entry in client}, {("GnuTLS", protocol)})
        self.assertEqual({entry["_tls"]["library"] for entry in exchanges.of_side(entries, "server")}, {"OpenSSL"})
        sha = servers.sha256_of(self.nginx.file("down.bin"))
        self.assertEqual(servers.sha256_of(self.path("got")), sha)
        for side in ("client", "server"):
            mine = exchanges.of_side(entries, side)
            self.assertEqual(len(mine), 4, [entry["request"]["url"] for entry in mine])
            self.assertEqual([exchanges.response_sha256(entry) for entry in exchanges.of_url(mine, "down.bin")], [sha], side)
            put = [exchanges.request_sha256(entry) for entry in exchanges.of_url(mine, "/upload/put")]
            self.assertEqual(put, [servers.sha256_of(self.nginx.uploaded("put"))], side)

    def test_gnutls_with_tls_1_3(self):
        self.gnutls("NORMAL:-VERS-ALL:+VERS-TLS1.3", "TLS 1.3")

    def test_gnutls_with_tls_1_2(self):
        self.gnutls("NORMAL:-VERS-ALL:+VERS-TLS1.2", "TLS 1.2")

    def test_the_saved_file_gives_the_same_and_holds_no_secret(self):
        log = self.path("keys.log")
        command = ["env", f"SSLKEYLOGFILE={log}", "curl", "-sk", "--http1.1", "-o", "/dev/null", self.nginx.url("https", "/down.bin")]
        saved = self.path("saved.cleartap")
        entries = self.record("--tls-source", "secrets", "--save", saved, command=command)
        self.cli("convert", saved, self.path("again.har"))
        again = tools.read_har(self.path("again.har"))["log"]["entries"]
        self.assertEqual(text_of(again), text_of(entries))
        self.assertEqual([exchanges.response_sha256(entry) for entry in again], [servers.sha256_of(self.nginx.file("down.bin"))])
        with open(log, encoding="ascii") as lines:
            secrets = [bytes.fromhex(line.split()[2]) for line in lines if not line.startswith("#")]
        self.assertGreaterEqual(len(secrets), 4)
        for name in (saved, self.path("out.har"), self.path("again.har")):
            with open(name, "rb") as data:
                contents = data.read()
            for secret in secrets:
                self.assertNotIn(secret, contents, name)
                self.assertNotIn(secret.hex().encode(), contents, name)

    def test_secrets_are_written_only_to_a_new_file_that_the_user_names(self):
        """What the library itself logs, line by line."""
        log, own = self.path("keys.log"), self.path("own.log")
        command = ["env", f"SSLKEYLOGFILE={log}", "curl", "-sk", "--http1.1", "-o", "/dev/null", self.nginx.url("https", "/1k.txt")]
        self.record("--tls-source", "secrets", "--secrets", own, command=command)
        self.assertEqual(os.stat(own).st_mode & 0o777, 0o600)
        with open(log, encoding="ascii") as logged, open(own, encoding="ascii") as written:
            theirs, ours = sorted(line.lower() for line in logged if line[0] != "#"), sorted(line.lower() for line in written)
        self.assertEqual(ours, theirs)
        self.assertIn("client_traffic_secret_0", "".join(ours))
        again = self.cli("record", "--tls-source", "secrets", "--secrets", own, "--", "true", status=4)
        self.assertIn("File exists", again.stderr)
        with open(own, encoding="ascii") as written:
            self.assertEqual(sorted(line.lower() for line in written), ours)
        refused = self.cli("record", "--secrets", self.path("none.log"), "--", "true", status=2)
        self.assertIn("--tls-source secrets", refused.stderr)
        self.assertFalse(os.path.exists(self.path("none.log")))

    def test_the_secrets_of_one_end_open_the_other(self):
        """Of a client's library nothing is known: a copy in which the labels of the key log are spelt otherwise."""
        folder = self.path("other")
        os.makedirs(folder)
        with open("/usr/lib/x86_64-linux-gnu/libssl.so.3", "rb") as library, open(f"{folder}/libssl.so.3", "wb") as out:
            out.write(library.read().replace(b"CLIENT_RANDOM", b"client_random").replace(b"_TRAFFIC_SECRET", b"_traffic_secret"))
        command = ["env", f"LD_LIBRARY_PATH={folder}", "curl", "-sk", "--http1.1", "-o", "/dev/null", self.nginx.url("https", "/down.bin")]
        entries = exchanges.of_url(self.record("--all", "--tls-source", "secrets", command=command), "down.bin")
        sha = servers.sha256_of(self.nginx.file("down.bin"))
        self.assertEqual(sorted((entry["_side"], entry["_tls"].get("library"), exchanges.response_sha256(entry)) for entry in entries),
                         [("client", None, sha), ("server", "OpenSSL", sha)])
        # Alone it cannot be read, and the reason is its library's.
        self.assertEqual(self.record("--tls-source", "secrets", command=command), [])
        self.assertEqual([connection["_notReadable"] for connection in self.unreadable("out.har")],
                         ["OpenSSL: Where it is given the secrets of its handshakes is unknown: The code that loads the labels of a key log does not lead to a single function."])

    def test_a_connection_that_is_silent_after_its_handshake_is_readable_later(self):
        """It must not be called unreadable in the meantime."""
        port = self.nginx.tls_port
        client = f"""
import socket, ssl, time
context = ssl._create_unverified_context()
with context.wrap_socket(socket.create_connection(("127.0.0.1", {port}))) as tls:
    time.sleep(5)
    tls.sendall(b"GET /small.json HTTP/1.1\\r\\nHost: 127.0.0.1:{port}\\r\\nConnection: close\\r\\n\\r\\n")
    while tls.recv(65536):
        pass
"""
        entries = self.record("--tls-source", "secrets", command=["/usr/bin/python3", "-c", client])
        self.assertEqual([(entry["request"]["method"], entry["response"]["status"]) for entry in entries], [("GET", 200)], entries)

    def test_a_connection_older_than_the_capture_is_said_not_to_be_readable(self):
        code = f"""
import os, socket, ssl, sys
context = ssl._create_unverified_context()
tls = context.wrap_socket(socket.create_connection(("127.0.0.1", {self.nginx.tls_port})))
request = b"GET /small.json HTTP/1.1\\r\\nHost: localhost\\r\\n\\r\\n"
tls.sendall(request)
tls.recv(65536)
print("ready", flush=True)
for line in sys.stdin:
    tls.sendall(request)
    tls.recv(65536)
    print("done", flush=True)
"""
        client = self.start([shutil.which("python3"), "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.assertEqual(client.stdout.readline().strip(), "ready")
        har = self.path("late.har")
        recording = self.start([tools.CLI, "record", "--pid", str(client.pid), "--tls-source", "secrets", "--duration", "6", "--har", har],
                               stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        time.sleep(3)
        client.stdin.write("again\n")
        client.stdin.flush()
        self.assertEqual(client.stdout.readline().strip(), "done")
        errors = recording.stderr.read()
        self.assertEqual(recording.wait(30), 0, errors)
        entries = tools.read_har(har)["log"]["entries"]
        self.assertEqual([entry for entry in entries if entry["response"]["status"] == 200], [])
        self.assertEqual([connection["_notReadable"] for connection in self.unreadable("late.har")], ["the handshake was not captured"])
        self.assertIn("not decrypted", errors)


if __name__ == "__main__":
    tools.main()
