#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""README's two commands on machines that have nothing, for each release, kind of apt sources and user: the first is
run up to a recorded request, of the second what it installs. As root."""

import argparse
import http.server
import os
import re
import ssl
import subprocess
import sys
import tempfile
import threading
import time

import root_file_system

# How apt was asked until November 2026: grep leaves at the first match, apt-cache dies of SIGPIPE, and with pipefail
# the package counts as unknown. It shows only where apt has more to say than one source's lines, and not for every
# package, since it is a race.
BROKEN = '''choose_names() {
    local word name known
    names=() unknown=()
    for word in "$@"; do
        known=
        for name in ${word//|/ }; do
            if apt-cache policy "$name" 2>/dev/null | grep -q 'Candidate: [^(]'; then
                known=$name
                break
            fi
        done
        if [ -n "$known" ]; then names+=("$known"); else unknown+=("$word"); fi
    done
}
'''


class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = b"fresh\n"
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def serve(folder, tls):
    """A server on the loopback; gives its address."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    if tls:
        key, certificate = f"{folder}/key.pem", f"{folder}/certificate.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
                        "-keyout", key, "-out", certificate], check=True, capture_output=True)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http{'s' if tls else ''}://127.0.0.1:{server.server_port}/"


def prove(machine, user):
    """True when the script as it was before takes packages for unknown on this machine."""
    place = machine.clone(user)
    path = f"{machine.folder}{place}/dev"
    with open(path, encoding="utf-8") as script:
        text = script.read()
    broken, count = re.subn(r"^choose_names\(\) \{\n.*?^\}\n", lambda _: BROKEN, text, flags=re.DOTALL | re.MULTILINE)
    if count != 1:
        raise RuntimeError("dev has no choose_names to be broken")
    with open(path, "w", encoding="utf-8") as script:
        script.write(broken)
    status, said = machine.run(user, place, "./dev", "build")
    return status != 0 and "apt knows no package" in said


def row(machine, user, urls, proof):
    """Runs one row; gives why it failed, empty when it did not, and prints the seconds of each step."""
    def step(name, done):
        nonlocal began
        print(f"    {name}: {time.monotonic() - began:.0f} s", flush=True)
        began = time.monotonic()
        return done

    began = time.monotonic()
    if proof and not step("with the broken script", prove(machine, user)):
        return "the broken script did not fail"
    place = machine.clone(user)
    status, said = machine.run(user, place, "bash", "tests/fresh/first_command.sh", *urls)
    if step("./dev run, --help, doctor, record", status):
        return f"the first command ended with {status}\n{said[-6000:]}"
    status, said = machine.run(user, place, "./dev", "install")
    if step("what ./dev test needs", status):
        return f"./dev install ended with {status}\n{said[-6000:]}"
    return ""


def main():
    options = argparse.ArgumentParser(prog="./dev fresh", description=__doc__)
    options.add_argument("suites", nargs="*", metavar="SUITE", default=["bookworm", "trixie"])
    options.add_argument("--sources", choices=[*root_file_system.SOURCES], action="append", help="kind of apt sources; default: each")
    options.add_argument("--user", choices=["sudo", "root"], action="append", help="who runs it; default: each")
    options.add_argument("--prove", action="store_true", help="first see that the script as it was before fails; needs several sources")
    options.add_argument("--outside-ccache", action="store_true", help="read this machine's compiler cache, instead of one that each release keeps")
    options.add_argument("--folder", default=os.path.join(root_file_system.ROOT, "build", "fresh"), help="where the machines are made")
    chosen = options.parse_args()
    os.makedirs(chosen.folder, exist_ok=True)
    compiled = root_file_system.output("ccache", "--get-config", "cache_dir").strip() if chosen.outside_ccache else None
    failures = 0
    with tempfile.TemporaryDirectory(prefix="cleartap-fresh-") as keys:
        urls = [serve(keys, False), serve(keys, True)]
        for suite in chosen.suites or ["bookworm", "trixie"]:
            for sources in chosen.sources or root_file_system.SOURCES:
                for user in chosen.user or ["sudo", "root"]:
                    print(f"{suite}, {sources} of apt's sources, as {user}", flush=True)
                    began = time.monotonic()
                    with root_file_system.Machine(suite, sources, chosen.folder, compiled) as machine:
                        print(f"    the machine: {time.monotonic() - began:.0f} s", flush=True)
                        why = row(machine, user, urls, chosen.prove and sources == "several")
                    failures += bool(why)
                    print(f"    {'FAILED: ' + why if why else 'passed'} ({time.monotonic() - began:.0f} s)", flush=True)
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
