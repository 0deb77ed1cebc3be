#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""sandboxed.py COMMAND ARG…: runs a command as browsers, containers and services run: behind a seccomp filter
that kills for a system call which it does not know, here those that kernels inject for probes."""

import ctypes
import os
import struct
import sys

PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, FILTER = 38, 22, 2
LOAD, EQUAL, RETURN = 0x20, 0x15, 0x06
KILL_PROCESS, ALLOW = 0x80000000, 0x7FFF0000
URETPROBE, UPROBE = 335, 336


def main():
    code = [(LOAD, 0, 0, 0), (EQUAL, 1, 0, URETPROBE), (EQUAL, 0, 1, UPROBE), (RETURN, 0, 0, KILL_PROCESS), (RETURN, 0, 0, ALLOW)]
    filters = ctypes.create_string_buffer(b"".join(struct.pack("<HBBI", *line) for line in code))
    program = ctypes.create_string_buffer(struct.pack("<HxxxxxxQ", len(code), ctypes.addressof(filters)))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) or libc.prctl(PR_SET_SECCOMP, FILTER, program):
        raise OSError(ctypes.get_errno(), "seccomp")
    os.execvp(sys.argv[1], sys.argv[1:])


if __name__ == "__main__":
    main()
