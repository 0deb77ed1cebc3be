#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What wrong use, damaged files and broken peers get: their own exit status, one sentence, nothing else harmed."""

import os
import random
import shutil
import socket
import struct
import subprocess
import sys
import threading

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import exchanges, frames, servers, tools

USAGE, PRIVILEGE, FILE = 2, 3, 4


class BadInput(tools.Case):
    def one_sentence(self, answer):
        said = answer.stderr.strip()
        self.assertEqual(len(said.splitlines()), 1, said)
        self.assertGreater(len(said.split()), 4, said)
        self.assertNotIn("terminate called", said)

    def test_wrong_usage_is_status_2(self):
        for arguments in (["nonsense"], ["record", "--nonsense"], ["record", "--pid", "word", "--", "true"],
                          ["record", "--pid"], ["convert", "only-one.cleartap"], ["convert", "a.txt", "b.exe"],
                          ["record", "--pid", "1", "--all", "--har", "x.har", "--duration", "1"],
                          ["record", "--duration", "-3", "--har", "x.har"],
                          ["record", "--filter", "status>>=", "--har", "x.har", "--", "true"]):
            with self.subTest(arguments=arguments):
                answer = self.cli(*arguments, status=USAGE, cwd=self.folder)
                self.assertTrue(answer.stderr.strip(), "says nothing")

    def test_unwritable_and_unreadable_files_are_status_4(self):
        with open(self.path("junk.cleartap"), "wb") as out:
            out.write(b"not a capture at all" * 50)
        with open(self.path("junk.har"), "wb") as out:
            out.write(b'{"log": [')
        open(self.path("empty.cleartap"), "wb").close()
        for arguments in (["convert", "gone.cleartap", "out.har"], ["convert", "junk.cleartap", "out.har"],
                          ["convert", "empty.cleartap", "out.har"],
                          ["record", "--har", "no/such/folder/x.har", "--", "true"],
                          ["record", "--save", "no/such/folder/x.cleartap", "--", "true"]):
            with self.subTest(arguments=arguments):
                self.one_sentence(self.cli(*arguments, status=FILE, cwd=self.folder))

    def test_a_command_that_does_not_exist(self):
        answer = self.cli("record", "--har", "x.har", "--", "/no/such/program", status=None, cwd=self.folder)
        self.assertIn(answer.returncode, (USAGE, 127))
        self.one_sentence(answer)

    def without_privilege(self, *command):
        shutil.copy(tools.CLI, self.path("cleartap-cli"))
        shutil.copy(tools.HELPER, self.path("cleartap-helper"))
        home = self.path("home")
        os.mkdir(home)
        os.chown(home, 23451, 23451)
        return subprocess.run(["setpriv", "--reuid=23451", "--regid=23451", "--clear-groups", "--no-new-privs",
                               self.path("cleartap-cli"), *command], capture_output=True, text=True, timeout=60,
                              env={"PATH": os.environ["PATH"], "HOME": home}, cwd=home, stdin=subprocess.DEVNULL)

    def test_no_privilege_is_status_3_with_what_to_do(self):
        answer = self.without_privilege("record", "--har", "x.har", "--", "true")
        self.assertEqual(answer.returncode, PRIVILEGE, answer.stderr)
        # sudo, when it is there, may say more before
        own = [line for line in answer.stderr.splitlines() if line.startswith("cleartap-cli:")]
        self.assertEqual(len(own), 1, answer.stderr)
        self.assertRegex(answer.stderr, r"sudo|root|privilege|helper")

    def test_a_process_that_is_not_there(self):
        gone = subprocess.Popen(["true"])
        gone.wait()
        self.one_sentence(self.cli("record", "--pid", str(gone.pid), "--duration", "1", "--har", "x.har",
                                   status=PRIVILEGE, cwd=self.folder))

    def a_capture(self):
        nginx = servers.Nginx(self.folder)
        self.addCleanup(nginx.stop)
        urls = " ".join(f"-o /dev/null {nginx.url('https', '/16k.bin')}?n={n}" for n in range(20))
        self.record("--save", self.path("whole.cleartap"), command=["sh", "-c", f"curl -sk --http1.1 {urls}"])
        return self.path("whole.cleartap")

    def convert(self, name, status):
        answer = self.cli("convert", self.path(name), self.path("got.har"), status=None)
        self.assertIn(answer.returncode, status, answer.stderr)
        return answer, tools.read_har(self.path("got.har"))["log"]["entries"]

    def test_a_torn_capture_loses_only_its_tail(self):
        with open(self.a_capture(), "rb") as data:
            whole = data.read()
        _, all_entries = self.convert("whole.cleartap", (0,))
        self.assertEqual(len(all_entries), 20)
        starts = [frame.position for frame in frames.of_file(self.path("whole.cleartap")) if frame.type == frames.DATA]
        middle = starts[len(starts) // 2]
        for cut in (middle, middle + 3, middle + 8, middle + 20, len(whole) - 1):
            with self.subTest(cut=cut):
                with open(self.path("torn.cleartap"), "wb") as out:
                    out.write(whole[:cut])
                answer, entries = self.convert("torn.cleartap", (0, FILE))
                self.assertGreater(len(entries), 5)
                for entry, right in zip(entries[:5], all_entries):
                    self.assertEqual(exchanges.response_sha256(entry), exchanges.response_sha256(right))
                if cut not in starts and cut != len(whole):
                    self.assertTrue(answer.stderr.strip(), "no notice of the torn tail")

    def test_a_damaged_capture_is_shown_up_to_the_damage(self):
        with open(self.a_capture(), "rb") as data:
            whole = data.read()
        starts = [frame.position for frame in frames.of_file(self.path("whole.cleartap")) if frame.type == frames.DATA]
        middle = starts[len(starts) // 2]
        damages = {"length": whole[:middle] + b"\xff\xff\xff\x7f" + whole[middle + 4:],
                   "type": whole[:middle + 4] + b"\x99\x99" + whole[middle + 6:],
                   "zero": whole[:middle + 6] + b"\x01\x00" + whole[middle + 8:],
                   "noise": whole[:middle] + random.Random(3).randbytes(5000)}
        for name, data in damages.items():
            with self.subTest(damage=name):
                with open(self.path("bad.cleartap"), "wb") as out:
                    out.write(data)
                answer, entries = self.convert("bad.cleartap", (0, FILE))
                self.assertGreater(len(entries), 5)
                self.assertTrue(answer.stderr.strip(), "no notice of the damage")

    def test_random_flips_never_end_the_program_badly(self):
        with open(self.a_capture(), "rb") as data:
            whole = data.read()
        noise = random.Random(11)
        for number in range(60):
            bad = bytearray(whole)
            for _ in range(noise.choice((1, 4, 40))):
                bad[noise.randrange(len(bad))] = noise.randrange(256)
            with open(self.path("flip.cleartap"), "wb") as out:
                out.write(bad)
            answer = self.cli("convert", self.path("flip.cleartap"), self.path("flip.har"), status=None)
            self.assertIn(answer.returncode, (0, FILE), f"flip {number}: {answer.stderr}")

    def test_garbage_from_a_client_harms_nobody_else(self):
        path = self.path("helper.sock")
        helper = tools.start_helper(self, path)
        noise = random.Random(5)
        cases = {
            "noise": noise.randbytes(4000),
            "too long": struct.pack("<IHH", 0x7fffffff, 1, 0),
            "only what is unknown": frames.frame(99) + frames.frame(7, b"x" * 100) + frames.start(),
            "a helper's message": frames.frame(frames.WELCOME, struct.pack("<I", 1) + frames.text("x") * 2),
            "start before hello": frames.start(),
            "hello twice": frames.hello() * 2,
            "short body": frames.frame(frames.HELLO, b"\1\0"),
            "trailing bytes": frames.frame(frames.HELLO, struct.pack("<I", 1) + frames.text("x") + b"more"),
            "scope unknown": frames.hello() + frames.start(scope=77),
            "path with a zero byte": frames.hello() + frames.start(scope=5, path="/bin/\0sh"),
            "plan without a file": frames.hello() + frames.frame(frames.EXAMINE_PLAN),
            "wrong version": frames.hello(4711),
        }
        good = frames.Client(path)
        self.addCleanup(good.close)
        good.send(frames.hello() + frames.start(scope=6))
        self.wait_for(lambda: good.next().type == frames.STARTED, "a capture runs beside", seconds=30)
        for name, data in cases.items():
            with self.subTest(case=name):
                client = frames.Client(path)
                client.send(data)
                kinds = [frame.type for frame in client.all()]
                client.close()
                self.assertIn(kinds, ([frames.REFUSED], [frames.WELCOME, frames.REFUSED], []))
                if name not in ("noise",):
                    self.assertTrue(kinds, "closed without a word")
        self.assertIsNone(helper.poll(), "the helper runs on")
        good.send(frames.frame(frames.STOP))
        self.assertEqual(good.all()[-1].type, frames.STOPPED, "the capture beside ends as if nothing had been")

    def test_requests_of_a_newer_client_are_passed_over(self):
        path = self.path("helper.sock")
        tools.start_helper(self, path)
        client = frames.Client(path)
        self.addCleanup(client.close)
        newer = frames.frame(99) + frames.frame(98, b"x" * 500)
        client.send(newer + frames.hello() + newer + frames.start(scope=6) + newer)
        self.wait_for(lambda: client.next().type == frames.STARTED, "the capture starts", seconds=30)
        client.send(newer + frames.frame(frames.STOP))
        self.assertEqual(client.all()[-1].type, frames.STOPPED)

    def test_garbage_from_a_helper_is_status_3(self):
        answers = {"noise": random.Random(9).randbytes(3000), "nothing": b"", "torn": frames.frame(16, b"\1")[:6],
                   "too long": struct.pack("<IHH", 0x7fffffff, 16, 0), "a client's message": frames.hello(),
                   "refused": frames.frame(frames.REFUSED, struct.pack("<H", 7) + frames.text("no")),
                   "other version": frames.frame(frames.WELCOME, struct.pack("<I", 9) + frames.text("x") * 2)}
        for name, data in answers.items():
            with self.subTest(case=name):
                path = self.path(f"{name.replace(' ', '-').replace(chr(39), '')}.sock")
                listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
                listener.bind(path)
                listener.listen(1)

                def serve(listener=listener, data=data):
                    peer, _ = listener.accept()
                    peer.recv(4096)
                    peer.sendall(data)
                    peer.close()

                thread = threading.Thread(target=serve, daemon=True)
                thread.start()
                answer = self.cli("record", "--duration", "1", "--har", self.path("x.har"), status=PRIVILEGE,
                                  env={**os.environ, "CLEARTAP_SOCKET": path}, timeout=30)
                self.one_sentence(answer)
                thread.join(10)
                listener.close()


if __name__ == "__main__":
    tools.main()
