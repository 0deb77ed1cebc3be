# SPDX-License-Identifier: GPL-3.0-or-later
"""The runs of one program: without a capture, under one from its first instruction, and with one that begins later."""

import os
import shlex
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass, field

import asker
import check
import database_runs
import http2_peer
import http3_peer
import install
import peer
from support import tools

CLIENTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "clients")
TARGETS = ("small", "large", "upload", "page")


@dataclass
class Result:
    program: object
    tally: check.Tally = field(default_factory=check.Tally)    # the capture that began first
    late: check.Tally = field(default_factory=check.Tally)     # the one that began when the program ran
    statuses: list = field(default_factory=list)               # of its exits: without a capture first
    cycles: int = 0
    version: str = ""
    reason: str = ""                                           # as coverage gives it
    missing: str = ""                                          # why it is not installed
    seconds: float = 0
    faults: list = field(default_factory=list)

    @property
    def good(self):
        return not self.missing and not self.faults and not self.tally.faults and not self.late.faults

    def all_faults(self):
        return self.faults + self.tally.faults + self.late.faults


class Run:
    """One program's folder, certificates, words and environment."""

    def __init__(self, program, store, source):
        self.program = program
        self.source = source   # of the plaintext: calls, secrets, auto
        self.holder = tempfile.TemporaryDirectory(prefix="cleartap-zoo-")
        self.folder = self.holder.name
        os.chmod(self.folder, 0o755)
        peer.make_certificates(self.folder)
        for name in ("cert.pem", "key.pem", "both.pem"):
            os.chmod(f"{self.folder}/{name}", 0o644)   # of servers that are other users' by then
        self.store = store
        self.result = Result(program)
        self.processes = []

    def places(self, base, target=None):
        """What the words in braces stand for. With a target, each request goes there."""
        names = {name: f"{base}/{target or name}" for name in TARGETS}
        return dict(names, base=base, host="localhost", port=base.rsplit(":", 1)[-1], ca=f"{self.folder}/ca.pem", cert=f"{self.folder}/cert.pem",
                    key=f"{self.folder}/key.pem", both=f"{self.folder}/both.pem", body=f"{self.folder}/upload.txt", folder=self.folder,
                    clients=CLIENTS, store=self.store, npm=install.folder_of(self.program, self.store), config=f"{self.folder}/config",
                    requests=f"{self.folder}/requests.txt", spki=peer.key_hash(self.folder))

    def words(self, places):
        return [word.format(**places) for word in shlex.split(self.program.run)]

    def environment(self, places):
        own = {name: value.format(**places) for name, value in self.program.environment.items()}
        # Nothing else of this machine's, such as authorities or proxies of its user.
        return {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "HOME": self.folder, "XDG_RUNTIME_DIR": self.folder, "TMPDIR": self.folder, **own}

    def write_files(self, places):
        with open(places["body"], "wb") as out:
            out.write(peer.UPLOAD)
        with open(places["requests"], "wb") as out:
            for method, path, body in (("GET", "small", b""), ("GET", "large", b""), ("POST", "upload", peer.UPLOAD)):
                last = "close" if body else "keep-alive"
                path = places[path].removeprefix(places["base"])
                out.write(f"{method} {path} HTTP/1.1\r\nHost: {places['host']}\r\nConnection: {last}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
        if self.program.config:
            with open(places["config"], "w", encoding="utf-8") as out:
                out.write(self.program.config.format(**places))
        if "{folder}/served" in self.program.run:
            os.makedirs(f"{self.folder}/served", exist_ok=True)
            for name, data in (("small", peer.SMALL), ("large", peer.LARGE)):
                with open(f"{self.folder}/served/{name}", "wb") as out:
                    out.write(data)
        if self.program.prepare:
            subprocess.run(self.program.prepare.format(**places), shell=True, check=True, cwd=self.folder, capture_output=True,
                           env=self.environment(places), timeout=60)

    def start(self, words, places):
        # esbuild ends with its standard input.
        stdin = subprocess.PIPE if self.program.role == "server" else subprocess.DEVNULL
        with open(f"{self.folder}/log", "ab") as log:
            process = subprocess.Popen(words, cwd=self.folder, env=self.environment(places), stdin=stdin, stdout=log, stderr=log)
        self.processes.append(process)
        return process

    def record(self, name, *words):
        return [tools.CLI, "record", "--unmasked", "--tls-source", self.source, "--har", f"{self.folder}/{name}.har", "--save", f"{self.folder}/{name}.cleartap",
                "--jsonl", f"{self.folder}/{name}.jsonl", *words]

    def begin_late(self, name, pid, places):
        """A capture of a process that runs; returns once it captures."""
        process = self.start(self.record(name, "--pid", str(pid)), places)
        self.wait_for(lambda: os.path.exists(f"{self.folder}/{name}.jsonl") or process.poll() is not None, "the capture begins")
        return process

    def end_late(self, process):
        process.send_signal(signal.SIGINT)
        status = process.wait(60)
        if status != 0:
            self.result.faults.append(f"the capture ended with status {status}: {self.log()}")

    def wait_for(self, condition, what, seconds=30):
        limit = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > limit:
                raise AssertionError(f"not within {seconds} s: {what}\n{self.log()}")
            time.sleep(0.02)

    def log(self):
        with open(f"{self.folder}/log", encoding="utf-8", errors="replace") as text:
            return text.read()[-1500:]

    def note_rows(self, rows):
        for row in rows:
            if row["process"] == self.program.process and row["library"] == self.program.stack.name:
                self.result.version = row["version"]
                self.result.reason = row["reason"]

    def same_status(self, status):
        status = 128 - status if status < 0 else status   # as a shell and record give it
        self.result.statuses.append(status)
        if status != self.result.statuses[0]:
            self.result.faults.append(f"exit status {status} under a capture, {self.result.statuses[0]} without: {self.log()}")

    def check_capture(self, tally, name, seen):
        saved = f"{self.folder}/{name}.cleartap"
        if self.program.readable:
            tally.add(check.compare(f"{self.folder}/{name}.har", seen, self.program))
        rows = check.coverage(saved)
        self.note_rows(rows)
        self.result.faults += check.row_faults(rows, self.program)

    def close(self):
        for process in self.processes:
            tools.end(process)
        if not self.result.good and os.environ.get("ZOO_KEEP"):
            shutil.copytree(self.folder, os.path.join(os.environ["ZOO_KEEP"], self.program.name.replace(" ", "_")), dirs_exist_ok=True)
        self.holder.cleanup()


def run_client(run, cycles):
    program, result = run.program, run.result
    server = (http3_peer.Http3Peer if program.http3 else http2_peer.Http2Peer if program.http2 else peer.Peer)(run.folder)
    try:
        base = f"https://localhost:{server.port}"
        places = run.places(base)
        run.write_files(places)
        server.page = page_of(places)
        words = run.words(places)
        status = run.start(words, places).wait(program.seconds)
        if status != 0:
            raise AssertionError(f"status {status} without a capture: {run.log()}")
        run.same_status(status)
        require_contents(server.take(), program, run)

        run.write_files(places)
        recorder = run.start(run.record("first", "--", *words), places)
        run.same_status(recorder.wait(program.seconds + 30))
        seen = server.take()
        require_contents(seen, program, run)
        run.check_capture(result.tally, "first", seen)

        waiting_client(run, server, base, cycles)
    finally:
        server.stop()


def waiting_client(run, server, base, cycles):
    """The program in the middle of an answer: coverage of a process with a live connection, captures that come and go."""
    program, result = run.program, run.result
    places = run.places(base, "slow")
    run.write_files(places)
    server.page = page_of(places)
    server.hold = True   # for programs that ask for something else than they are told
    process = run.start(run.words(places), places)
    if not server.waiting.acquire(timeout=program.seconds):
        raise AssertionError(f"it does not ask: {run.log()}")
    rows = check.coverage("--pid", str(process.pid), "--duration", "0.5")
    run.note_rows(rows)
    result.faults += [f"of a live connection: {fault}" for fault in check.row_faults(rows, program, spoke=False)]
    for number in range(cycles):
        run.end_late(run.begin_late(f"cycle{number}", process.pid, places))
        result.cycles += 1
        if process.poll() is not None:
            raise AssertionError(f"it ended in cycle {number}: {run.log()}")
    server.let_go.set()
    try:
        run.same_status(process.wait(program.seconds))
    finally:
        server.let_go.clear()


def page_of(places):
    """For browsers: the three requests, one after the other, before the page is loaded."""
    script = "".join(f"x=new XMLHttpRequest();x.open('{method}','{places[name]}',false);x.send({body});"
                     for method, name, body in (("GET", "small", ""), ("GET", "large", ""), ("POST", "upload", f"'{peer.UPLOAD.decode()}'")))
    return f"<!DOCTYPE html><title>zoo</title><link rel=icon href=data:,><script>let {script}</script>".encode()


def require_contents(seen, program, run):
    """The program did what its entry promises: else there would be nothing to compare."""
    received, sent = {exchange.received for exchange in seen}, {exchange.sent for exchange in seen}
    if len(seen) < program.least or (program.plain and not (peer.LARGE in received and peer.UPLOAD in sent)):
        raise AssertionError(f"it made {[(e.method, e.path, len(e.sent), len(e.received)) for e in seen]}: {run.log()}")


def run_server(run, cycles):
    program, result = run.program, run.result
    upstream = peer.Peer(run.folder, tls=False)
    try:
        port = peer.free_port()
        places = dict(run.places(f"https://localhost:{port}"), upstream=upstream.port)
        run.write_files(places)
        words = run.words(places)

        def stop(process, pid=None):
            os.kill(pid or process.pid, getattr(signal, program.stop))
            run.same_status(process.wait(30))

        def ask(again=1):
            client = asker.Asker(run.folder, port)
            seen = [exchange for _ in range(again) for exchange in client.ask_all(program.uploads)]
            client.close()
            return seen

        process = run.start(words, places)
        asker.wait_until_it_answers(run.folder, port, process)
        ask()
        stop(process)

        recorder = run.start(run.record("first", "--", *words), places)
        asked = [asker.wait_until_it_answers(run.folder, port, recorder)]
        asked += ask()
        stop(recorder, child_running(recorder.pid, words[0]))
        run.check_capture(result.tally, "first", asked)

        process = run.start(words, places)
        asker.wait_until_it_answers(run.folder, port, process)
        before = asker.Asker(run.folder, port)
        before.ask("GET", "/small")   # a connection that is older than the capture
        late = run.begin_late("late", process.pid, places)
        asked = ask()
        older = before.ask("GET", "/large")
        if older.received != peer.LARGE:
            result.faults.append("the older connection broke")
        run.end_late(late)
        # The secrets of that connection were gone before.
        reads_older = program.readable and run.source != "secrets"
        run.check_capture(result.late, "late", asked + ([older] if reads_older else []))
        rows = check.coverage("--pid", str(process.pid), "--duration", "0.3")
        result.faults += [f"of a live connection: {fault}" for fault in check.row_faults(rows, program, spoke=False)]
        for number in range(cycles):
            capture = run.begin_late(f"cycle{number}", process.pid, places)
            ask()
            run.end_late(capture)
            result.cycles += 1
        before.close()
        stop(process)
    finally:
        upstream.stop()


def child_running(parent, program):
    """The child of `parent` that runs the program."""
    wanted = os.path.realpath(shutil.which(program))
    for pid in tools.descendants(parent):
        try:
            if tools.parent_of(pid) == parent and os.path.realpath(f"/proc/{pid}/exe") == wanted:
                return pid
        except OSError:
            pass
    raise AssertionError(f"no child runs {wanted}")


def run_program(program, store, cycles=0, source="auto"):
    run = Run(program, store, source)
    began = time.monotonic()
    try:
        {"client": run_client, "server": run_server, "database": database_runs.run_database}[program.role](run, cycles)
    except (AssertionError, OSError, ValueError, subprocess.SubprocessError) as error:
        run.result.faults.append(f"{type(error).__name__}: {error}"[:1500])
    finally:
        run.result.seconds = time.monotonic() - began
        run.close()
    return run.result
