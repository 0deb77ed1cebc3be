# SPDX-License-Identifier: GPL-3.0-or-later
"""Paths, the terminal program, processes and BPF objects."""

import atexit
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
BIN = os.environ.get("CLEARTAP_BIN", os.path.join(ROOT, "build", "bin"))
CLI = os.path.join(BIN, "cleartap-cli")
HELPER = os.path.join(BIN, "cleartap-helper")
WINDOW = os.path.join(BIN, "cleartap")
os.environ["PATH"] += ":/usr/sbin:/sbin"
# The machine's own audit log, its keys and what is kept of files are not for tests, nor is the user's configuration.
KEPT = tempfile.mkdtemp(prefix="cleartap-kept-")
atexit.register(shutil.rmtree, KEPT, ignore_errors=True)
os.environ.update(LOGS_DIRECTORY=f"{KEPT}/log", STATE_DIRECTORY=f"{KEPT}/state", CACHE_DIRECTORY=f"{KEPT}/cache",
                  XDG_CONFIG_HOME=f"{KEPT}/config")


def measured(text):
    """What a reader of the log wants to know of a run that went well."""
    print(f"measured: {text}", flush=True)


def start_helper(case, socket_path, *more):
    """A helper that listens, as root; its log is beside the socket."""
    log = open(f"{socket_path}.log", "wb")
    case.addCleanup(log.close)
    helper = case.start([HELPER, "--socket", socket_path, *more], stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def listens():
        case.assertIsNone(helper.poll(), open(f"{socket_path}.log", encoding="utf-8", errors="replace").read())
        return os.path.exists(socket_path)

    case.wait_for(listens, "the helper listens")
    return helper


class Case(unittest.TestCase):
    """A test with a directory of its own, which every user may enter."""

    maxDiff = 4000

    def setUp(self):
        self.assertEqual(os.geteuid(), 0, "these tests capture: run them as root (./dev test does)")
        for program in (CLI, HELPER):
            self.assertTrue(os.access(program, os.X_OK), f"{program} is not built")
        holder = tempfile.TemporaryDirectory(prefix="cleartap-e2e-")
        self.addCleanup(holder.cleanup)
        self.folder = holder.name
        os.chmod(self.folder, 0o755)

    def path(self, name):
        return os.path.join(self.folder, name)

    def start(self, arguments, **options):
        """A process that is gone when the test is."""
        process = subprocess.Popen(arguments, **options)
        self.addCleanup(end, process)
        return process

    def cli(self, *arguments, status=0, timeout=120, **options):
        """Runs the terminal program to its end and checks its exit status."""
        answer = subprocess.run([CLI, *arguments], capture_output=True, text=True, timeout=timeout,
                                stdin=subprocess.DEVNULL, **options)
        if status is not None:
            self.assertEqual(answer.returncode, status,
                             f"cleartap-cli {' '.join(arguments)}\n{answer.stdout[-2000:]}{answer.stderr[-2000:]}")
        return answer

    def record(self, *options, command, har="out.har", **more):
        """record [options] -- command; gives the entries of the HAR."""
        whole = self.path(har)
        self.answer = self.cli("record", *options, "--har", whole, "--", *command, **more)
        return read_har(whole)["log"]["entries"]

    def wait_for(self, condition, what, seconds=20):
        limit = time.monotonic() + seconds
        while time.monotonic() < limit:
            value = condition()
            if value:
                return value
            time.sleep(0.05)
        return self.fail(f"not within {seconds} s: {what}")


CHECK_HAR = os.path.join(ROOT, "tests", "support", "check_har.py")


def read_har(path):
    """A HAR file, checked against the schema first."""
    check = subprocess.run(["/usr/bin/python3", CHECK_HAR, path], capture_output=True, text=True)
    if check.returncode != 0:
        raise AssertionError(f"{path} is not a HAR file as the schema wants it:\n{check.stdout[-1500:]}{check.stderr[-1500:]}")
    with open(path, encoding="utf-8") as har:
        return json.load(har)


def end(process, how=signal.SIGTERM, seconds=10):
    if process.poll() is None:
        process.send_signal(how)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)
    for stream in (process.stdin, process.stdout, process.stderr):
        if stream:
            stream.close()


def bpf_list(kind):
    """What the kernel holds of a kind: bpftool(8), which gives up when something goes while it lists."""
    for _ in range(20):
        answer = subprocess.run(["bpftool", "-j", kind, "list"], capture_output=True, text=True)
        if answer.returncode == 0:
            return json.loads(answer.stdout or "[]")
        time.sleep(0.05)
    raise RuntimeError(f"bpftool {kind} list: {answer.stdout} {answer.stderr}")


def bpf_objects():
    """{("prog", id, name)} and links that the kernel holds now."""
    found = set()
    for kind in ("prog", "link"):
        for item in bpf_list(kind):
            found.add((kind, item["id"], item.get("name", item.get("type", ""))))
    return found


def stat_field(pid, number):
    """A field of /proc/PID/stat, counted as proc(5) does from 3 on; None when the process is gone."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as stat:
            return stat.read().rsplit(")", 1)[1].split()[number - 3]
    except OSError:
        return None


def process_state(pid):
    return stat_field(pid, 3)


def parent_of(pid):
    return int(stat_field(pid, 4) or 0)


def descendants(ancestor):
    """Process ids below one, itself left out."""
    parents = {int(name): parent_of(name) for name in os.listdir("/proc") if name.isdigit()}
    found = []
    for pid in parents:
        above = parents.get(pid, 0)
        while above and above != ancestor:
            above = parents.get(above, 0)
        if above == ancestor:
            found.append(pid)
    return sorted(found)


def children_named(ancestor, name):
    """Descendants that run a program of this name now."""
    return [pid for pid in descendants(ancestor) if os.path.basename((command_line(pid) or [""])[0]) == name]


def resident_mib(pid):
    """Memory that a process has in use now; 0 when it is gone."""
    try:
        with open(f"/proc/{pid}/statm", encoding="utf-8") as pages:
            return int(pages.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
    except OSError:
        return 0


def command_line(pid):
    try:
        with open(f"/proc/{pid}/cmdline", "rb") as text:
            return text.read().decode(errors="replace").rstrip("\0").split("\0")
    except OSError:
        return []


def main():
    unittest.main(verbosity=2, failfast=False, testRunner=unittest.TextTestRunner(stream=sys.stdout, verbosity=2))
