#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a scope means: control groups by path, by the terminal's own, and by the root of the hierarchy."""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import exchanges, servers, tools


def hierarchy():
    """Where cgroup2 is mounted."""
    with open("/proc/self/mounts", encoding="utf-8") as mounts:
        return next(line.split()[1] for line in mounts if line.split()[2] == "cgroup2")


class Scopes(tools.Case):
    def setUp(self):
        super().setUp()
        self.nginx = servers.Nginx(self.folder)
        self.addCleanup(self.nginx.stop)
        self.root = hierarchy()
        self.group = f"{self.root}/cleartap-test-{os.getpid()}"
        for folder in (self.group, f"{self.group}/below"):
            os.mkdir(folder)
            self.addCleanup(os.rmdir, folder)

    def fetch(self, name, group=None):
        """A shell's words that fetch a URL, from another control group where one is given."""
        move = f"echo $$ >{group}/cgroup.procs; " if group else ""
        return f"sh -c '{move}exec curl -s -o /dev/null \"{self.nginx.url('http', '/small.json')}?{name}\"'"

    def names(self, scope, command, start_in=None):
        """Names of the URLs that were seen as a client, recorded by a terminal in `start_in`."""
        har = self.path("out.har")
        record = [tools.CLI, "record", "--cgroup", scope, "--har", har, "--", "sh", "-c", command]
        enter = f"echo $$ >{start_in or self.root}/cgroup.procs; exec \"$@\""
        recorder = self.start(["sh", "-c", enter, "sh", *record])
        self.assertEqual(recorder.wait(60), 0)
        clients = exchanges.of_side(tools.read_har(har)["log"]["entries"], "client")
        return sorted(entry["request"]["url"].partition("?")[2] for entry in clients)

    def test_a_dot_is_the_terminals_own_control_group(self):
        command = "; ".join([self.fetch("own"), self.fetch("below", f"{self.group}/below"), self.fetch("outside", self.root)])
        self.assertEqual(self.names(".", command, self.group), ["below", "own"])

    def test_a_path_may_begin_with_a_dot_or_the_mount(self):
        command = "; ".join([self.fetch("own"), self.fetch("below", f"{self.group}/below")])
        for scope in ("./below", f"{self.group}/below", f"/{os.path.basename(self.group)}/below"):
            with self.subTest(scope=scope):
                self.assertEqual(self.names(scope, command, self.group), ["below"])

    def test_the_root_is_everything(self):
        command = "; ".join([self.fetch("root"), self.fetch("below", f"{self.group}/below")])
        for scope in (".", "/", self.root):
            with self.subTest(scope=scope):
                self.assertEqual(self.names(scope, command), ["below", "root"])

    def test_what_is_not_there_is_said(self):
        for scope in ("nowhere", "./nowhere", "..", "./.."):
            with self.subTest(scope=scope):
                answer = self.cli("record", "--cgroup", scope, "--har", self.path("x.har"), "--", "true", status=3)
                self.assertEqual(len(answer.stderr.strip().splitlines()), 1, answer.stderr)


if __name__ == "__main__":
    tools.main()
