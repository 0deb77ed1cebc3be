# SPDX-License-Identifier: GPL-3.0-or-later
"""Machines that have nothing: minimal root file systems of Debian's releases, from the mirror that this machine uses."""

import os
import re
import shutil
import signal
import subprocess
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
ENTER = os.path.join(ROOT, "tests", "fresh", "enter.sh")
DAY = 24 * 3600
USER, USER_ID = "somebody", 1000
# What of this machine's apt configuration says how the mirror is reached.
REACHING = re.compile(r"^Acquire::(http|https|ftp|Proxy|Retries|Check-Valid-Until|Check-Date|AllowInsecure)", re.IGNORECASE)


def output(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def archives():
    """Addresses of Debian's archive, and of its security updates where this machine's apt knows them."""
    found = {}
    for line in output("apt-get", "indextargets", "--format", "$(ORIGIN) $(SITE) $(RELEASE) $(COMPONENT)",
                       "Created-By: Packages").splitlines():
        words = line.split()
        if len(words) == 4 and words[0] == "Debian" and words[3] == "main":
            found.setdefault("security" if words[2].endswith("-security") else "main", words[1])
    if "main" not in found:
        raise RuntimeError("apt on this machine knows no Debian archive; run apt-get update")
    return found


def apt_settings():
    return "".join(f"{line}\n" for line in output("apt-config", "dump").splitlines() if REACHING.match(line))


def one_source(suite):
    return {"sources.list": f"deb {archives()['main']} {suite} main\n"}


def several_sources(suite):
    """As installers and administrators leave them: both forms, updates, security, backports."""
    sites = archives()
    signed = "Components: main\nSigned-By: /usr/share/keyrings/debian-archive-keyring.gpg\n"
    debian = f"Types: deb\nURIs: {sites['main']}\nSuites: {suite} {suite}-updates\n{signed}"
    if "security" in sites:
        debian += f"\nTypes: deb\nURIs: {sites['security']}\nSuites: {suite}-security\n{signed}"
    return {"sources.list": "", "sources.list.d/debian.sources": debian,
            "sources.list.d/backports.list": f"deb {sites['main']} {suite}-backports main contrib non-free\n"}


SOURCES = {"one": one_source, "several": several_sources}


def minimal(suite, folder):
    """The release with apt and sudo alone, as an archive that is made once a day."""
    archive = f"{folder}/{suite}.tar"
    if not os.path.exists(archive) or time.time() - os.path.getmtime(archive) > DAY:
        settings = f"{folder}/apt.conf"
        write(settings, apt_settings())
        subprocess.run(["mmdebstrap", "--quiet", "--format=tar", "--variant=apt", "--include=ca-certificates,mount,passwd,sudo", f"--aptopt={settings}",
                        suite, f"{archive}.new", f"deb {archives()['main']} {suite} main"], check=True)
        os.rename(f"{archive}.new", archive)
    return archive


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as out:
        out.write(text)


class Machine:
    """One root file system; `with` takes it away again, and ends what was started in it and still runs."""

    def __init__(self, suite, sources, folder, compiled=None):
        self.suite = suite
        self.folder = f"{folder}/{suite}-{sources}"
        self.log = f"{self.folder}.log"
        packages = f"{folder}/{suite}-packages"  # what one machine has fetched need not be fetched again
        os.makedirs(f"{packages}/partial", exist_ok=True)
        self.mounts = [f"{packages}:/var/cache/apt/archives"]
        self.compiler_cache = {"CCACHE_DIR": "/var/cache/ccache", "CCACHE_TEMPDIR": "/tmp/ccache"}
        if compiled:
            self.compiler_cache["CCACHE_READONLY"] = "1"
        else:
            compiled = f"{folder}/{suite}-ccache"
            os.makedirs(compiled, exist_ok=True)
            os.chmod(compiled, 0o777)
            self.compiler_cache["CCACHE_UMASK"] = "000"
        self.mounts.append(f"{compiled}:/var/cache/ccache")
        self.unpack(minimal(suite, folder), SOURCES[sources](suite))

    def unpack(self, archive, sources):
        self.remove()
        os.makedirs(self.folder)
        subprocess.run(["tar", "-C", self.folder, "--numeric-owner", "--xattrs", "--exclude=./dev/*", "-xf", archive], check=True)
        for path, text in sources.items():
            write(f"{self.folder}/etc/apt/{path}", text)
        write(f"{self.folder}/etc/apt/apt.conf.d/00reach", apt_settings())
        write(f"{self.folder}/etc/dpkg/dpkg.cfg.d/unsafe-io", "force-unsafe-io\n")  # nobody misses it after a power cut
        for name in ("hosts", "resolv.conf"):
            shutil.copy(f"/etc/{name}", f"{self.folder}/etc/{name}")
        subprocess.run(["chroot", self.folder, "useradd", "--create-home", "--uid", str(USER_ID), "--shell", "/bin/bash", USER], check=True)
        write(f"{self.folder}/etc/sudoers.d/{USER}", f"{USER} ALL=(ALL) NOPASSWD: ALL\n")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.remove()

    def remove(self):
        subprocess.run(["rm", "-rf", "--one-file-system", self.folder], check=True)

    def clone(self, user):
        """The tree as git would clone it, with what has not been committed; gives its place inside."""
        home = "/root" if user == "root" else f"/home/{USER}"
        place = f"{self.folder}{home}/cleartap"
        shutil.rmtree(place, ignore_errors=True)
        os.makedirs(place)
        files = subprocess.Popen(["git", "-c", "safe.directory=*", "-C", ROOT, "ls-files", "-z", "--cached", "--others",
                                  "--exclude-standard"], stdout=subprocess.PIPE)
        packed = subprocess.Popen(["tar", "-C", ROOT, "--null", "-T-", "--ignore-failed-read", "-c"], stdin=files.stdout,
                                  stdout=subprocess.PIPE)
        subprocess.run(["tar", "-C", place, "-x", "--no-same-owner"], stdin=packed.stdout, check=True)
        if files.wait() or packed.wait():
            raise RuntimeError("the tree could not be copied")
        if user != "root":
            subprocess.run(["chown", "-R", f"{USER_ID}:{USER_ID}", place], check=True)
        return f"{home}/cleartap"

    def run(self, user, place, *command):
        """Runs it as that user in that folder, adds what it says to the log, gives (status, what it said)."""
        home = os.path.dirname(place)
        environment = {"HOME": home, "PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8", **self.compiler_cache}
        for name in ("CI", "http_proxy", "https_proxy", "no_proxy"):
            if name in os.environ:
                environment[name] = os.environ[name]
        inside = ["env", "-i", *(f"{name}={value}" for name, value in environment.items()),
                  "bash", "-c", 'cd "$0" && exec "$@"', place, *command]
        if user != "root":
            inside = ["setpriv", f"--reuid={USER_ID}", f"--regid={USER_ID}", "--init-groups", *inside]
        with open(self.log, "a+", encoding="utf-8", errors="replace") as log:
            begin = log.seek(0, os.SEEK_END)
            process = subprocess.Popen(["unshare", "--mount", "--propagation", "private", "bash", ENTER, self.folder,
                                        *self.mounts, "--", *inside], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                       start_new_session=True)
            outside = os.readlink("/proc/self/ns/mnt")
            namespace = outside
            while namespace == outside and process.poll() is None:
                namespace = namespace_of(process.pid)
                time.sleep(0.01)
            try:
                status = process.wait()
            finally:
                process.poll() is None and process.kill()
                if namespace != outside:
                    end_all_in(namespace)
            log.seek(begin)
            return status, log.read()


def namespace_of(process):
    try:
        return os.readlink(f"/proc/{process}/ns/mnt")
    except OSError:
        return None


def end_all_in(namespace):
    """A package may have started a server that outlives its installation."""
    for process in filter(str.isdigit, os.listdir("/proc")):
        if namespace_of(process) == namespace:
            try:
                os.kill(int(process), signal.SIGKILL)
            except ProcessLookupError:
                pass
