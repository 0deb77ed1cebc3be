#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The window's program on a machine without a display."""

import os
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import tools

NO_DISPLAY = 3


class NoDisplay(tools.Case):
    def window(self, *arguments, **variables):
        environment = {name: value for name, value in os.environ.items()
                       if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
        return subprocess.run([tools.WINDOW, *arguments], env={**environment, "HOME": self.folder, **variables}, capture_output=True,
                              text=True, timeout=30, stdin=subprocess.DEVNULL)

    def test_answers_questions_about_itself(self):
        for arguments in (["--help"], ["-h"], ["--version"], ["-v"], ["--help-all"], ["--theme", "dark", "--version"],
                          ["-platform", "xcb", "--help"]):
            answer = self.window(*arguments)
            self.assertEqual((answer.returncode, answer.stderr), (0, ""), arguments)
            self.assertIn("cleartap", answer.stdout)

    def test_says_in_one_sentence_what_to_do(self):
        places = ({}, {"DISPLAY": ":4711"}, {"WAYLAND_DISPLAY": "nowhere"}, {"QT_QPA_PLATFORM": "xcb"},
                  {"QT_QPA_PLATFORM": "no-such-platform"}, {"DISPLAY": ""})
        for variables in places:
            for arguments in ([], ["some.har"]):
                answer = self.window(*arguments, **variables)
                self.assertEqual(answer.returncode, NO_DISPLAY, (variables, answer.stderr))
                self.assertEqual(answer.stdout, "")
                self.assertRegex(answer.stderr, r"\Acleartap: [^\n]*display[^\n]*cleartap-cli[^\n]*\.\n\Z", variables)


if __name__ == "__main__":
    tools.main()
