# SPDX-License-Identifier: GPL-3.0-or-later
"""npm for tests: the machine's own, else one that is fetched, by version and hash. Debian's brings hundreds of packages along."""

import base64
import hashlib
import os
import shutil
import subprocess
import urllib.error
import urllib.request

STORE = os.path.join(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))), "build", "npm")
VERSION = "10.9.4"     # the last that runs with Node.js 18, as bookworm has it
INTEGRITY = "sha512-OnUG836FwboQIbqtefDNlyR0gTHzIfwRfE3DuiNewBvnMnWEpB0VEXwBlFVgqpNzIgYo/MHh3d2Hel/pszapAA=="


class Missing(Exception):
    """It is not to be had here; why."""


def command():
    """The words that npm's own follow."""
    if shutil.which("npm"):
        return ["npm"]
    node = shutil.which("node")
    if not node:
        raise Missing("there is no Node.js")
    folder = os.path.join(STORE, "npm")
    if not is_unpacked(folder, INTEGRITY):
        registry = os.environ.get("NPM_CONFIG_REGISTRY", "https://registry.npmjs.org").rstrip("/")
        try:
            with urllib.request.urlopen(f"{registry}/npm/-/npm-{VERSION}.tgz", timeout=60) as answer:
                unpack(answer.read(), folder, INTEGRITY, f"npm {VERSION}")
        except (urllib.error.URLError, TimeoutError) as error:
            raise Missing(f"npm {VERSION}: {error}") from error
    return [node, os.path.join(folder, "package", "bin", "npm-cli.js")]


def unpack_package(package, folder):
    """Fetched once; nothing is unpacked unless its hash is the pinned one, and none of its scripts is run."""
    if is_unpacked(folder, package.integrity):
        return
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    named = f"{package.name}@{package.version}"
    answer = subprocess.run([*command(), "pack", "--silent", named, "--pack-destination", folder], capture_output=True, text=True, cwd=folder,
                            stdin=subprocess.DEVNULL)
    archives = [name for name in os.listdir(folder) if name.endswith(".tgz")]
    if answer.returncode != 0 or len(archives) != 1:
        raise Missing(f"npm pack {named}: {answer.stderr.strip()[-300:]}")
    archive = os.path.join(folder, archives[0])
    with open(archive, "rb") as data:
        unpack(data.read(), folder, package.integrity, named)


def is_unpacked(folder, integrity):
    mark = os.path.join(folder, ".integrity")
    return os.path.exists(mark) and open(mark, encoding="utf-8").read() == integrity


def unpack(archive, folder, integrity, named):
    got = "sha512-" + base64.b64encode(hashlib.sha512(archive).digest()).decode()
    if got != integrity:
        raise Missing(f"{named} is not the pinned one: {got}")
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    subprocess.run(["tar", "-xz", "--no-same-owner"], input=archive, cwd=folder, check=True)
    with open(os.path.join(folder, ".integrity"), "w", encoding="utf-8") as out:
        out.write(integrity)
