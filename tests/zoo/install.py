# SPDX-License-Identifier: GPL-3.0-or-later
"""Gets an entry's program onto this machine: Debian's packages by apt, npm's by name, version and hash."""

import base64
import hashlib
import os
import shutil
import subprocess


class Missing(Exception):
    """It is not to be had here; why."""


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


def unpack_npm(package, folder):
    """Fetched once; nothing is unpacked unless its hash is the pinned one, and none of its scripts is run."""
    mark = os.path.join(folder, ".integrity")
    if os.path.exists(mark) and open(mark, encoding="utf-8").read() == package.integrity:
        return
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    if not shutil.which("npm"):
        raise Missing("there is no npm")
    answer = subprocess.run(["npm", "pack", "--silent", f"{package.name}@{package.version}", "--pack-destination", folder], capture_output=True, text=True,
                            cwd=folder, stdin=subprocess.DEVNULL)
    archives = [name for name in os.listdir(folder) if name.endswith(".tgz")]
    if answer.returncode != 0 or len(archives) != 1:
        raise Missing(f"npm pack {package.name}@{package.version}: {answer.stderr.strip()[-300:]}")
    archive = os.path.join(folder, archives[0])
    with open(archive, "rb") as data:
        got = "sha512-" + base64.b64encode(hashlib.file_digest(data, "sha512").digest()).decode()
    if got != package.integrity:
        raise Missing(f"{package.name}@{package.version} is not the pinned one: {got}")
    subprocess.run(["tar", "-xzf", archive, "--no-same-owner"], cwd=folder, check=True)
    os.remove(archive)
    with open(mark, "w", encoding="utf-8") as out:
        out.write(package.integrity)


def folder_of(program, store):
    return os.path.join(store, program.name.replace(" ", "-"))


def install(program, store):
    install_packages(program.packages)
    folder = folder_of(program, store)
    if program.npm:
        unpack_npm(program.npm, folder)
    if program.build:
        os.makedirs(folder, exist_ok=True)
        here = os.path.join(os.path.dirname(os.path.abspath(__file__)), "clients")
        answer = subprocess.run(program.build.format(npm=folder, clients=here), shell=True, capture_output=True, text=True, cwd=folder,
                                stdin=subprocess.DEVNULL, env=dict(os.environ, HOME=folder))
        if answer.returncode != 0:
            raise Missing(f"{program.build}: {answer.stderr.strip()[-500:]}")
