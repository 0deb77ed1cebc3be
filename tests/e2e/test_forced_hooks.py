#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each fact by the hook behind the best one, on the running kernel; and who may ask for that."""

import os
import re
import socket
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import exchanges, frames, servers, tools

USER = 23453
VARIABLE = "CLEARTAP_FORCE_HOOKS"


def forced(words):
    return {**os.environ, VARIABLE: words}


class ForcedHooks(tools.Case):
    def capture(self, words):
        """Entries of one exchange of each scheme."""
        self.nginx = servers.Nginx(self.folder)
        self.addCleanup(self.nginx.stop)
        fetch = "; ".join(f"curl -sk --http1.1 -o /dev/null {self.nginx.url(scheme, '/16k.bin')}" for scheme in ("https", "http"))
        return self.record("--all", "--save", self.path("out.cleartap"), command=["sh", "-c", fetch], env=forced(words))

    def check(self, entries, schemes):
        sha256 = servers.sha256_of(self.nginx.file("16k.bin"))
        for scheme in ("https", "http"):
            for side in ("client", "server"):
                mine = [entry for entry in exchanges.of_side(entries, side)
                        if entry["request"]["url"].startswith(f"{scheme}:") and f":{self.nginx.port(scheme)}/" in entry["request"]["url"]]
                self.assertEqual(len(mine), 1 if scheme in schemes else 0, f"{scheme}, {side}")
                for entry in mine:
                    self.assertEqual(exchanges.response_sha256(entry), sha256, f"{scheme}, {side}")

    def captures_by(self, words, schemes=("https", "http")):
        self.check(self.capture(words), schemes)

    def test_raw_tracepoints(self):
        self.captures_by("raw_tp")

    def test_perf_uprobes(self):
        self.captures_by("perf_uprobe")

    def test_perf_uprobes_told_apart_by_their_addresses(self):
        self.captures_by("no_cookies")

    def test_without_bpf_loop(self):
        self.captures_by("no_loop")

    def test_without_iterators(self):
        self.captures_by("no_iterators")

    def test_all_that_is_behind_the_best(self):
        self.captures_by("raw_tp,perf_uprobe,no_loop,no_iterators")

    def test_tls_alone_without_the_socket_side(self):
        self.captures_by("no_socket_side", ["https"])

    def test_no_tls_without_return_probes_and_coverage_says_why(self):
        self.captures_by("no_returns", ["http"])
        coverage = [frame.body for frame in frames.of_file(self.path("out.cleartap")) if frame.type == frames.COVERAGE]
        self.assertTrue(any(b"libssl" in body and b"seccomp filter" in body for body in coverage), coverage)

    def test_an_unknown_word_is_an_error_that_names_those_that_are_known(self):
        for arguments in (["record", "--all", "--har", self.path("x.har"), "--", "true"], ["doctor"]):
            answer = self.cli(*arguments, status=None, env=forced("raw_tp,kprobe"))
            self.assertNotEqual(answer.returncode, 0)
            self.assertIn("'kprobe' is not a hook that can be forced; known: raw_tp, perf_uprobe,", answer.stderr)

    def test_doctor_says_what_is_chosen_what_is_best_and_why(self):
        best = self.cli("doctor", status=None, env=forced("")).stdout
        self.assertRegex(best, r"Process hooks +tp_btf \(the best\)")
        self.assertNotIn("forced", best)
        said = self.cli("doctor", status=None, env=forced("raw_tp,no_loop")).stdout
        self.assertRegex(said, r"Process hooks +raw_tp; the best is tp_btf\n.*A different hook is forced")
        self.assertRegex(said, r"Long calls +unrolled loop; the best is bpf_loop")

    def test_the_service_honours_nobodys_variable(self):
        path = self.path("helper.sock")
        os.environ[VARIABLE] = "raw_tp,nonsense"
        self.addCleanup(os.environ.pop, VARIABLE, None)
        tools.start_helper(self, path)
        answer = self.cli("doctor", status=None, env={**os.environ, "CLEARTAP_SOCKET": path})
        self.assertRegex(answer.stdout, r"Process hooks +tp_btf \(the best\)")

    def test_another_user_than_root_cannot_use_it(self):
        # As sudo would start it with a variable that it lets through.
        os.seteuid(USER)
        ours, theirs = socket.socketpair()
        os.seteuid(0)
        self.addCleanup(ours.close)
        helper = self.start([tools.HELPER, "--inherit", str(theirs.fileno())], pass_fds=[theirs.fileno()], env=forced("raw_tp"),
                            stdin=subprocess.DEVNULL)
        theirs.close()
        ours.settimeout(30)
        ours.sendall(frames.hello() + frames.frame(frames.EXAMINE))
        answer = b""
        while more := ours.recv(65536):
            answer += more
        helper.wait(10)
        self.assertTrue(re.search(rb"Process hooks.{2}tp_btf \(the best\)", answer, re.DOTALL), answer)
        self.assertNotIn(b"forced", answer)


if __name__ == "__main__":
    tools.main()
