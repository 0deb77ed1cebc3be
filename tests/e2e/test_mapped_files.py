#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a process has mapped is read whatever became of its name, and coverage tells of each TLS stack in use once."""

import glob
import json
import os
import shutil
import struct
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import frames, servers, tools

CLIENT = os.path.join(os.path.dirname(tools.BIN), "tests", "static_client")
ASK = """
import ssl, sys, time, urllib.request
context = ssl._create_unverified_context()
while True:
    urllib.request.urlopen(sys.argv[1], context=context).read()
    time.sleep(0.2)
"""


class MappedFiles(tools.Case):
    def setUp(self):
        super().setUp()
        self.nginx = servers.Nginx(self.folder)
        self.addCleanup(self.nginx.stop)

    def coverage(self, pid=None):
        """Rows of one process, or of the whole machine, which takes seconds: each program that runs is analysed."""
        rows = json.loads(self.cli("coverage", "--json", *(["--pid", str(pid)] if pid else ["--all"])).stdout)
        return [row for row in rows if pid in (None, row["pid"])]

    def copied_libraries(self):
        folder = self.path("lib")
        os.makedirs(folder)
        for name in ("libssl.so.3", "libcrypto.so.3"):
            shutil.copy(glob.glob(f"/usr/lib/*/{name}")[0], folder)
        return folder

    def asking(self, folder):
        process = self.start(["/usr/bin/python3", "-c", ASK, self.nginx.url("https", "/small.json")], stdin=subprocess.DEVNULL,
                             env={**os.environ, "LD_LIBRARY_PATH": folder})
        self.wait_for(lambda: self.nginx.requests_answered("small.json") > 1, "it asks")
        return process

    def exchanges_of(self, process):
        whole = self.path("late.har")
        self.cli("record", "--pid", str(process.pid), "--duration", "2", "--har", whole)
        return tools.read_har(whole)["log"]["entries"]

    def readable(self, process, path_part):
        rows = [row for row in self.coverage(process.pid) if path_part in row["path"]]
        self.assertEqual([row["state"] for row in rows], ["readable"], rows)
        self.assertGreater(len(self.exchanges_of(process)), 0)

    def test_a_library_that_was_replaced_while_it_runs(self):
        folder = self.copied_libraries()
        process = self.asking(folder)
        shutil.copy(f"{folder}/libssl.so.3", f"{folder}/new")
        os.rename(f"{folder}/new", f"{folder}/libssl.so.3")
        self.readable(process, "libssl.so.3 (deleted)")

    def test_a_library_that_was_deleted_with_its_directory(self):
        folder = self.copied_libraries()
        process = self.asking(folder)
        shutil.rmtree(folder)
        self.readable(process, "libssl.so.3 (deleted)")

    def test_a_program_that_was_deleted(self):
        client = shutil.copy(CLIENT, self.path("client"))
        process = self.start([client, str(self.nginx.tls_port), "/small.json", "60"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        self.wait_for(lambda: self.nginx.requests_answered("small.json") > 1, "it asks")
        os.unlink(client)
        self.readable(process, "client (deleted)")

    def test_a_program_in_a_chroot(self):
        root = self.path("root")
        programs = subprocess.run(["ldd", "/usr/bin/curl"], capture_output=True, text=True, check=True).stdout.split()
        for file in ["/usr/bin/curl"] + [word for word in programs if word.startswith("/")]:
            os.makedirs(root + os.path.dirname(file), exist_ok=True)
            shutil.copy(file, root + file)
        ask = f"for i in 1 2 3 4; do chroot {root} /usr/bin/curl -sk {self.nginx.url('https', '/small.json')}?$i; sleep 1; done"
        seen = {e["request"]["url"][-1] for e in self.record("--unmasked", command=["sh", "-c", ask]) if e["_side"] == "client"}
        self.assertLessEqual({"2", "3", "4"}, seen)

    def caddy(self):
        port, = servers.free_ports(1)
        return ["caddy", "file-server", "--root", self.folder, "--listen", f"127.0.0.1:{port}"]

    def test_a_go_program_is_listed_as_what_it_is(self):
        process = self.start(self.caddy(), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                             env={**os.environ, "HOME": self.folder})
        self.wait_for(lambda: os.readlink(f"/proc/{process.pid}/exe").endswith("/caddy"), "it runs")
        rows = self.coverage(process.pid)
        self.assertEqual([(row["library"], row["state"]) for row in rows], [("Go crypto/tls", "readable")])
        self.assertTrue(rows[0]["version"].startswith("go1."), rows)
        self.assertEqual(rows[0]["reason"], "")

    def test_a_program_is_listed_each_time_it_runs(self):
        saved = self.path("out.cleartap")
        both = f"{' '.join(self.caddy())} & first=$!; sleep 4; {' '.join(self.caddy())} & sleep 4; kill $first $!"
        self.cli("record", "--save", saved, "--", "sh", "-c", both, env={**os.environ, "HOME": self.folder})
        told = [frame.body for frame in frames.of_file(saved) if frame.type == frames.COVERAGE and b"Go crypto/tls" in frame.body]
        # And once as a file of the command, which no process has mapped yet.
        self.assertEqual(len({struct.unpack_from("<I", body, 8)[0] for body in told} - {0}), 2, told)

    def test_no_program_is_listed_for_words_in_its_text(self):
        shell = self.start(["bash", "-c", "rustls=CLIENT_TRAFFIC_SECRET_0; sleep 60; :"], stdin=subprocess.DEVNULL)
        helper = tools.start_helper(self, self.path("helper.sock"))
        for process in (shell, helper):
            self.assertEqual([row for row in self.coverage(process.pid) if row["library"] == "rustls" or row["path"] == os.readlink(f"/proc/{process.pid}/exe")], [])

    def test_each_file_has_its_row_and_one_process_may_have_several(self):
        folder = self.copied_libraries()
        process = self.asking(folder)
        rows = self.coverage(process.pid)
        self.assertEqual(len({row["path"] for row in rows}), len(rows), rows)
        self.assertIn(f"{folder}/libssl.so.3", {row["path"] for row in rows})

    def test_enormous_sparse_programs_hold_nobody_up(self):
        sparse = []
        for size in (40 << 30, 2 << 40):
            client = shutil.copy(CLIENT, self.path(f"client{size}"))
            os.truncate(client, size)
            sparse.append(self.start([client, str(self.nginx.tls_port), "/small.json", "120"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL))
        self.wait_for(lambda: self.nginx.requests_answered("small.json") > 2, "they ask")
        begin = time.monotonic()
        for process in sparse:
            self.readable(process, "/client")
        saved = self.path("killed.cleartap")
        recorder = self.start([tools.CLI, "record", "--all", "--save", saved], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL)
        self.wait_for(lambda: os.path.exists(saved) and frames.has_started(saved), "it captures", 60)
        helpers = tools.children_named(recorder.pid, "cleartap-helper")
        self.assertTrue(helpers)
        recorder.kill()
        killed = time.monotonic()
        # All that is attached belongs to its descriptors.
        self.wait_for(lambda: not any(os.path.exists(f"/proc/{pid}/fd/3") for pid in helpers), "its probes are gone", 10)
        tools.measured(f"40 GiB and 2 TiB: read after {killed - begin:.1f} s, probes gone {time.monotonic() - killed:.1f} s after the client")


if __name__ == "__main__":
    tools.main()
