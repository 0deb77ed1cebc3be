#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Becomes a program as systemd would start it for the helper's unit, where systemd is not the first process: the socket,
user, capabilities, limits, mounts, network and system calls that the unit gives it.

    imitated_unit.py UNIT UID FOLDER PROGRAM [MORE_CAPABILITIES]     FOLDER, outside /tmp and /home: socket, log, state, cache"""

import ctypes
import fcntl
import os
import re
import resource
import socket
import subprocess
import sys

NEW_MOUNTS, NEW_NETWORK = 0x00020000, 0x40000000
RECURSIVE_PRIVATE, BIND = 0x44000, 0x1000
MOUNT_SETATTR, RECURSIVE, READ_ONLY = 442, 0x8000, 1
HIDDEN = ("/home", "/root", "/run/user", "/tmp", "/var/tmp")  # ProtectHome, PrivateTmp
ALLOW, FAIL_WITH_EPERM = 0x7FFF0000, 0x00050001

libc = ctypes.CDLL(None, use_errno=True)
seccomp = ctypes.CDLL("libseccomp.so.2")
seccomp.seccomp_init.restype = ctypes.c_void_p


def settings(unit):
    """{name: [values]} of a unit file."""
    found = {}
    with open(unit, encoding="utf-8") as text:
        for name, value in re.findall(r"(?m)^(\w+)=(.*)$", text.read()):
            found.setdefault(name, []).append(value)
    return found


def calls_of(group):
    """Names of the system calls in a group of systemd's."""
    said = subprocess.run(["systemd-analyze", "syscall-filter", "--no-pager", group], capture_output=True, text=True, check=True).stdout
    names = set()
    for word in (line.strip() for line in said.splitlines()[1:]):
        if word.startswith("@"):
            names |= calls_of(word)
        elif word and not word.startswith("#"):
            names.add(word)
    return names


def allowed_calls(filters):
    names = calls_of("@default")
    for value in filters:
        for word in value.lstrip("~").split():
            these = calls_of(word) if word.startswith("@") else {word}
            names = names - these if value.startswith("~") else names | these
    return names


def filter_calls(names):
    rules = ctypes.c_void_p(seccomp.seccomp_init(FAIL_WITH_EPERM))
    for name in names:
        number = seccomp.seccomp_syscall_resolve_name(name.encode())
        if number >= 0:
            check(seccomp.seccomp_rule_add(rules, ALLOW, number, 0) == 0, name)
    check(seccomp.seccomp_load(rules) == 0, "seccomp_load")


def check(good, what):
    if not good:
        sys.exit(f"imitated_unit: {what}: {os.strerror(ctypes.get_errno())}")


def mount(source, target, kind, flags, data=None):
    check(libc.mount(source.encode(), target.encode(), kind.encode(), flags, data and data.encode()) == 0, f"mount {target}")


def set_read_only(place, whether, flags):
    attributes = (ctypes.c_uint64 * 4)(READ_ONLY if whether else 0, 0 if whether else READ_ONLY, 0, 0)
    check(libc.syscall(MOUNT_SETATTR, -100, place.encode(), flags, attributes, ctypes.sizeof(attributes)) == 0, f"mount_setattr {place}")


def main():
    unit, uid, folder, program, *more = sys.argv[1:]
    of = settings(unit)
    # Found by its descriptor: its folder may be hidden.
    executable = fcntl.fcntl(os.open(program, os.O_PATH), fcntl.F_DUPFD, 10)
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(f"{folder}/socket")
    os.chmod(f"{folder}/socket", 0o666)
    listening.listen(16)
    os.dup2(listening.fileno(), 3, inheritable=True)
    environment = {"PATH": os.environ["PATH"], "LISTEN_FDS": "1", "LISTEN_PID": str(os.getpid())}
    for kind in ("LOGS", "STATE", "CACHE"):
        place = f"{folder}/{kind.lower()}"
        os.makedirs(place, mode=0o700)
        os.chown(place, int(uid), int(uid))
        environment[f"{kind}_DIRECTORY"] = place
    calls = allowed_calls(of["SystemCallFilter"] + more[1:])
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    check(libc.unshare(NEW_MOUNTS | NEW_NETWORK) == 0, "unshare")
    mount("none", "/", "none", RECURSIVE_PRIVATE)
    mount(folder, folder, "none", BIND)
    for place in HIDDEN:
        if os.path.isdir(place):
            mount("none", place, "tmpfs", 0, "mode=0755")
    set_read_only("/", True, RECURSIVE)
    set_read_only(folder, False, 0)
    os.chdir("/")
    os.umask(0o077)
    filter_calls(calls)
    capabilities = ",".join(f"+{word.removeprefix('CAP_').lower()}" for word in of["AmbientCapabilities"][0].split() + more[:1])
    os.execvpe("setpriv", ["setpriv", f"--reuid={uid}", f"--regid={uid}", "--clear-groups", "--no-new-privs", f"--bounding-set=-all,{capabilities}",
                           f"--inh-caps=-all,{capabilities}", f"--ambient-caps=-all,{capabilities}", f"/proc/self/fd/{executable}",
                           *of["ExecStart"][0].split()[1:]], environment)


if __name__ == "__main__":
    main()
