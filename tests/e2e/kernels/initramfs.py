# SPDX-License-Identifier: GPL-3.0-or-later
"""An initramfs of files of this machine: programs, the libraries they need, and what is written here."""

import os
import re
import stat
import subprocess


def libraries(program):
    """Files that the dynamic loader maps for a program; none for a static one."""
    answer = subprocess.run(["ldd", program], capture_output=True, text=True)
    if answer.returncode != 0:
        return []
    missing = re.search(r"^\s*(\S+) => not found", answer.stdout, re.MULTILINE)
    if missing:
        raise RuntimeError(f"{program} needs {missing.group(1)}, which is not on this machine")
    return re.findall(r"(?:=> |^\s*)(/\S+) \(", answer.stdout, re.MULTILINE)


class Initramfs:
    """Collects entries, then writes them as a newc archive (cpio(5)); not compressed, as the guest unpacks it slowly."""

    def __init__(self):
        self.entries = {}

    def folder(self, path, mode=0o755):
        path = path.strip("/")
        if path and path not in self.entries:
            self.folder(os.path.dirname(path))
            self.entries[path] = (stat.S_IFDIR | mode, b"")

    def file(self, path, data, mode=0o644):
        self.folder(os.path.dirname(path))
        self.entries[path.strip("/")] = (stat.S_IFREG | mode, data)

    def link(self, path, target):
        self.folder(os.path.dirname(path))
        self.entries[path.strip("/")] = (stat.S_IFLNK | 0o777, target.encode())

    def copy(self, source, path=None):
        with open(source, "rb") as data:
            self.file(path or source, data.read(), stat.S_IMODE(os.stat(source).st_mode))

    def program(self, source, path=None):
        self.copy(source, path)
        for library in libraries(source):
            self.copy(library)

    def write(self, path):
        with open(path, "wb") as out:
            number = 0
            for name, (mode, data) in [*self.entries.items(), ("TRAILER!!!", (0, b""))]:
                number += 1
                raw = name.encode() + b"\0"
                fields = (number, mode, 0, 0, 1, 0, len(data), 0, 0, 0, 0, len(raw), 0)
                head = b"070701" + "".join(f"{field:08X}" for field in fields).encode() + raw
                out.write(head + b"\0" * (-len(head) % 4) + data + b"\0" * (-len(data) % 4))
