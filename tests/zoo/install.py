# SPDX-License-Identifier: GPL-3.0-or-later
"""Gets an entry's program onto this machine: Debian's packages by apt, npm's by name, version and hash."""

import os
import subprocess

import npm
from npm import Missing


def missing_packages(words):
    """a|b is whichever this release has."""
    names = [name for word in words for name in word.split("|")]
    if not names:
        return []
    answer = subprocess.run(["dpkg-query", "-W", "-f", "${db:Status-Status} ${Package}\n", *names], capture_output=True, text=True)
    installed = {line.split()[1] for line in answer.stdout.splitlines() if line.startswith("installed ")}
    return [word.split("|")[0] for word in words if not installed & set(word.split("|"))]


def install_packages(names):
    missing = missing_packages(names)
    if not missing:
        return
    # Run level 1: packaged servers must not start.
    environment = dict(os.environ, RUNLEVEL="1", DEBIAN_FRONTEND="noninteractive")
    command = ["apt-get", "-o", "DPkg::Lock::Timeout=600", "-q", "install", "-y", "--no-install-recommends", *missing]
    answer = subprocess.run(command, capture_output=True, text=True, env=environment, stdin=subprocess.DEVNULL)
    if answer.returncode != 0:
        raise Missing(f"apt-get install {' '.join(missing)}: {answer.stderr.strip().splitlines()[-1:]}")


def folder_of(program, store):
    return os.path.join(store, program.name.replace(" ", "-"))


def install(program, store):
    install_packages(program.packages)
    folder = folder_of(program, store)
    if program.npm:
        npm.unpack_package(program.npm, folder)
    if program.build:
        os.makedirs(folder, exist_ok=True)
        here = os.path.join(os.path.dirname(os.path.abspath(__file__)), "clients")
        answer = subprocess.run(program.build.format(npm=folder, clients=here), shell=True, capture_output=True, text=True, cwd=folder,
                                stdin=subprocess.DEVNULL, env=dict(os.environ, HOME=folder))
        if answer.returncode != 0:
            raise Missing(f"{program.build}: {answer.stderr.strip()[-500:]}")
