#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a handshake settled: version, cipher, application protocol, server name and times, compared with
what nginx writes of the same connection into its log, and curl of its own."""

import datetime
import os
import re
import shutil
import signal
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import exchanges, frames, servers, tools

PYTHON = """
import http.client, ssl, sys
context = ssl._create_unverified_context()
connection = http.client.HTTPSConnection("localhost", int(sys.argv[1]), context=context)
connection.request("GET", "/1k.txt?python")
connection.getresponse().read()
"""
NODE = """
const https = require('https');
https.get({ host: 'localhost', port: +process.argv[1], path: '/1k.txt?node', rejectUnauthorized: false,
            ALPNProtocols: ['http/1.1'] }, answer => answer.resume());
"""


def standard_names():
    """{OpenSSL's name of a cipher: the registry's}"""
    text = subprocess.run(["openssl", "ciphers", "-stdname", "ALL:@SECLEVEL=0"], capture_output=True, text=True, check=True).stdout
    return {words[2]: words[0] for words in (line.split() for line in text.splitlines()) if len(words) > 2}


def seconds(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


class HandshakeFacts(tools.Case):
    def setUp(self):
        super().setUp()
        self.nginx = servers.Nginx(self.folder)
        self.addCleanup(self.nginx.stop)

    def s_client(self, name, *options):
        ask = f"GET /1k.txt?{name} HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n"
        return f"printf '{ask}' | openssl s_client -quiet -connect 127.0.0.1:{self.nginx.tls_port} {' '.join(options)} 2>&1"

    def test_facts_are_those_that_the_programs_tell(self):
        port = self.nginx.tls_port
        node = shutil.which("nodejs") or shutil.which("node")
        self.assertTrue(node, "nodejs is not installed")
        commands = [
            f"curl -sk -o {self.folder}/got https://localhost:{port}/1k.txt?curl "
            "-w 'appconnect %{time_appconnect} connect %{time_connect}\\n'",
            f"curl -sk -o {self.folder}/got --no-alpn --tls-max 1.2 https://127.0.0.1:{port}/1k.txt?curl12",
            self.s_client("none", "-noservername"),
            self.s_client("http11", "-alpn", "nothing,http/1.1", "-servername", "a.example"),
            self.s_client("http10", "-tls1_2", "-alpn", "http/1.0", "-cipher", "ECDHE-RSA-AES128-GCM-SHA256"),
            self.s_client("chacha", "-tls1_3", "-ciphersuites", "TLS_CHACHA20_POLY1305_SHA256"),
            f"/usr/bin/python3 -c '{PYTHON}' {port}",
            f"{node} -e \"{NODE}\" {port}",
        ]
        script = self.path("commands.sh")
        with open(script, "w", encoding="utf-8") as out:
            out.write("\n".join(commands) + "\n")
        entries = self.record("--all", command=["sh", script])
        told, names = self.nginx.tls_by_target(), standard_names()
        self.assertGreaterEqual(len(told), 8, self.answer.stderr)
        alpns = set()
        for target, (protocol, cipher, alpn, sni) in told.items():
            found = [entry for entry in entries if entry["request"]["url"].endswith(target)]
            if not target.startswith("/1k.txt?"):
                continue
            self.assertEqual({entry["_side"] for entry in found}, {"client", "server"}, target)
            for entry in found:
                tls = entry["_tls"]
                where = f"{target}, {entry['_side']}: {tls}"
                self.assertEqual(tls["protocol"].replace(" ", ""), protocol.replace("TLSv1.", "TLS1."), where)
                self.assertEqual(tls["cipher"], names[cipher], where)
                self.assertEqual(tls.get("alpn", "-"), alpn, where)
                self.assertEqual(tls.get("sni", "-"), sni, where)
                self.assertRegex(tls["version"], r"^\d+\.\d+\.\d+$")
                self.assertLessEqual(seconds(tls["handshakeStart"]), seconds(tls["handshakeEnd"]), where)
                self.assertLess(seconds(tls["handshakeEnd"]), seconds(entry["startedDateTime"]) + 10, where)
            alpns.add((protocol, alpn))
        self.assertTrue({("TLSv1.3", "http/1.1"), ("TLSv1.3", "-"), ("TLSv1.2", "-")} <= alpns, alpns)
        measured = re.search(r"appconnect ([0-9.]+) connect ([0-9.]+)", self.answer.stdout)
        of_curl = float(measured[1]) - float(measured[2])
        tls = [entry for entry in exchanges.of_url(entries, r"\?curl$") if entry["_side"] == "client"][0]["_tls"]
        captured = seconds(tls["handshakeEnd"]) - seconds(tls["handshakeStart"])
        tools.measured(f"curl's handshake: {1000 * of_curl:.1f} ms by curl, {1000 * captured:.1f} ms captured")
        # curl's span begins before the first record, with the making of the TLS object and its certificates.
        self.assertLessEqual(captured, of_curl + 0.002)
        self.assertGreater(captured, of_curl / 20)

    def test_what_a_joined_connection_settled_earlier_stays_unknown(self):
        ask = "GET /1k.txt?joined HTTP/1.1\r\nHost: x\r\n\r\n"
        client = self.start(["openssl", "s_client", "-quiet", "-alpn", "http/1.1", "-connect", f"127.0.0.1:{self.nginx.tls_port}"],
                            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        client.stdin.write(ask.replace("joined", "before").encode())
        client.stdin.flush()
        client.stdout.read(16)
        har = self.path("out.har")
        saved = self.path("out.cleartap")
        recorder = self.start([tools.CLI, "record", "--all", "--har", har, "--save", saved], stdin=subprocess.DEVNULL,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.wait_for(lambda: frames.has_started(saved), "the capture begins")
        for _ in range(3):
            time.sleep(0.3)
            client.stdin.write(ask.encode())
            client.stdin.flush()
        time.sleep(0.5)
        recorder.send_signal(signal.SIGINT)
        recorder.wait(30)
        found = exchanges.of_url(tools.read_har(har)["log"]["entries"], r"\?joined$")
        self.assertTrue(found)
        for entry in found:
            for name in ("handshakeStart", "handshakeEnd", "protocol", "cipher", "sni"):
                self.assertNotIn(name, entry["_tls"])
            # The library still holds this one.
            self.assertEqual(entry["_tls"]["alpn"], "http/1.1")


if __name__ == "__main__":
    tools.main()
