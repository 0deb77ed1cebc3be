#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Captures that others made: each is read without a crash, and gives the requests and statuses that tshark reads in it.

    compare.py --folder DIR [NAME…]

The captures are those of Wireshark's own tests, from the source package of this machine's distribution (apt, Debian); they and
what apt needs lie in DIR. With names, only files whose names contain one of them."""

import argparse
import collections
import glob
import os
import subprocess
import sys
import tempfile

E2E = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "e2e")
sys.path.insert(0, E2E)
from kernels import fetch
from support import packet_files, tools

SUITE = "bookworm"
# Which key log opens which capture.
KEYS = {"dhe1.pcapng.gz": "dhe1_keylog.dat", "http2-data-reassembly.pcap": "http2-data-reassembly.keys", "tls12-chacha20poly1305.pcap": "tls12-chacha20poly1305.keys",
        "tls13-20-chacha20poly1305.pcap": "tls13-20-chacha20poly1305.keys", "tls13-rfc8446.pcap": "tls13-rfc8446.keys"}
# Ports at which tshark has to be told what to expect.
PORTS = {"grpc_person_search_json_with_image.pcapng.gz": [(50052, "http2")], "grpc_person_search_protobuf_with_image.pcapng.gz": [(50051, "http2")],
         "grpc_stream_reassembly_sample.pcapng.gz": [(50051, "http2"), (44363, "http2")], "grpc_web.pcapng.gz": [(57226, "http"), (57228, "http2")],
         "packet-h2-14_headers.pcapng": [(3000, "http2")]}
# Where the two differ, and why.
DIFFERENT = {"communityid.pcap.gz": "packets are cut within the heads, of which tshark shows what is there",
             "tcp-badsegments.pcap": "segments that contradict each other, which tshark gives up; Cleartap keeps what came first"}


def captures(folder):
    """The folder test/ of the package."""
    found = glob.glob(f"{folder}/{SUITE}/source/*/test/captures")
    if not found:
        suite = fetch.Suite(SUITE, folder)
        with open(f"{suite.folder}/sources.list", encoding="utf-8") as lists:
            text = lists.read()
        with open(f"{suite.folder}/sources.list", "w", encoding="utf-8") as lists:
            lists.write(text.replace("deb [", "deb-src [", 1))
        suite.apt("apt-get", "update", "-q")
        suite.apt("apt-get", "source", "-q", "--download-only", "wireshark")
        archive, = glob.glob(f"{suite.folder}/cache/wireshark_*.orig.tar.*")
        os.makedirs(f"{suite.folder}/source", exist_ok=True)
        subprocess.run(["tar", "xf", archive, "-C", f"{suite.folder}/source", "--wildcards", "*/test/captures/*", "*/test/keys/*"], check=True)
        found = glob.glob(f"{suite.folder}/source/*/test/captures")
    return os.path.dirname(found[0])


def read(path, keys, scratch):
    """The log of the HAR, and the exit status with what was said."""
    har = os.path.join(scratch, "out.har")
    answer = subprocess.run([tools.CLI, "convert", path, har, "--unmasked", *(["--keys", keys] if keys else [])], capture_output=True, text=True, errors="replace", timeout=120)
    log = tools.read_har(har)["log"] if answer.returncode in (0, 4) and os.path.exists(har) else {"entries": []}
    return log, answer


def text_of(counter):
    return ", ".join(f"{count}x {key}" for key, count in sorted(counter.items(), key=str)[:6])


def compare(path, keys, scratch):
    """(whether both read the same, a line about it)"""
    name = os.path.basename(path)
    log, answer = read(path, keys, scratch)
    if answer.returncode not in (0, 2, 4):
        return False, f"{name}: ended with {answer.returncode}: {answer.stderr[-500:]}"
    if answer.returncode == 2:
        # Other formats of packets, which are no captures of a network.
        return "name a .cleartap" in answer.stderr, f"{name}: another format"
    ours, theirs = packet_files.http_of_har(log), packet_files.http_of_tshark(path, keys, PORTS.get(name, ()))
    asked, answered = (ours[0] - theirs[0], theirs[0] - ours[0]), (ours[1] - theirs[1], theirs[1] - ours[1])
    if not any(asked + answered):
        return True, f"{name}: {ours[0].total()} requests, {ours[1].total()} statuses: the same"
    only = [f"{who} has {text_of(counter)}" for who, counter in zip(("Cleartap alone", "tshark alone") * 2, asked + answered) if counter]
    if name in DIFFERENT:
        return True, f"{name}: {ours[0].total()} requests; differs as expected: {DIFFERENT[name]}"
    return False, f"{name}: {'; '.join(only)}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", required=True)
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    test = captures(os.path.abspath(options.folder))
    paths = [path for path in sorted(glob.glob(f"{test}/captures/*")) if not options.names or any(name in path for name in options.names)]
    counts = collections.Counter()
    with tempfile.TemporaryDirectory() as scratch:
        for path in paths:
            if not os.path.isfile(path):
                continue
            name = os.path.basename(path)
            good, line = compare(path, f"{test}/keys/{KEYS[name]}" if name in KEYS else None, scratch)
            counts[good] += 1
            counts["http"] += good and " 0 requests" not in line and "requests" in line
            print(("good  " if good else "WRONG ") + line, flush=True)
    tools.measured(f"{counts[True]} files good, {counts['http']} of them with requests; {counts[False]} wrong")
    return 1 if counts[False] or not counts[True] else 0


if __name__ == "__main__":
    sys.exit(main())
