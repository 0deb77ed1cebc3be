#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Machines are added to the window by keys: one as root, one through sudo, whose password it asks for."""

import glob
import os
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import display, frames, machines, tools


class MachinesInTheWindow(tools.Case):
    """Driven as by a person: by keys, on a display of its own."""

    def setUp(self):
        super().setUp()
        self.display = display.Xvfb()
        self.addCleanup(self.display.stop)

    def keys(self, title, *actions):
        """Keys, or typed text, in the window of this title once it is there."""
        tool = ["env", f"DISPLAY={self.display.name}", "xdotool"]
        find = lambda: subprocess.run([*tool, "search", "--onlyvisible", "--name", f"^{title}"], capture_output=True, text=True, check=False).stdout.split()
        window = self.wait_for(find, f"the window {title} is open\n{self.said()}", 40)[-1]
        subprocess.run([*tool, "windowfocus", "--sync", window], check=True, timeout=20)
        for action in actions:
            words = ["key", action[1:]] if action.startswith("!") else ["type", "--delay", "20", action]
            subprocess.run([*tool, *words], check=True, timeout=60)

    def said(self):
        with open(self.path("window.err"), encoding="utf-8", errors="replace") as text:
            return text.read()

    def captured(self):
        """What the window has received so far, by machine."""
        for path in glob.glob(f"/proc/{self.window.pid}/fd/*"):
            if display.link_of(path).endswith(" (deleted)"):
                try:
                    return frames.payload_by_machine(path)
                except (OSError, AssertionError):
                    pass
        return {}

    def test_machines_are_added_and_sudos_password_is_asked_for(self):
        self.site = machines.Machines(self, ["alpha", "beta"])
        log = open(self.path("window.err"), "w", encoding="utf-8")
        self.addCleanup(log.close)
        environment = {**self.display.environment(self.folder), "CLEARTAP_SSH": self.site.ssh}
        self.window = self.start(self.site.inside(tools.WINDOW), env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        # Not this machine too, and one program: nsenter, its service.
        self.keys("Cleartap", "!ctrl+shift+h")
        self.keys("Add a machine", "alpha", "!Tab", "!Down", "!Tab", self.site.program, "!Tab", "!space", "!Return")
        self.wait_for(lambda: self.site.ask("alpha", "/of/alpha") and b"/of/alpha" in self.captured().get("alpha", b""), "alpha is captured", 60)
        self.keys("Cleartap", "!ctrl+shift+h")
        self.keys("Add a machine", f"{machines.USER}@beta", "!Tab", "!Down", "!Tab", self.site.program, "!Return")
        self.keys("Password for sudo", "wrong", "!Return")
        self.wait_for(lambda: not [pid for pid in tools.children_named(self.window.pid, "ssh") if "beta" in " ".join(tools.command_line(pid))], "the wrong password ends that login", 30)
        self.keys("Password for sudo", machines.PASSWORD, "!Return")
        self.wait_for(lambda: self.site.ask("beta", "/of/beta") and b"/of/beta" in self.captured().get(f"{machines.USER}@beta", b""), "beta is captured, through sudo", 60)
        # Alpha went on.
        self.site.ask("alpha", "/still/alpha")
        self.wait_for(lambda: b"/still/alpha" in self.captured()["alpha"], "alpha is still captured")
        self.assertNotIn("", self.captured(), "this machine is not captured")
        for pid in [self.window.pid, *tools.descendants(self.window.pid), *tools.descendants(self.site.machines["beta"].process.pid)]:
            self.assertNotIn(machines.PASSWORD, " ".join(tools.command_line(pid)))
        self.assertNotRegex(self.said(), r"(?i)warning|QObject|sesame")
        tools.end(self.window)
        for machine in self.site.machines.values():
            self.wait_for(lambda machine=machine: not os.listdir(machine.temporary), f"the copy on {machine.name} is removed")


if __name__ == "__main__":
    tools.main()
