#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The kernel matrix: boots Debian's kernels in a virtual machine without hardware help, each without
lockdown and with both kinds of it, loads every program by its best hook and by those behind it, and
captures exchanges byte for byte. The running kernel is a row too. A kernel that does not boot has failed.

    matrix.py [--bin DIR] [--folder DIR] [--jobs N] [ROW…]     rows: SUITE[:LOCKDOWN], e.g. trixie:integrity; running"""

import argparse
import base64
import concurrent.futures
import gzip
import json
import os
import platform
import re
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(HERE)))
sys.path[:0] = [HERE, os.path.dirname(HERE)]
import fetch
import guest
from support import exchanges

SUITES = ["bullseye", "bookworm", "trixie", "sid"]
LOCKDOWNS = ["none", "integrity", "confidentiality"]
RUNNING = "running"
KERNEL_TLS = ["trixie"]   # where TLS within the kernel is tried
TLS_MODULES = ["gf128mul", "ghash-generic", "crypto_null", "gcm", "tls"]   # each after those that it needs
CLSACT = ["bullseye", "bookworm"]   # without tcx
CLSACT_MODULES = ["sch_ingress", "cls_bpf"]


def problems_of_har(packed, schemes, body):
    try:
        har = json.loads(gzip.decompress(base64.b64decode("".join(packed))))
    except (ValueError, OSError, EOFError) as error:
        return [f"no HAR ({error})"]
    found = []
    for scheme in schemes:
        for side in ("client", "server"):
            mine = [entry for entry in har["log"]["entries"]
                    if entry.get("_side") == side and entry["request"]["url"].startswith(f"{scheme}:")]
            if len(mine) != 1:
                found.append(f"{len(mine)} exchanges of the {scheme} {side}, not 1")
            elif exchanges.content_bytes(mine[0]["response"]["content"]) != body:
                found.append(f"the body of the {scheme} {side} differs")
    return found


def problems_of(parts, lockdown, body):
    if "kernel" not in parts:
        return ["did not boot"]
    if "end" not in parts:
        return [f"stopped after '{list(parts)[-1]}'"]
    found = []
    if parts["nginx"] != ["0", "0"]:
        found.append(f"nginx and curl do not work there: {parts['nginx']}")
    if f"[{lockdown}]" not in "".join(parts["lockdown"]):
        found.append(f"lockdown is {parts['lockdown']}, not {lockdown}")
    # The socket side reads kernel memory, which confidentiality forbids: there TLS alone is promised, and no raw tracepoints.
    locked = lockdown == "confidentiality"
    for row in guest.HOOKS.splitlines():
        name, kinds, words = [*row.split(), ""][:3]
        if lockdown not in kinds.split(",") or (name in guest.LOOPED and not has_loop(parts)):
            continue
        if f"{name}-status" not in parts:
            found.append(f"hooks {name}: not tried")
            continue
        status, said = parts[f"{name}-status"][0].split()[0], " ".join(parts[f"{name}-said"])
        if locked and "raw_tp" in words:
            if status != "3" or "use raw tracepoints where kernel memory may not be read" not in said:
                found.append(f"hooks {name}: not refused as it should be: {status} {said}")
        elif status != "0":
            found.append(f"hooks {name}: record ended with {status}: {said}")
        else:
            found += [f"hooks {name}: {problem}" for problem in
                      problems_of_har(parts.get(f"{name}-har", []), ["https"] if locked else ["https", "http"], body)]
    found += problems_of_packets(parts, body, locked)
    if lockdown == "none":
        found += problems_of_yama(parts)
        status, *said = parts.get("compat", ["not tried"])
        if status != "0" or not re.search(r"lost: 1 events, \d+ bytes: system calls of 32-bit programs", " ".join(said)):
            found.append(f"system calls of 32-bit programs: {status}: {' '.join(said)}")
    if "ktls" in parts:
        found += problems_of_ktls(parts, body)
    return found


def problems_of_packets(parts, body, locked):
    """A request and its answer are in the pcapng file, with curl's name where sockets are seen."""
    status, *said = parts.get("packets", ["not tried"])
    try:
        packets = gzip.decompress(base64.b64decode("".join(parts.get("packets-file", []))))
    except (ValueError, OSError, EOFError):
        packets = b""
    missing = [text for text in (b"GET /body ", body[-64:], *([] if locked else [b"From curl (pid "])) if text not in packets]
    if status == "0" and not missing and not parts.get("packets-modules"):
        return []
    return [f"packets: status {status}, {len(packets)} bytes without {missing}; modules {parts.get('packets-modules')}; {' '.join(said)}"]


def problems_of_yama(parts):
    """A user sees their own where a debugger could attach to it: all of it, with ptrace_scope 1 what they start, with 2 nothing."""
    found = []
    for name, wanted in (("0-own", "0"), ("0-command", "0"), ("1-own", "3"), ("1-command", "0"), ("2-own", "3"), ("2-command", "3")):
        status, *said = parts.get(f"yama-{name}", ["not tried"])
        if status != wanted or (wanted == "3" and "ptrace_scope" not in " ".join(said)):
            found.append(f"Yama's ptrace_scope {name}: {status}, not {wanted}: {' '.join(said)}")
    return found


def has_loop(parts):
    return not any("unrolled loop" in line for line in parts["doctor"])


def problems_of_ktls(parts, body):
    """curl's two answers are whole; nginx sent them by SSL_sendfile: they are missing, in their place, and the heads are not."""
    if parts["ktls"]:
        return [f"kernel TLS: no modules: {parts['ktls']}"]
    try:
        har = json.loads(gzip.decompress(base64.b64decode("".join(parts["ktls-har"]))))
    except (KeyError, ValueError, OSError, EOFError) as error:
        return [f"kernel TLS: no HAR ({error!r}): {parts.get('ktls-said')}"]
    entries = {side: [entry for entry in har["log"]["entries"] if entry.get("_side") == side] for side in ("client", "server")}
    bodies = [exchanges.content_bytes(entry["response"]["content"]) == body for entry in entries["client"]]
    found = [] if bodies == [True, True] else [f"kernel TLS: bodies of the client: {bodies}"]
    told = [(entry["response"]["status"], entry.get("_truncated", {}).get("response")) for entry in entries["server"]]
    if told != [(200, {"captured": 0, "total": len(body)})] * 2:
        found.append(f"kernel TLS: what is told of the server's answers: {told}")
    kernels = [entry.get("_tls", {}).get("byKernel", False) for entry in entries["client"] + entries["server"]]
    if kernels != [False] * 2 + [True] * 2:
        found.append(f"kernel TLS: whose encryption is told to be the kernel's, clients first: {kernels}")
    if f"{2 * len(body)} bytes" not in " ".join(parts["ktls-said"]) or "sendfile" not in " ".join(parts["ktls-said"]):
        found.append(f"kernel TLS: not counted and named: {parts['ktls-said']}")
    return found


def hooks_of(parts):
    """The hooks that doctor says are chosen, in short."""
    names = ("Process hooks", "Socket hooks", "TLS hooks", "Open connections", "Long calls")
    lines = [line[6:] for line in parts.get("doctor", []) if line[6:].startswith(names)]
    return ", ".join(line[len(max((n for n in names if line.startswith(n)), key=len)):].strip().split(" (")[0].split(";")[0] for line in lines)


def virtual(suite, lockdown, kernel, image, body, folder):
    """One row in a virtual machine: what it is, problems, and what doctor said."""
    inside = f"{folder}/{suite}-{lockdown}"
    os.makedirs(inside, exist_ok=True)
    began = time.monotonic()
    parts, processor, failures = guest.boot(kernel, image, lockdown, inside)
    took = time.monotonic() - began
    release = (parts.get("kernel") or [os.path.basename(kernel)])[0]
    said = parts.get("lockdown", ["unknown"])[0]
    return (f"{release:<28} lockdown {said:<40} {took:5.1f} s, processor {processor:5.1f} s; {hooks_of(parts)}"
            + (f" ({failures} times the emulator failed before)" if failures else ""),
            problems_of(parts, lockdown, body), parts.get("doctor", []))


def running(binaries):
    """The row of this machine's own kernel: the same by a test of its own."""
    began = time.monotonic()
    test = subprocess.run([sys.executable, f"{os.path.dirname(HERE)}/test_forced_hooks.py"], capture_output=True, text=True,
                          env={**os.environ, "CLEARTAP_BIN": binaries, "PYTHONDONTWRITEBYTECODE": "1"})
    return (f"{platform.release():<28} this machine {time.monotonic() - began:5.1f} s",
            [] if test.returncode == 0 else [test.stdout[-1500:] + test.stderr[-1500:]], [])


def show(row, problems, doctor):
    print(f"{'ok    ' if not problems else 'FAILED'} {row}", flush=True)
    for problem in problems:
        print(f"       {problem}", flush=True)
    for line in doctor if problems else []:
        print(f"       doctor: {line}", flush=True)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--bin", default=f"{ROOT}/build/bin")
    options.add_argument("--folder", default=f"{ROOT}/build/kernels")
    options.add_argument("--jobs", type=int, default=os.cpu_count(), help="virtual machines at a time")
    options.add_argument("rows", nargs="*", default=[*SUITES, RUNNING], metavar="ROW")
    chosen = options.parse_args()
    os.makedirs(chosen.folder, exist_ok=True)
    rows = [(suite, kind) for suite, _, lockdown in (row.partition(":") for row in chosen.rows) if suite != RUNNING
            for kind in ([lockdown] if lockdown else LOCKDOWNS)]
    failed = 0
    if rows:
        body = guest.make_body()
        suites = {suite: fetch.Suite(suite, chosen.folder) for suite, _ in rows}
        kernels = {suite: fetched.kernel() for suite, fetched in suites.items()}
        modules = [(kind, *suites[suite].modules(kernels[suite], names)) for kind, users, names in (("tls", KERNEL_TLS, TLS_MODULES), ("packets", CLSACT, CLSACT_MODULES))
                   for suite in suites if suite in users]
        image = guest.make_image(chosen.bin, chosen.folder, body, modules)
        with concurrent.futures.ThreadPoolExecutor(chosen.jobs) as pool:
            for future in [pool.submit(virtual, *row, kernels[row[0]], image, body, chosen.folder) for row in rows]:
                result = future.result()
                failed += bool(result[1])
                show(*result)
    if RUNNING in chosen.rows:
        result = running(chosen.bin)
        failed += bool(result[1])
        show(*result)
    print(f"{f'{failed} rows failed' if failed else 'every kernel captured the exchanges byte for byte, by each hook'}; "
          f"what each said: {chosen.folder}/SUITE-LOCKDOWN/")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
