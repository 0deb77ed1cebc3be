# SPDX-License-Identifier: GPL-3.0-or-later
"""Kernels of other Debian releases, by apt with lists of its own: the mirror is the one that this
machine uses, only the release's name is ours, and nothing of the machine's own lists is touched."""

import glob
import lzma
import os
import re
import subprocess
import time

DAY = 24 * 3600
KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"


def mirror():
    """Address of the Debian archive in this machine's apt configuration."""
    text = subprocess.run(["apt-get", "indextargets", "--format", "$(ORIGIN) $(SITE) $(RELEASE) $(COMPONENT)",
                           "Created-By: Packages"], capture_output=True, text=True, check=True).stdout
    for line in text.splitlines():
        words = line.split()
        if len(words) == 4 and words[0] == "Debian" and words[3] == "main" and "-security" not in words[2]:
            return words[1]
    raise RuntimeError("apt on this machine knows no Debian archive; run apt-get update")


def unpacked(path):
    """A module, without the compression that newer packages have."""
    with open(path, "rb") as module:
        data = module.read()
    return lzma.decompress(data) if data.startswith(b"\xfd7zXZ") else data


class Suite:
    """One release, in a folder of its own."""

    def __init__(self, name, folder):
        self.name = name
        self.folder = os.path.abspath(os.path.join(folder, name))
        for inside in ("lists/partial", "cache/archives/partial", "state"):
            os.makedirs(f"{self.folder}/{inside}", exist_ok=True)
        open(f"{self.folder}/state/status", "a", encoding="utf-8").close()
        with open(f"{self.folder}/sources.list", "w", encoding="utf-8") as out:
            out.write(f"deb [signed-by={KEYRING}] {mirror()} {name} main\n")
        self.options = ["-o", f"Dir::Etc::sourcelist={self.folder}/sources.list", "-o", "Dir::Etc::sourceparts=-",
                        "-o", f"Dir::State::lists={self.folder}/lists", "-o", f"Dir::Cache={self.folder}/cache",
                        "-o", f"Dir::State::status={self.folder}/state/status", "-o", "APT::Sandbox::User=root",
                        "-o", "APT::Architecture=amd64", "-o", "Acquire::Languages=none",
                        "-o", "Acquire::Check-Valid-Until=false", "-o", "Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled=false"]

    def apt(self, program, *arguments):
        return subprocess.run([program, *self.options, *arguments], capture_output=True, text=True,
                              check=True, cwd=f"{self.folder}/cache").stdout

    def newest_kernel(self):
        """Package of the newest cloud kernel: small, with BTF, and no modules needed for the loopback."""
        image = self.dependency("linux-image-cloud-amd64", "linux-image-")
        # From forky on the image itself lies in a package of its own.
        return self.dependency(image, "linux-binary-") or image

    def dependency(self, package, beginning):
        text = self.apt("apt-cache", "depends", package)
        found = re.search(rf"^ *Depends: ({beginning}\S+)", text, re.MULTILINE)
        return found.group(1) if found else None

    def kernel(self):
        """Path of the bzImage, fetched when this machine does not have it yet."""
        have = sorted(glob.glob(f"{self.folder}/*.vmlinuz"), key=os.path.getmtime)
        looked = f"{self.folder}/looked"  # when the archive was last asked for a newer one
        if have and os.path.exists(looked) and time.time() - os.path.getmtime(looked) < DAY:
            return have[-1]
        try:
            self.apt("apt-get", "update", "-q")
        except subprocess.CalledProcessError:
            if have:  # the archive cannot be reached: what was fetched before still boots
                return have[-1]
            raise
        package = self.newest_kernel()
        if not package:
            raise RuntimeError(f"{self.name} has no linux-image-cloud-amd64")
        image = f"{self.folder}/{package}.vmlinuz"
        if not os.path.exists(image):
            self.take(package, {"boot/vmlinuz*": image, "lib/modules/*/vmlinuz*": image})
        os.utime(image)
        open(looked, "w", encoding="utf-8").close()
        return image

    def modules(self, kernel, names):
        """Release of a kernel that was fetched, and its modules as bytes by their names."""
        package = os.path.basename(kernel).removesuffix(".vmlinuz")
        paths = {name: kernel.replace(".vmlinuz", f".{name}.ko") for name in names}
        missing = [name for name, path in paths.items() if not os.path.exists(path)]
        if missing:
            self.take(package, {f"lib/modules/*/kernel/**/{name}.ko*": paths[name] for name in missing}, len(missing))
        return package[re.search(r"\d", package).start():], {name: unpacked(path) for name, path in paths.items()}

    def take(self, package, wanted, count=1):
        """Takes files out of a package: {pattern: where one goes}; so many are there."""
        self.apt("apt-get", "download", package)
        archive, = glob.glob(f"{self.folder}/cache/{glob.escape(package)}_*.deb")
        inside = f"{self.folder}/unpacked"
        subprocess.run(["rm", "-rf", inside], check=True)
        subprocess.run(["dpkg-deb", "-x", archive, inside], check=True)
        found = [(path, to) for pattern, to in wanted.items()
                 for root in (inside, f"{inside}/usr") for path in glob.glob(f"{root}/{pattern}", recursive=True)]
        if len(found) != count:
            raise RuntimeError(f"{package} has {len(found)} files like {', '.join(wanted)}, not {count}")
        for path, to in found:
            os.rename(path, to)
        subprocess.run(["rm", "-rf", inside, archive], check=True)
