#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Users without privilege and a helper that runs as root: each sees their own processes and nobody
else's, checked on the raw frames."""

import os
import shutil
import signal
import struct
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import exchanges, frames, servers, tools

MINE, OTHERS = 23451, 23452
CANARY = b"canary-of-the-other-user-7f31c9"


def as_user(uid, *command):
    return ["setpriv", f"--reuid={uid}", f"--regid={uid}", "--clear-groups", "--no-new-privs",
            "--bounding-set=-all", "--inh-caps=-all", *command]


class Users(tools.Case):
    def setUp(self):
        super().setUp()
        self.nginx = servers.Nginx(self.folder)
        self.addCleanup(self.nginx.stop)
        # The build tree may lie where another user cannot go.
        self.cli_copy = shutil.copy(tools.CLI, self.path("cleartap-cli"))
        self.home = self.path("home")
        os.mkdir(self.home)
        os.chown(self.home, MINE, MINE)
        os.mkdir(self.path("run"), 0o755)
        self.socket = self.path("run/helper.sock")
        tools.start_helper(self, self.socket)
        self.environment = {"PATH": os.environ["PATH"], "HOME": self.home, "XDG_CACHE_HOME": self.home,
                            "CLEARTAP_SOCKET": self.socket}

    def run_as_me(self, *arguments, status=0):
        answer = subprocess.run(as_user(MINE, self.cli_copy, *arguments), capture_output=True, text=True, timeout=120,
                                env=self.environment, stdin=subprocess.DEVNULL, cwd=self.home)
        self.assertEqual(answer.returncode, status, answer.stdout[-2000:] + answer.stderr[-2000:])
        return answer

    def others_traffic(self):
        """Another user's requests with a secret, from before the capture until after its end."""
        for scheme in ("https", "http"):
            self.start(as_user(OTHERS, "sh", "-c",
                               f"while :; do curl -sk -o /dev/null -H 'X-Secret: {CANARY.decode()}' "
                               f"'{self.nginx.url(scheme, '/small.json')}?{CANARY.decode()}'; done"),
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.wait_for(lambda: self.nginx.requests_answered() > 10, "the other user's traffic")

    def test_a_user_sees_their_own_processes_and_none_of_another_user(self):
        self.others_traffic()
        own = "; ".join(f"curl -sk -o /dev/null '{self.nginx.url(s, '/small.json')}?mine-{s}-{n}'; sleep 0.1"
                        for n in range(10) for s in ("https", "http"))
        before = self.nginx.requests_answered()
        # The whole of the user's processes, not only the command's children.
        capture = self.start(as_user(MINE, self.cli_copy, "record", "--save", f"{self.home}/mine.cleartap",
                                     "--har", f"{self.home}/mine.har", "--", "sh", "-c", own), env=self.environment,
                             cwd=self.home, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                             text=True)
        said, _ = capture.communicate(timeout=120)
        self.assertEqual(capture.returncode, 0, said)
        others_meanwhile = self.nginx.requests_answered() - before - 20
        self.assertGreater(others_meanwhile, 10, "no other traffic, nothing shown")
        self.own_exchanges(f"{self.home}/mine.har", 10)
        self.nothing_of_others(f"{self.home}/mine.cleartap")
        tools.measured(f"20 own exchanges seen, none of the other user's {others_meanwhile} requests in the frames")

    def test_without_a_scope_it_is_the_user(self):
        self.others_traffic()
        saved = f"{self.home}/all.cleartap"
        capture = self.start(as_user(MINE, self.cli_copy, "record", "--save", saved, "--har", f"{self.home}/all.har"),
                             env=self.environment, cwd=self.home, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                             stderr=subprocess.STDOUT, text=True)
        self.wait_for(lambda: frames.has_started(saved), "the capture started")
        subprocess.run(as_user(MINE, "sh", "-c", "; ".join(
            f"curl -sk -o /dev/null '{self.nginx.url(s, '/small.json')}?mine-{s}-{n}'"
            for n in range(5) for s in ("https", "http"))), env=self.environment, check=True)
        capture.send_signal(signal.SIGINT)
        said, _ = capture.communicate(timeout=60)
        self.assertEqual(capture.returncode, 0, said)
        self.own_exchanges(f"{self.home}/all.har", 5)
        self.nothing_of_others(saved)

    def own_exchanges(self, har, count):
        entries = tools.read_har(har)["log"]["entries"]
        for scheme in ("https", "http"):
            mine = exchanges.of_url(exchanges.of_side(entries, "client"), rf"^{scheme}:.*\?mine-{scheme}-\d+$")
            self.assertEqual(len(mine), count, [e["request"]["url"] for e in entries])
        self.assertEqual({entry["_process"]["uid"] for entry in entries}, {MINE})

    def nothing_of_others(self, capture):
        with open(capture, "rb") as data:
            self.assertNotIn(CANARY, data.read())
        kinds = set()
        for frame in frames.of_file(capture):
            kinds.add(frame.type)
            if frame.type == frames.PROCESS:
                pid, uid = frames.process_ids(frame.body)
                self.assertEqual(uid, MINE, f"process {pid} of another user")
            elif frame.type == frames.SOCKET:
                self.assertEqual(struct.unpack_from("<I", frame.body, 36)[0], MINE, "a socket of another user")
        self.assertLessEqual({frames.WELCOME, frames.STARTED, frames.PROCESS, frames.SOCKET, frames.DATA}, kinds)
        self.assertEqual(os.stat(capture).st_mode & 0o777, 0o600, "the file is for its owner alone")

    def test_more_than_their_own_is_refused(self):
        for scope in (["--all"], ["--uid", str(OTHERS)], ["--uid", "0"], ["--pid", str(self.nginx.process.pid)]):
            with self.subTest(scope=scope):
                answer = self.run_as_me("record", *scope, "--duration", "1", "--har", f"{self.home}/no.har", status=3)
                self.assertEqual(len(answer.stderr.strip().splitlines()), 1, answer.stderr)

    def test_the_protocol_refuses_as_well(self):
        """No trust in the terminal program: the helper itself is asked, by somebody else's hand."""
        for scope, identity in ((6, 0), (3, 0), (3, OTHERS), (2, self.nginx.process.pid)):
            with self.subTest(scope=scope, id=identity):
                script = ("import sys; sys.path.insert(0, sys.argv[1]); from support import frames; "
                          "c = frames.Client(sys.argv[2]); c.send(frames.hello()); "
                          f"c.send(frames.start({scope}, {identity})); print([f.type for f in c.all()])")
                copy = self.path("code")
                shutil.copytree(os.path.dirname(os.path.abspath(__file__)), copy, dirs_exist_ok=True)
                answer = subprocess.run(as_user(MINE, "/usr/bin/python3", "-c", script, copy, self.socket),
                                        capture_output=True, text=True, timeout=60)
                self.assertEqual(answer.stdout.strip(), f"[{frames.WELCOME}, {frames.REFUSED}]", answer.stderr)


if __name__ == "__main__":
    tools.main()
