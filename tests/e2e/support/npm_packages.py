# SPDX-License-Identifier: GPL-3.0-or-later
"""Packages of npm for tests: pinned, with all that they need, by name, version and hash in the package-lock.json of a folder beside the tests."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys

from . import tools

sys.path.insert(0, os.path.join(tools.ROOT, "tests", "zoo"))
import npm  # noqa: E402  pylint: disable=wrong-import-position

TESTS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PINNED = ("package.json", "package-lock.json")


def source(name):
    return os.path.join(TESTS, name)


def installed(name):
    """The folder with node_modules for tests/e2e/NAME, made once for a build tree; no script of a package is run."""
    store = os.path.join(npm.STORE, name)
    os.makedirs(store, exist_ok=True)
    pin = hashlib.sha256(b"".join(open(os.path.join(source(name), pinned), "rb").read() for pinned in PINNED)).hexdigest()
    with open(os.path.join(store, "installed"), "a+", encoding="utf-8") as mark:
        fcntl.flock(mark, fcntl.LOCK_EX)    # another test may be installing them
        mark.seek(0)
        if mark.read() != pin:
            for pinned in PINNED:
                shutil.copy(os.path.join(source(name), pinned), store)
            answer = subprocess.run([*npm.command(), "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=store, capture_output=True, text=True,
                                    stdin=subprocess.DEVNULL, timeout=300)
            if answer.returncode != 0:
                raise AssertionError(f"npm ci: {answer.stderr[-1500:]}")
            mark.truncate(0)
            mark.write(pin)
    return store
