# SPDX-License-Identifier: GPL-3.0-or-later
"""Raw frames of a capture file or a helper's socket, as privhelper/wire/PROTOCOL.md has them."""

import collections
import socket
import struct

HELLO, START, STOP, EXAMINE, EXAMINE_PLAN = 1, 2, 3, 4, 5
WELCOME, REFUSED, STARTED, STOPPED, PROCESS, PROCESS_EXIT, SOCKET = 16, 17, 18, 19, 20, 21, 22
STATE, DATA, TIE, LOSSES, COVERAGE, SAME_BYTES = 23, 24, 25, 28, 29, 49
MACHINE = 44
MALFORMED = 2
HEAD_SIZE = 64  # of the capture file

Frame = collections.namedtuple("Frame", "type body position")


def text(words):
    raw = words.encode()
    return struct.pack("<H", len(raw)) + raw


def frame(kind, body=b""):
    return struct.pack("<IHH", len(body), kind, 0) + body


def hello(version=1):
    return frame(HELLO, struct.pack("<I", version) + text("test"))


def start(scope=1, identity=0, path=""):
    return frame(START, struct.pack("<BBHII", scope, 1, 0, identity, 0) + text(path))


def of_file(path):
    """Frames of a capture file; a torn tail ends them."""
    with open(path, "rb") as capture:
        data = capture.read()
    if data[:8] != b"CLEARTAP" or struct.unpack_from("<I", data, 8)[0] not in (1, 2):
        raise AssertionError(f"{path} does not begin like a capture")
    position = struct.unpack_from("<I", data, 12)[0]
    while position + 8 <= len(data):
        length, kind, zero = struct.unpack_from("<IHH", data, position)
        if zero != 0 or position + 8 + length > len(data):
            return
        yield Frame(kind, data[position + 8:position + 8 + length], position)
        position += 8 + length


def has_started(path):
    """True when everything from now on is captured into this file."""
    try:
        return any(frame.type == STARTED for frame in of_file(path))
    except (OSError, AssertionError, struct.error):
        return False


def process_ids(body):
    """pid and uid of a Process message."""
    pid, _, uid = struct.unpack_from("<III", body, 24)
    return pid, uid


class Client:
    """A client that can say anything."""

    def __init__(self, path, timeout=15):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.socket.settimeout(timeout)
        self.socket.connect(path)
        self.pending = b""

    def send(self, data):
        """False when the helper has already closed."""
        try:
            self.socket.sendall(data)
            return True
        except (BrokenPipeError, ConnectionResetError):
            return False

    def next(self):
        """The next frame, or None at the end of the stream."""
        while True:
            if len(self.pending) >= 8:
                length, kind, _ = struct.unpack_from("<IHH", self.pending, 0)
                if len(self.pending) >= 8 + length:
                    body = self.pending[8:8 + length]
                    self.pending = self.pending[8 + length:]
                    return Frame(kind, body, 0)
            try:
                more = self.socket.recv(65536)
            except ConnectionResetError:
                return None
            if not more:
                return None
            self.pending += more

    def all(self):
        found = []
        while (one := self.next()) is not None:
            found.append(one)
        return found

    def close(self):
        self.socket.close()


def connection_ends(path):
    """[(local port, remote port, state before the last, errno)] of the TCP connections that were closed."""
    ports, ends = {}, []
    for each in of_file(path):
        if each.type == SOCKET:
            ports[struct.unpack_from("<Q", each.body, 8)[0]] = struct.unpack_from("<HH", each.body, 72)
        elif each.type == STATE:
            flow, _, old, new, error = struct.unpack_from("<QIBBH", each.body, 8)
            # From closed to closed: the socket of a connection that was over is freed.
            if new == 7 and old != 7 and flow in ports:
                ends.append((*ports[flow], old, error))
    return ends


def tls_streams(path):
    """{(port, "local" or "remote", "sent" or "received"): plaintext} by the sockets that TLS objects are tied to."""
    ports, flows, pieces = {}, {}, {}
    for each in of_file(path):
        if each.type == SOCKET:
            flow = struct.unpack_from("<Q", each.body, 8)[0]
            ports[flow] = struct.unpack_from("<HH", each.body, 72)
        elif each.type == TIE:
            flow, tls = struct.unpack_from("<QQ", each.body, 8)
            flows[tls] = flow
        elif each.type == DATA:
            tls, offset = struct.unpack_from("<QQ", each.body, 16)
            direction, _, flags = struct.unpack_from("<BBB", each.body, 52)
            if tls and not flags & 8:
                pieces.setdefault((tls, direction), []).append((offset, each.body[56:]))
    streams = {}
    for (tls, direction), found in pieces.items():
        whole = b""
        for offset, piece in sorted(found):
            if offset != len(whole):
                raise AssertionError(f"offset {offset} after {len(whole)} bytes")
            whole += piece
        local, remote = ports[flows[tls]]
        way = "sent" if direction else "received"
        for end, port in (("local", local), ("remote", remote)):
            streams[port, end, way] = whole
    return streams


def machine_of(body):
    """Session and destination of a Machine message."""
    session, = struct.unpack_from("<I", body, 0)
    position = 24 + 2 + struct.unpack_from("<H", body, 24)[0]
    length, = struct.unpack_from("<H", body, position)
    return session, body[position + 2:position + 2 + length].decode()


def payload_by_machine(path):
    """{destination: all that was moved there}, in the order of the file."""
    found, whose = {}, ""
    for each in of_file(path):
        if each.type == MACHINE:
            whose = machine_of(each.body)[1]
        elif each.type == DATA:
            found[whose] = found.get(whose, b"") + each.body[56:]
    return found
