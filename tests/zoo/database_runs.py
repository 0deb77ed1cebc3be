# SPDX-License-Identifier: GPL-3.0-or-later
"""A database's two programs talk over TLS; one of them is captured."""

import os
import re
import subprocess

import check
from database_programs import DOWN, TALKS, client_words
from peer import SMALL, sha256
from support import databases


def make_server(run):
    os.makedirs(f"{run.folder}/{len(run.servers)}")
    os.chmod(f"{run.folder}/{len(run.servers)}", 0o755)
    server = getattr(databases, run.program.server)(f"{run.folder}/{len(run.servers)}")
    run.servers.append(server)
    if run.program.server == "Redis":
        for words, value in ((("SET", "small"), SMALL), *((("RPUSH", "large"), part.encode()) for part in DOWN)):
            subprocess.run(server.cli() + ["-x", *words], input=value, check=True, stdout=subprocess.DEVNULL)
    return server


def converse(run, server, before=()):
    """The client's exit status and what it printed."""
    words, environment = client_words(run.program.server, server)
    # The server's files belong to another user, and so does the folder; the client may read nothing of it.
    answer = subprocess.run([*before, *words], input=TALKS[run.program.server].script(), capture_output=True, timeout=run.program.seconds,
                            env=environment or run.environment({}), cwd=run.folder)
    if answer.returncode != 0:
        raise AssertionError(f"{words[0]}: status {answer.returncode}: {answer.stderr.decode(errors='replace')[-500:]}")
    return answer.returncode, answer.stdout.decode()


def client_port(kind, printed):
    """As the server told the client."""
    if kind == "Redis":
        return int(re.search(r"\baddr=[\d.]+:(\d+)", printed)[1])
    return int(printed.splitlines()[0])


def answer_of(query):
    values = [value for row in databases.rows(query) for value in (row.values() if isinstance(row, dict) else [row])]
    return [str(value) for value in values] if values else [query["_query"].get("result", "")]


def hashed(values):
    return sha256("\n".join(values).encode())


def compare(run, name, server, printed):
    """Each statement, with its answer, as the client printed it; the client's port as the server has it."""
    program, talk = run.program, TALKS[run.program.server]
    tally = check.Tally(expected=len(talk.statements))
    found = {query["_query"]["statement"]: query for query in databases.read_queries(f"{run.folder}/{name}.har", program.protocol, program.side)}
    port = server.tls_port if program.server == "Redis" else server.port
    ends = (f"127.0.0.1:{client_port(program.server, printed)}", f"127.0.0.1:{port}")
    wanted = ends if program.side == "client" else ends[::-1]
    for text, answer in talk.statements:
        query = found.get(text)
        if not set(answer) <= set(printed.splitlines()):
            raise AssertionError(f"the client did not print the answer to {text[:60]}")
        if query is None:
            tally.faults.append(f"{text[:60]} is not in the capture, but {[each[:60] for each in found]}")
            continue
        got = check.ends(query)
        tally.right += got == wanted
        tally.unknown += "" in got
        tally.wrong += "" not in got and got != wanted
        if got != wanted:
            tally.faults.append(f"{text[:60]}: addresses {got}, not {wanted}")
        facts = [("answer", hashed(answer_of(query)), hashed(answer)), ("outcome", query["_query"].get("outcome"), "ok"),
                 ("process", query.get("_process", {}).get("comm"), program.process), ("library", query.get("_tls", {}).get("library"), program.stack.name)]
        faults = [f"{what} {is_!r}, not {should!r}" for what, is_, should in facts if is_ != should]
        if not re.fullmatch(program.stack.version, query.get("_tls", {}).get("version", "")):
            faults.append(f"version {query.get('_tls', {}).get('version')!r}")
        if "_lost" in query or "_truncated" in query:
            faults.append("something was lost")
        tally.equal += not faults
        tally.bytes += len(text) + sum(map(len, answer))
        tally.faults += [f"{text[:60]}: {fault}" for fault in faults]
    return tally


def take_rows(run, name):
    rows = check.coverage(f"{run.folder}/{name}.cleartap")
    run.note_rows(rows)
    run.result.faults += check.row_faults(rows, run.program)


def run_client(run, cycles):
    server = make_server(run)
    run.same_status(converse(run, server)[0])
    for number in range(1 + cycles):
        name = f"first{number}"
        status, printed = converse(run, server, run.record(name, "--"))
        run.same_status(status)
        run.result.tally.add(compare(run, name, server, printed))
        take_rows(run, name)
    run.result.cycles = cycles


def run_server(run, cycles):
    def stop(server):
        server.process.send_signal(server.how)
        run.same_status(server.process.wait(60))

    server = make_server(run)
    converse(run, server)
    stop(server)
    server = make_server(run)
    for number in range(1 + cycles):
        name = f"late{number}"
        capture = run.begin_late(name, server.process.pid, {})
        printed = converse(run, server)[1]
        run.end_late(capture)
        run.result.late.add(compare(run, name, server, printed))
        take_rows(run, name)
    run.result.cycles = cycles
    stop(server)


def run_database(run, cycles):
    run.servers = []
    try:
        (run_client if run.program.side == "client" else run_server)(run, cycles)
    finally:
        for server in run.servers:
            server.stop()
