#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Outputs of record and convert as streams: - and /dev/stdout, pipes, and files that are made safely."""

import json
import os
import signal
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import frames, servers, tools

USAGE, FILE = 2, 4
SAID_ONCE = "goes to standard error"
OUTPUTS = {"--har": "out.har", "--jsonl": "out.jsonl", "--save": "out.cleartap"}


class Streams(tools.Case):
    def setUp(self):
        super().setUp()
        self.nginx = servers.Nginx(self.folder)
        self.addCleanup(self.nginx.stop)
        self.curl = ["curl", "-sk", "--http1.1", self.nginx.url("https", "/small.json")]

    def record_to(self, option, name, command=None, **more):
        return self.cli("record", "--unmasked", option, name, "--", *(command or self.curl), cwd=self.folder, **more)

    def check_har(self, text):
        entries = json.loads(text)["log"]["entries"]
        self.assertIn('"cleartap"', entries[0]["response"]["content"]["text"])

    def test_standard_output_is_the_har_alone(self):
        for name in ("-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"):
            with self.subTest(name=name):
                answer = self.record_to("--har", name)
                self.check_har(answer.stdout)
                self.assertEqual(answer.stderr.count(SAID_ONCE), 1, answer.stderr)
                self.assertIn('"cleartap"', answer.stderr, "the command's own output")
        self.assertFalse(os.path.exists(self.path("-")))

    def test_a_silent_command_needs_no_remark(self):
        answer = self.record_to("--har", "-", ["true"])
        self.assertEqual(json.loads(answer.stdout)["log"]["entries"], [])
        self.assertEqual(answer.stderr.strip(), "0 exchanges on 0 connections, 0 bytes captured, 0 events lost")

    def test_lines_on_standard_output_are_json_alone(self):
        command = ["sh", "-c", f"echo before; {' '.join(self.curl)}; echo after; echo wrong >&2; exit 7"]
        answer = self.record_to("--jsonl", "-", command, status=7)
        lines = [json.loads(line) for line in answer.stdout.splitlines()]
        self.assertEqual([line["response"]["status"] for line in lines], [200])
        for word in ("before", "after", "wrong"):
            self.assertRegex(answer.stderr, f"(?m)^.*{word}$")
        self.assertEqual(answer.stderr.count(SAID_ONCE), 1, answer.stderr)

    def test_the_commands_output_stays_where_it_was_without_such_an_output(self):
        answer = self.record_to("--har", "out.har", ["echo", "mine"])
        self.assertEqual(answer.stdout, "mine\n")
        self.assertNotIn(SAID_ONCE, answer.stderr)
        self.assertEqual(self.record_to("--jsonl", "/dev/stderr", ["echo", "mine"]).stdout, "mine\n")

    def test_a_capture_goes_through_a_pipe_to_convert(self):
        for name in ("-", "/dev/stdout"):
            command = f"{tools.CLI} record --save {name} -- {' '.join(self.curl)} | {tools.CLI} convert --unmasked - -"
            answer = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, timeout=60,
                                    stdin=subprocess.DEVNULL, check=True)
            self.check_har(answer.stdout)
        self.record_to("--har", "one.har")
        with open(self.path("one.har"), encoding="utf-8") as har:
            again = subprocess.run([tools.CLI, "convert", "--unmasked", "/dev/stdin", self.path("two.jsonl")], stdin=har, timeout=60, check=True)
        with open(self.path("two.jsonl"), encoding="utf-8") as lines:
            self.assertEqual(len(lines.readlines()), 1, again)

    def test_standard_output_that_is_a_file_is_appended_to(self):
        for option, name in OUTPUTS.items():
            with open(self.path("all"), "w+b") as out:
                out.write(b"first\n")
                out.flush()
                subprocess.run([tools.CLI, "record", "--unmasked", option, "-", "--", *self.curl], stdout=out, stderr=subprocess.DEVNULL,
                               stdin=subprocess.DEVNULL, timeout=60, check=True)
                out.seek(0)
                self.assertEqual(out.read(14)[:7], b"first\n" + {"--save": b"C"}.get(option, b"{"), option)

    def test_pipes_with_a_name_are_written_once(self):
        os.mkfifo(self.path("pipe"))
        for option in OUTPUTS:
            reader = self.start(["cat", self.path("pipe")], stdout=subprocess.PIPE)
            self.record_to(option, "pipe")
            got = reader.communicate(timeout=20)[0]
            self.assertIn(b"cleartap", got.lower(), option)
            if option == "--har":
                self.check_har(got)

    def test_process_substitution(self):
        command = f"{tools.CLI} record --unmasked --har >(cat > {self.path('copy.har')}) -- {' '.join(self.curl)}; sleep 1"
        subprocess.run(["bash", "-c", command], capture_output=True, timeout=60, stdin=subprocess.DEVNULL, check=True)
        with open(self.path("copy.har"), encoding="utf-8") as har:
            self.check_har(har.read())

    def test_two_outputs_into_one_stream_are_refused(self):
        answer = self.cli("record", "--har", "-", "--jsonl", "/dev/stdout", "--", "true", status=USAGE)
        self.assertEqual(answer.stdout, "")
        self.assertEqual(len(answer.stderr.strip().splitlines()), 1)

    def test_a_reader_that_goes_ends_a_recording_without_a_command(self):
        recorder = self.start([tools.CLI, "record", "--exe", "/usr/bin/curl", "--jsonl", "-"], stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)

        def read_one():
            subprocess.run(self.curl, check=True, stdout=subprocess.DEVNULL)
            os.set_blocking(recorder.stdout.fileno(), False)
            return recorder.stdout.readline()

        self.wait_for(read_one, "a line")
        recorder.stdout.close()

        def ends():
            subprocess.run(self.curl, check=True, stdout=subprocess.DEVNULL)
            return recorder.poll() is not None

        self.wait_for(ends, "the end of the recording")
        self.assertEqual(recorder.returncode, FILE)

    def test_no_output_follows_a_symbolic_link(self):
        for option, name in OUTPUTS.items():
            with open(self.path("theirs"), "w", encoding="utf-8") as out:
                out.write("theirs")
            os.symlink("theirs", self.path(name))
            self.record_to(option, name, ["true"], status=FILE)
            with open(self.path("theirs"), encoding="utf-8") as kept:
                self.assertEqual(kept.read(), "theirs", option)

    def test_no_output_writes_over_what_others_have(self):
        for option, name in OUTPUTS.items():
            with open(self.path(name), "w", encoding="utf-8") as out:
                out.write("theirs")
            os.chmod(self.path(name), 0o666)
            os.link(self.path(name), self.path("linked"))
            with open(self.path(name), "rb") as opened:
                self.record_to(option, name)
                self.assertEqual(opened.read(), b"theirs", option)
            self.assertEqual(os.stat(self.path(name)).st_mode & 0o7777, 0o600, option)
            os.unlink(self.path("linked"))
        os.chmod(self.path("out.cleartap"), 0o644)
        self.cli("convert", self.path("out.cleartap"), self.path("copy.cleartap"))
        self.assertEqual(os.stat(self.path("copy.cleartap")).st_mode & 0o7777, 0o600)
        os.symlink("out.har", self.path("link.cleartap"))
        self.cli("convert", self.path("out.cleartap"), self.path("link.cleartap"), status=FILE)

    def test_a_capture_that_does_not_start_leaves_what_was_there(self):
        for option, name in OUTPUTS.items():
            with open(self.path(name), "w", encoding="utf-8") as out:
                out.write("old")
            self.cli("record", "--pid", str(2**22), option, self.path(name), "--duration", "1", status=3)
            with open(self.path(name), encoding="utf-8") as kept:
                self.assertEqual(kept.read(), "old", option)

    def test_what_is_killed_keeps_the_stream_and_leaves_nothing_else(self):
        names = [word for option, name in OUTPUTS.items() for word in (option, name)]
        recorder = self.start([tools.CLI, "record", "--exe", "/usr/bin/curl", *names], cwd=self.folder, stdin=subprocess.DEVNULL)
        self.wait_for(lambda: frames.has_started(self.path("out.cleartap")) and os.path.exists(self.path("out.jsonl")),
                      "the capture has started", 60)
        before = set(os.listdir(self.folder))

        def has_line():
            subprocess.run(self.curl, check=True, stdout=subprocess.DEVNULL)
            with open(self.path("out.jsonl"), encoding="utf-8") as lines:
                return lines.readline()

        self.wait_for(has_line, "a line")
        recorder.send_signal(signal.SIGKILL)
        recorder.wait(10)
        self.assertEqual(set(os.listdir(self.folder)), before)
        self.assertNotIn("out.har", before)
        self.cli("convert", self.path("out.cleartap"), self.path("again.har"))


if __name__ == "__main__":
    tools.main()
