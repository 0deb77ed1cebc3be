# SPDX-License-Identifier: GPL-3.0-or-later
"""A display of the test's own."""

import glob
import os
import subprocess

from support import frames, tools


def link_of(path):
    try:
        return os.readlink(path)
    except FileNotFoundError:
        return ""


class Xvfb:
    """An X server on a free number; stopped by stop()."""

    def __init__(self, size="1600x1000x24"):
        reading, writing = os.pipe()
        self.process = subprocess.Popen(["Xvfb", "-displayfd", str(writing), "-screen", "0", size, "-nolisten", "tcp",
                                         "-dpi", "96"], pass_fds=[writing], stdin=subprocess.DEVNULL,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(writing)
        with os.fdopen(reading, encoding="ascii") as number:
            said = number.readline().strip()
        if not said:
            raise AssertionError("Xvfb did not start")
        self.name = f":{said}"

    def environment(self, folder):
        """For a window that has no settings and no desktop around it."""
        kept = {name: value for name, value in os.environ.items()
                if not name.startswith(("WAYLAND", "QT_", "XDG_", "DBUS_", "CLEARTAP_SOCKET"))}
        for name in ("config", "cache", "data", "run"):
            os.makedirs(f"{folder}/{name}", mode=0o700, exist_ok=True)
        return {**kept, "DISPLAY": self.name, "QT_QPA_PLATFORM": "xcb", "XDG_CONFIG_HOME": f"{folder}/config", "LANGUAGE": "en",
                "XDG_CACHE_HOME": f"{folder}/cache", "XDG_DATA_HOME": f"{folder}/data", "XDG_RUNTIME_DIR": f"{folder}/run"}

    @staticmethod
    def captures(window):
        """True when this process captures: its file, which has no name, says so."""
        return any(frames.has_started(path) for path in glob.glob(f"/proc/{window.pid}/fd/*")
                   if link_of(path).endswith(" (deleted)"))

    def stop(self):
        tools.end(self.process)
