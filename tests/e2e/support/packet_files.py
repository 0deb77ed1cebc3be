# SPDX-License-Identifier: GPL-3.0-or-later
"""Captures of packets as other programs write them, and what tshark reads in one: the judge of what Cleartap reads."""

import collections
import os
import random
import re
import secrets
import signal
import socket
import struct
import subprocess
import time

from support import servers, tools

AGGREGATOR = "\x1f"


SUPPORT = os.path.dirname(os.path.abspath(__file__))


def behind_bad_wire(case, files):
    """A client's and a server's namespace, joined by a wire that loses, repeats and reorders packets, and the address of an HTTPS
    server over IPv6 in the latter, with these files."""
    here, there = (f"ct-{end}-{os.getpid()}" for end in ("here", "there"))
    for name in (here, there):
        case.addCleanup(subprocess.run, ["ip", "netns", "delete", name], capture_output=True)
        subprocess.run(["ip", "netns", "add", name], check=True)
        subprocess.run(["ip", "-n", name, "link", "set", "lo", "up"], check=True)
    case.start(["/usr/bin/python3", os.path.join(SUPPORT, "slow_wire.py"), here, there, "0.003", "0.03"], stdin=subprocess.DEVNULL)
    port = 8443
    case.start(["ip", "netns", "exec", there, "/usr/bin/python3", os.path.join(SUPPORT, "v6_server.py"), str(port), files], stdin=subprocess.DEVNULL)
    return here, there, port, f"https://[fd00:9::2]:{port}"


class Dump:
    """tcpdump or dumpcap on an interface, for the packets of some ports; in a network namespace if one is named. `other`: an
    address that packets from there reach through the interface."""

    def __init__(self, case, path, ports, program="tcpdump", interface="lo", namespace=None, other="127.0.0.1"):
        self.case, self.path, self.namespace, self.other = case, path, namespace, other
        self.marker, = servers.free_ports(1, socket.SOCK_DGRAM)
        ports = " or ".join(f"port {port}" for port in (*ports, self.marker))
        expression = f"{ports} or ip[6:2] & 0x3fff != 0 or ip6[6] = 44"
        command = {"tcpdump": ["tcpdump", "-i", interface, "-U", "-B", "32768", "--time-stamp-precision=nano", "-w", path, expression],
                   "dumpcap": ["dumpcap", "-q", "-i", interface, "-B", "32", "-f", expression, "-w", path]}[program]
        inside = ["ip", "netns", "exec", namespace] if namespace else []
        self.log = open(f"{path}.log", "wb")
        case.addCleanup(self.log.close)
        self.process = case.start([*inside, *command], stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log)
        self.await_packet(b"begins " + secrets.token_hex(8).encode())

    def await_packet(self, text):
        """A packet of our own that has arrived in the file: what came before it has, too."""
        sender = f"import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto({text!r}, ('{self.other}', {self.marker}))"

        def arrived():
            self.case.assertIsNone(self.process.poll(), open(f"{self.path}.log", encoding="utf-8", errors="replace").read())
            if self.namespace:
                subprocess.run(["ip", "netns", "exec", self.namespace, "/usr/bin/python3", "-c", sender], check=True)
            else:
                with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as own:
                    own.sendto(text, (self.other, self.marker))
            time.sleep(0.1)
            return os.path.exists(self.path) and text in open(self.path, "rb").read()

        self.case.wait_for(arrived, f"{text} is in {self.path}", 60)

    def stop(self):
        self.await_packet(b"ends " + secrets.token_hex(8).encode())
        tools.end(self.process, signal.SIGINT)
        with open(f"{self.path}.log", encoding="utf-8", errors="replace") as log:
            said = log.read()
        lost = re.search(r"(\d+) packets? dropped by kernel|received/dropped on interface.*: \d+/(\d+) \(", said)
        self.case.assertIn("0", lost.groups() if lost else (), f"what captured has itself lost packets: {said}")
        return self.path


def fields(path, display, names, keys=None, ports=()):
    """tshark's fields of the packets that match; a list of values for each field of each packet. TCP ports that are HTTP, or TLS."""
    command = ["tshark", "-n", "-r", path, "-Y", display, "-T", "fields", "-E", f"aggregator={AGGREGATOR}", "-E", "occurrence=a", "-o", "tcp.desegment_tcp_streams:TRUE",
               "-o", "tcp.reassemble_out_of_order:TRUE"]
    if keys:
        command += ["-o", f"tls.keylog_file:{keys}"]
    for port, protocol in ports:
        command += ["-d", f"tcp.port=={port},{protocol}"]
    for name in names:
        command += ["-e", name]
    answer = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=120)
    # A torn file is read up to there.
    if answer.returncode not in (0, 2):
        raise AssertionError(f"tshark {path}: {answer.stderr}")
    return [[value.split(AGGREGATOR) if value else [] for value in line.split("\t")] for line in answer.stdout.split("\n") if line]


def http_of_tshark(path, keys=None, ports=()):
    """(requests as (method, target), statuses), each a Counter, of HTTP/1 and HTTP/2."""
    requests, statuses = collections.Counter(), collections.Counter()
    names = [f"{version}.{name}" for version, names in (("http", ("request.method", "request.uri", "response.code")), ("http2", ("headers.method", "headers.path", "headers.status")))
             for name in names]
    for values in fields(path, "http or http2", names, keys, ports):
        for methods, targets, codes in (values[:3], values[3:]):
            requests.update(zip(methods, targets))
            statuses.update(map(int, codes))
    return requests, statuses


def target_of(url):
    """What the request line said: the path with its query."""
    rest = url.split("://", 1)[-1]
    return rest[rest.index("/"):] if "/" in rest else "/"


def http_of_har(log):
    """The same of a HAR; without HTTP in datagrams (SSDP), which has another name in tshark."""
    requests, statuses = collections.Counter(), collections.Counter()
    for entry in log["entries"]:
        if entry["_connection"]["protocol"] == "udp":
            continue
        requests[entry["request"]["method"], target_of(entry["request"]["url"])] += 1
        if entry["response"]["status"]:
            statuses[entry["response"]["status"]] += 1
    return requests, statuses


def records(path):
    """(file header, [(time in seconds, packet with its record header)]) of a pcap file of this machine's byte order."""
    with open(path, "rb") as file:
        whole = file.read()
    magic, = struct.unpack("<I", whole[:4])
    unit = 1e9 if magic == 0xA1B23C4D else 1e6
    at, found = 24, []
    while at < len(whole):
        seconds, fraction, captured, _ = struct.unpack("<IIII", whole[at:at + 16])
        found.append((seconds + fraction / unit, whole[at:at + 16 + captured]))
        at += 16 + captured
    return whole[:24], found


def thinned(path, to, share, seed):
    """A copy without this share of the packets, chosen at random; how many it lacks."""
    head, packets = records(path)
    chance = random.Random(seed)
    kept = [packet for _, packet in packets if chance.random() >= share]
    with open(to, "wb") as file:
        file.write(head + b"".join(kept))
    return len(packets) - len(kept)


def shuffled(path, to, reach, seed):
    """A copy with packets moved by up to `reach` places, and a tenth of them twice."""
    head, packets = records(path)
    chance = random.Random(seed)
    placed = []
    for place, (_, packet) in enumerate(packets):
        placed.append((place + chance.random() * reach, packet))
        if chance.random() < 0.1:
            placed.append((place + chance.random() * reach, packet))
    with open(to, "wb") as file:
        file.write(head + b"".join(packet for _, packet in sorted(placed)))
