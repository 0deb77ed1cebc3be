#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""kill -9 of any one process: nothing of ours stays in the kernel, and the observed program runs on."""

import os
import shutil
import signal
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import exchanges, servers, tools


def roles(pids):
    """{role: [pid]} of those processes that are the helper's."""
    found = {}
    for pid in pids:
        words = tools.command_line(pid)
        if words and os.path.basename(words[0]).startswith("cleartap-helper"):
            role = next((role for role in ("analyzer", "relay") if any(role in word for word in words)), "loader")
            found.setdefault(role, []).append(pid)
    return found


class KillRoles(tools.Case):
    def setUp(self):
        super().setUp()
        self.nginx = servers.Nginx(self.folder)
        self.addCleanup(self.nginx.stop)
        self.before = tools.bpf_objects()

    def capturing(self):
        """A capture of everything, with traffic beside it, whose roles are known."""
        log = open(self.path("cli.err"), "w", encoding="utf-8")
        self.addCleanup(log.close)
        self.client = self.start([tools.CLI, "record", "--all", "--save", self.path("run.cleartap"),
                                  "--har", self.path("out.har")], stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        self.wait_for(lambda: len(tools.bpf_objects() - self.before) > 4, "probes attached")
        self.wait_for(lambda: {"loader", "relay"} <= set(roles(tools.descendants(self.client.pid))),
                      "loader and relay run")
        self.start(["sh", "-c", f"while :; do curl -sk -o /dev/null {self.nginx.url('https', '/small.json')}; "
                    "sleep 0.02; done"])
        self.wait_for(lambda: self.nginx.requests_answered() > 60, "traffic runs")
        return roles(tools.descendants(self.client.pid))

    def kernel_is_clean(self, after):
        began = time.monotonic()
        left = self.wait_for(lambda: not (tools.bpf_objects() - self.before) or None, f"no BPF object after {after}")
        self.assertTrue(left)
        tools.measured(f"after kill -9 of the {after} the kernel is clean in {time.monotonic() - began:.2f} s")

    def nginx_answers(self):
        before = self.nginx.requests_answered()
        for _ in range(20):
            answer = subprocess.run(["curl", "-sk", self.nginx.url("https", "/small.json")], capture_output=True)
            self.assertEqual((answer.returncode, answer.stdout), (0, b'{"answer": 42, "who": "cleartap"}\n'))
        self.assertGreaterEqual(self.nginx.requests_answered(), before + 20)

    def client_keeps_what_it_has(self, word):
        """The client ends by itself, says which process died, and its files can be read."""
        self.client.wait(30)
        with open(self.path("cli.err"), encoding="utf-8") as text:
            said = text.read()
        self.assertRegex(said.lower(), word, "the message names what died")
        self.assertEqual(self.client.returncode, 3, said)
        self.cli("convert", self.path("run.cleartap"), self.path("again.har"))
        entries = tools.read_har(self.path("again.har"))["log"]["entries"]
        self.assertGreater(len(exchanges.of_side(entries, "client")), 5)
        tools.measured(f"{len(entries)} exchanges kept; said: {said.strip().splitlines()[-1]}")

    def test_the_loader(self):
        pid = self.capturing()["loader"][0]
        os.kill(pid, signal.SIGKILL)
        self.kernel_is_clean("loader")
        self.nginx_answers()
        self.client_keeps_what_it_has("helper|loader")

    def test_the_relay(self):
        pid = self.capturing()["relay"][0]
        os.kill(pid, signal.SIGKILL)
        self.kernel_is_clean("relay")
        self.nginx_answers()
        self.client_keeps_what_it_has("relay|helper")

    def test_the_client(self):
        helpers = [pid for pids in self.capturing().values() for pid in pids]
        os.kill(self.client.pid, signal.SIGKILL)
        self.client.wait(10)
        self.kernel_is_clean("client")
        self.nginx_answers()
        self.wait_for(lambda: all(tools.process_state(pid) in (None, "Z") for pid in helpers), "no helper left")

    def test_the_analyzer(self):
        """It lives for milliseconds: many new binaries make many of them, the first one met is killed."""
        self.capturing()
        killed = 0
        limit = time.monotonic() + 30
        number = 0
        while not killed and time.monotonic() < limit:
            number += 1
            folder = self.path(f"lib{number}")
            os.mkdir(folder)
            for name in ("libssl.so.3", "libcrypto.so.3"):
                shutil.copy(f"/usr/lib/x86_64-linux-gnu/{name}", folder)
            curl = subprocess.Popen(["curl", "-sk", "-o", "/dev/null", self.nginx.url("https", "/16k.bin")],
                                    env={**os.environ, "LD_LIBRARY_PATH": folder})
            until = time.monotonic() + 0.5
            while not killed and time.monotonic() < until:
                for pid in roles(tools.descendants(self.client.pid)).get("analyzer", []):
                    try:
                        os.kill(pid, signal.SIGKILL)
                        killed += 1
                    except ProcessLookupError:
                        pass
            curl.wait(10)
            shutil.rmtree(folder)
        self.assertGreater(killed, 0, "no analyzer was met")
        self.nginx_answers()
        answered = self.nginx.requests_answered()
        self.wait_for(lambda: self.nginx.requests_answered() > answered + 10, "other programs run on")
        self.assertIsNone(self.client.poll(), "the capture goes on without that binary")
        self.client.send_signal(signal.SIGINT)
        self.assertEqual(self.client.wait(30), 0, open(self.path("cli.err"), encoding="utf-8").read())
        self.kernel_is_clean("analyzer, and the end of the capture")
        entries = tools.read_har(self.path("out.har"))["log"]["entries"]
        self.assertGreater(len(exchanges.of_side(entries, "client")), 5)


if __name__ == "__main__":
    tools.main()
