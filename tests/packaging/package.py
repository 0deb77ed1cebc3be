#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The package on machines that have nothing: built where its release is, installed, used by a user, upgraded, removed, purged.
As root."""

import argparse
import glob
import os
import shutil
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.join(ROOT, "tests", "fresh"))
import fresh
import root_file_system


def release():
    """The name of this machine's release: bookworm."""
    with open("/etc/os-release", encoding="utf-8") as text:
        return dict(line.strip().split("=", 1) for line in text if "=" in line).get("VERSION_CODENAME", "")


def built_in(machine):
    """Builds the package on that machine, with the compiler cache that its release keeps; gives its path outside."""
    place = machine.clone("root")
    status, said = machine.run("root", place, "./dev", "package")
    if status:
        raise RuntimeError(f"./dev package ended with {status}\n{said[-6000:]}")
    return only(f"{machine.folder}{place}/build/package/*.deb")


def only(pattern):
    found = glob.glob(pattern)
    if len(found) != 1:
        raise RuntimeError(f"{len(found)} files {pattern}")
    return found[0]


def newer(package, folder):
    """The same with a higher version."""
    tree = f"{folder}/tree"
    subprocess.run(["dpkg-deb", "--raw-extract", package, tree], check=True)
    with open(f"{tree}/DEBIAN/control", encoding="utf-8") as control:
        text = control.read()
    version = next(line for line in text.splitlines() if line.startswith("Version: "))
    with open(f"{tree}/DEBIAN/control", "w", encoding="utf-8") as control:
        control.write(text.replace(version, version + "+1"))
    subprocess.run(["dpkg-deb", "--root-owner-group", "-Zgzip", "-z1", "--build", tree, f"{folder}/newer.deb"], check=True, stdout=subprocess.DEVNULL)
    return f"{folder}/newer.deb"


def row(suite, given, folder, url):
    """Empty when all went well, else why not."""
    with tempfile.TemporaryDirectory(prefix="cleartap-package-") as packages:
        package = f"{packages}/first.deb"
        if given:
            shutil.copy(given, package)
        else:
            with root_file_system.Machine(suite, "one", folder) as builder:
                shutil.copy(built_in(builder), package)
        with root_file_system.Machine(suite, "one", folder) as machine:
            place = f"{machine.folder}/srv/package"
            os.makedirs(place)
            for path in (package, newer(package, packages), f"{HERE}/installed.sh"):
                shutil.copy(path, place)
            status, said = machine.run("root", "/srv/package", "bash", "./installed.sh", "/srv/package/first.deb", "/srv/package/newer.deb", url)
    return f"installed.sh ended with {status}\n{said[-6000:]}" if status else ""


def main():
    options = argparse.ArgumentParser(prog="./dev package --test", description=__doc__)
    options.add_argument("suites", nargs="*", metavar="SUITE", default=["bookworm", "trixie"])
    options.add_argument("--folder", default=os.path.join(ROOT, "build", "fresh"), help="where the machines are made")
    options.add_argument("--built", default=os.path.join(ROOT, "build", "package"), help="the package of this machine's release")
    chosen = options.parse_args()
    os.makedirs(chosen.folder, exist_ok=True)
    failed = 0
    with tempfile.TemporaryDirectory(prefix="cleartap-fresh-") as keys:
        url = fresh.serve(keys, True)
        for suite in chosen.suites or ["bookworm", "trixie"]:
            began = time.monotonic()
            given = only(f"{chosen.built}/*.deb") if suite == release() else None
            why = row(suite, given, chosen.folder, url)
            failed += bool(why)
            print(f"{suite}: {'FAILED: ' + why if why else 'installed, captured, upgraded, removed, purged'} ({time.monotonic() - began:.0f} s)", flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
