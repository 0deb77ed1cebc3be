#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""record -- COMMAND misses nothing: the probes are in a command's own files before it begins, also under load."""

import glob
import os
import shutil
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import servers, tools

CLIENT = os.path.join(os.path.dirname(tools.BIN), "tests", "static_client")
RUNS = 4 if os.environ.get("CI") else 10
LIBRARIES = ("libssl.so.3", "libcrypto.so.3")


class FirstRequest(tools.Case):
    def setUp(self):
        super().setUp()
        self.nginx = servers.Nginx(self.folder)
        self.addCleanup(self.nginx.stop)
        for _ in range(2 * (os.cpu_count() or 1)):
            self.start(["sh", "-c", "while :; do :; done"])

    def seen(self, run, *command, **more):
        entries = self.record("--unmasked", command=command, **more)
        return [e for e in entries if e["_side"] == "client" and e["request"]["url"].endswith(f"/small.json?{run}")]

    def all_are_seen(self, name, one_run):
        missed = [run for run in range(RUNS) if len(one_run(run)) != 1]
        self.assertEqual(missed, [])
        tools.measured(f"{name}: {RUNS} of {RUNS} first requests under load")

    # A file of its own each time: what was probed before says nothing of what is new.
    def fresh(self, source, run, name):
        folder = self.path(f"run{run}-{os.path.basename(source)}")
        os.makedirs(folder, exist_ok=True)
        return shutil.copy(source, os.path.join(folder, name))

    def test_of_a_program_with_openssl_inside(self):
        def run(number):
            client = self.fresh(CLIENT, number, "client")
            return self.seen(number, client, str(self.nginx.tls_port), f"/small.json?{number}")

        self.all_are_seen("static program", run)

    def test_of_a_script_whose_interpreter_is_such_a_program(self):
        def run(number):
            client = self.fresh(CLIENT, number, "client")
            script = self.path(f"script{number}")
            with open(script, "w", encoding="ascii") as out:
                out.write(f"#!{client} {self.nginx.tls_port}\n")
            os.chmod(script, 0o755)
            return [e for e in self.record("--unmasked", command=[script]) if e["_side"] == "client"]

        self.all_are_seen("script", run)

    def test_of_a_program_that_another_one_starts(self):
        def run(number):
            client = self.fresh(CLIENT, number, "client")
            return self.seen(number, "env", "A=b", "timeout", "60", client, str(self.nginx.tls_port), f"/small.json?{number}")

        self.all_are_seen("behind env and timeout", run)

    def test_of_a_program_behind_a_wrapper_script(self):
        def run(number):
            client = self.fresh(CLIENT, number, "client")
            script = self.path(f"wrapper{number}")
            with open(script, "w", encoding="ascii") as out:
                out.write(f'#!/bin/sh\nHOME_OF={os.path.dirname(client)}\nNAME=client\nexec "$HOME_OF/$NAME" "$@"\n')
            os.chmod(script, 0o755)
            return self.seen(number, script, str(self.nginx.tls_port), f"/small.json?{number}")

        self.all_are_seen("behind a wrapper script", run)

    def test_of_a_program_that_a_shell_is_told_to_start(self):
        def run(number):
            client = self.fresh(CLIENT, number, "client")
            return self.seen(number, "sh", "-c", f"cd / && {client} {self.nginx.tls_port} '/small.json?{number}' | cat")

        self.all_are_seen("sh -c", run)

    def test_of_a_copy_of_the_library_that_nobody_has_seen(self):
        def run(number):
            folder = self.path(f"lib{number}")
            for name in LIBRARIES:
                source = glob.glob(f"/usr/lib/*/{name}")[0]
                os.makedirs(folder, exist_ok=True)
                shutil.copy(source, folder)
            return self.seen(number, "curl", "-sk", "-o", "/dev/null", self.nginx.url("https", f"/small.json?{number}"),
                             env={**os.environ, "LD_LIBRARY_PATH": folder})

        self.all_are_seen("copied library", run)

    def test_of_a_library_that_is_loaded_later_from_beside_the_program(self):
        def run(number):
            root = self.path(f"opt{number}")
            os.makedirs(f"{root}/lib")
            for name in LIBRARIES:
                shutil.copy(glob.glob(f"/usr/lib/*/{name}")[0], f"{root}/lib")
            code = f"import ssl,urllib.request as u;u.urlopen('{self.nginx.url('https', '/small.json')}?{number}',context=ssl._create_unverified_context()).read()"
            return self.seen(number, "/usr/bin/python3", "-c", code, env={**os.environ, "LD_LIBRARY_PATH": f"{root}/lib"})

        self.all_are_seen("library loaded by Python", run)


if __name__ == "__main__":
    tools.main()
