#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The developer's script where it cannot install anything."""

import os
import shutil
import subprocess
import tempfile
import unittest

DEV = os.path.join(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))), "dev")
# What the script asks for before it knows that there is no apt-get, and what a distribution without one has too.
PROGRAMS = ("bash", "env", "dirname", "readlink", "cat", "id")


class WithoutApt(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory(prefix="cleartap-dev-")
        self.addCleanup(holder.cleanup)
        self.folder = holder.name
        for program in PROGRAMS:
            os.symlink(shutil.which(program), f"{self.folder}/{program}")

    def dev(self, *arguments):
        return subprocess.run([DEV, *arguments], env={"PATH": self.folder, "HOME": self.folder}, capture_output=True, text=True,
                              stdin=subprocess.DEVNULL, timeout=30, check=False)

    def test_fedora_and_arch_are_told_what_to_install(self):
        for command in ("run", "build", "test", "install", "fresh"):
            answer = self.dev(command)
            self.assertEqual(answer.returncode, 3, f"{command}: {answer.stderr}")
            self.assertEqual(answer.stdout, "")
            self.assertTrue(answer.stderr.startswith("dev: there is no apt-get here"), answer.stderr)
            for needed in ("libbpf", "libelf", "Zydis", "seccomp", "libcap-ng", "simdjson", "CLI11", "fmt", "Qt 6", "QScintilla",
                           "OpenSSL", "clang", "bpftool", "cmake --preset dev"):
                self.assertIn(needed, answer.stderr)

    def test_help_needs_nothing(self):
        answer = self.dev("help")
        self.assertEqual((answer.returncode, answer.stderr), (0, ""))
        self.assertIn("./dev fresh", answer.stdout)


if __name__ == "__main__":
    unittest.main()
