#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The kernel matrix: boots Debian's kernels in a virtual machine without hardware help, each without
lockdown and with both kinds of it, and captures an exchange byte for byte. A kernel that does not
boot has failed.

    matrix.py [--bin DIR] [--folder DIR] [SUITE[:LOCKDOWN]…]     e.g. trixie:integrity"""

import argparse
import base64
import gzip
import json
import os
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(HERE)))
sys.path[:0] = [HERE, os.path.dirname(HERE)]
import fetch
import initramfs
from support import exchanges, servers

SUITES = ["bullseye", "bookworm", "trixie", "sid"]
LOCKDOWNS = ["none", "integrity", "confidentiality"]
BODY = os.urandom(16 * 1024)
BOOT_SECONDS = 400  # the verifier takes long without hardware help

PASSWD = """root:x:0:0:root:/root:/bin/sh
cleartap:x:900:900::/nonexistent:/bin/false
nobody:x:65534:65534:nobody:/nonexistent:/bin/false
"""
NGINX = """worker_processes 1;
user root;
pid /tmp/nginx.pid;
error_log /tmp/nginx.log;
events { worker_connections 64; }
http {
    access_log off;
    client_body_temp_path /tmp/b; proxy_temp_path /tmp/p; fastcgi_temp_path /tmp/f;
    uwsgi_temp_path /tmp/u; scgi_temp_path /tmp/s;
    server {
        listen 127.0.0.1:8443 ssl;
        listen 127.0.0.1:8080;
        ssl_certificate /etc/cert.pem;
        ssl_certificate_key /etc/key.pem;
        root /srv;
    }
}
"""


def make_image(binaries, folder):
    """The one initramfs that all kernels boot with."""
    image = initramfs.Initramfs()
    image.program("/bin/busybox")
    image.copy(f"{HERE}/guest_init.sh", "/init")
    image.entries["init"] = (image.entries["init"][0] | 0o111, image.entries["init"][1])
    for name in ("cleartap-cli", "cleartap-helper"):
        image.program(f"{binaries}/{name}", f"/usr/local/bin/{name}")
    image.program("/usr/sbin/nginx")
    image.program("/usr/bin/curl")
    image.file("/etc/passwd", PASSWD.encode())
    image.file("/etc/group", b"root:x:0:\ncleartap:x:900:\nnogroup:x:65534:\n")
    image.file("/etc/nginx.conf", NGINX.encode())
    servers.make_certificate(folder)
    image.copy(f"{folder}/cert.pem", "/etc/cert.pem")
    image.copy(f"{folder}/key.pem", "/etc/key.pem")
    image.file("/srv/16k.bin", BODY)
    path = f"{folder}/initramfs.gz"
    image.write(path)
    return path


def boot(kernel, image, lockdown, folder, extra=()):
    """Parts of what the guest said, by name, and seconds taken."""
    words = ["console=ttyS0", "loglevel=4", "panic=-1", "rdinit=/init", *extra]
    if lockdown != "none":
        words.append(f"lockdown={lockdown}")
    result, console = f"{folder}/result.txt", f"{folder}/console.txt"
    for path in (result, console):
        open(path, "wb").close()
    began = time.monotonic()
    try:
        subprocess.run(["qemu-system-x86_64", "-accel", "tcg,thread=multi", "-cpu", "max", "-smp", "2", "-m", "1024",
                        "-kernel", kernel, "-initrd", image, "-append", " ".join(words), "-display", "none",
                        "-nodefaults", "-no-reboot", "-serial", f"file:{console}", "-serial", f"file:{result}"],
                       stdin=subprocess.DEVNULL, capture_output=True, timeout=BOOT_SECONDS, check=True)
    except subprocess.TimeoutExpired:
        pass  # what was said until then tells where it stood
    took = time.monotonic() - began
    parts, name = {}, None
    with open(result, encoding="utf-8", errors="replace") as text:
        for line in text.read().replace("\r", "").split("\n"):
            if line.startswith("== "):
                name, _, rest = line[3:].partition(" ")
                parts[name] = [rest] if rest else []
            elif name and line:
                parts[name].append(line)
    return parts, took


def problems_of_har(packed, scheme):
    try:
        har = json.loads(gzip.decompress(base64.b64decode("".join(packed))))
    except (ValueError, OSError, EOFError) as error:
        return [f"{scheme}: no HAR ({error})"]
    found = []
    for side in ("client", "server"):
        mine = [entry for entry in har["log"]["entries"]
                if entry.get("_side") == side and entry["request"]["url"].startswith(f"{scheme}:")]
        if len(mine) != 1:
            found.append(f"{scheme}: {len(mine)} exchanges of the {side}, not 1")
        elif exchanges.content_bytes(mine[0]["response"]["content"]) != BODY:
            found.append(f"{scheme}: the {side}'s body differs")
    return found


def problems_of(parts, lockdown):
    if "kernel" not in parts:
        return ["did not boot"]
    if "end" not in parts:
        return [f"stopped after '{list(parts)[-1]}'"]
    found = []
    if parts["nginx"] != ["0", "0"]:
        found.append(f"nginx and curl do not work there: {parts['nginx']}")
    asked = f"[{lockdown}]"
    if asked not in "".join(parts["lockdown"]):
        found.append(f"lockdown is {parts['lockdown']}, not {lockdown}")
    # The socket side reads kernel memory, which confidentiality forbids: there TLS alone is promised.
    for scheme in ["https"] if lockdown == "confidentiality" else ["https", "http"]:
        if parts[f"{scheme}-status"] != ["0"]:
            found.append(f"{scheme}: record ended with {parts[f'{scheme}-status'][0]}: "
                         + " ".join(parts[f"{scheme}-said"]))
        else:
            found += problems_of_har(parts[f"{scheme}-har"], scheme)
    return found


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--bin", default=f"{ROOT}/build/bin")
    options.add_argument("--folder", default=f"{ROOT}/build/kernels")
    options.add_argument("rows", nargs="*", default=SUITES, metavar="SUITE[:LOCKDOWN]")
    chosen = options.parse_args()
    os.makedirs(chosen.folder, exist_ok=True)
    image = make_image(chosen.bin, chosen.folder)
    failed = 0
    for row in chosen.rows:
        suite, _, lockdown = row.partition(":")
        kernel = fetch.Suite(suite, chosen.folder).kernel()
        for kind in [lockdown] if lockdown else LOCKDOWNS:
            folder = f"{chosen.folder}/{suite}-{kind}"
            os.makedirs(folder, exist_ok=True)
            parts, took = boot(kernel, image, kind, folder)
            problems = problems_of(parts, kind)
            failed += bool(problems)
            release = (parts.get("kernel") or [os.path.basename(kernel)])[0]
            print(f"{'ok    ' if not problems else 'FAILED'} {release:<34} lockdown {kind:<16} {took:5.1f} s", flush=True)
            for problem in problems:
                print(f"       {problem if len(problem) < 700 else problem[:400] + ' … ' + problem[-280:]}", flush=True)
            for line in parts.get("doctor", []) if problems else []:
                print(f"       doctor: {line}", flush=True)
    print(f"{'every kernel' if not failed else str(failed) + ' of the runs failed'}"
          f"{' captured the exchange byte for byte' if not failed else ''}; "
          f"what each said: {chosen.folder}/SUITE-LOCKDOWN/")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
