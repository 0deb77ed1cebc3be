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


class OnceMore(unittest.TestCase):
    """Which failures of a full run are judged a second time."""

    def setUp(self):
        holder = tempfile.TemporaryDirectory(prefix="cleartap-dev-")
        self.addCleanup(holder.cleanup)
        self.folder = holder.name
        os.mkdir(f"{self.folder}/build")

    def run_twice(self, **tests):
        """Each test: its name with _ for /, and whether it passes the first and the second time."""
        lines = []
        for name, (first, second) in tests.items():
            mark = f"{self.folder}/{name}"
            script = f"if [ -e {mark} ]; then {second}; else touch {mark}; {first}; fi"
            lines.append(f'add_test({name.replace("_", "/", 1)} "/bin/sh" "-c" "{script}")')
        with open(f"{self.folder}/build/CTestTestfile.cmake", "w", encoding="utf-8") as file:
            file.write("\n".join(lines))
        script = f'source {DEV} help >/dev/null; as_root() {{ "$@"; }}; sudo() {{ :; }}; cd {self.folder}; run_ctest || again'
        answer = subprocess.run(["bash", "-c", script], capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=60, check=False)
        return answer.returncode == 0, answer.stdout + answer.stderr

    def test_what_passes_then_is_named(self):
        passed, words = self.run_twice(e2e_late=("false", "true"), e2e_good=("true", "true"))
        self.assertTrue(passed, words)
        self.assertIn("FAILED AT FIRST, and passed when run again: e2e/late", words)

    def test_what_fails_again_has_failed(self):
        passed, words = self.run_twice(e2e_broken=("false", "false"))
        self.assertFalse(passed, words)
        self.assertNotIn("FAILED AT FIRST", words)

    def test_a_unit_test_has_one_try(self):
        passed, words = self.run_twice(e2e_late=("false", "true"), app_tst=("false", "true"))
        self.assertFalse(passed, words)
        self.assertNotIn("once more", words)

    def test_many_failures_are_no_accident(self):
        passed, words = self.run_twice(**{f"e2e_late{number}": ("false", "true") for number in range(4)})
        self.assertFalse(passed, words)
        self.assertNotIn("once more", words)


if __name__ == "__main__":
    unittest.main()
