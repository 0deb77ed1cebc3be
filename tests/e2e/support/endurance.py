# SPDX-License-Identifier: GPL-3.0-or-later
"""One answer of many bytes through one TLS connection: is each captured byte in its place, is each missing one
counted, how much memory does the capture take. Run as a program it is the server: endurance.py CERT KEY BYTES"""

import mmap
import os
import random
import socket
import ssl
import struct
import subprocess
import sys
import threading
import time

# A prime: pieces that are out of place do not match.
PATTERN = random.Random(3).randbytes(1048573)


def serve(certificate, key, count):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    listener = socket.create_server(("127.0.0.1", 0))
    print(listener.getsockname()[1], flush=True)
    with context.wrap_socket(listener.accept()[0], server_side=True) as client:
        client.recv(65536)
        client.sendall(f"HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: {count}\r\n\r\n".encode())
        for _ in range(count // len(PATTERN)):
            client.sendall(PATTERN)
        client.sendall(PATTERN[:count % len(PATTERN)])


class Result:
    def __init__(self):
        self.seconds = 0.0
        self.captured = self.missing = self.gaps = 0
        self.wrong = []         # (offset, length) of pieces that are not what was sent
        self.losses = {}        # {(place, cause): bytes}
        self.memory = {}        # {process: most MiB}
        self.said = ""


def read_capture(path, result):
    """Walks over the frames: the received bytes of the one TLS object with many."""
    from support import frames
    twice = PATTERN * 2
    ends, heads = {}, {}
    with open(path, "rb") as capture, mmap.mmap(capture.fileno(), 0, prot=mmap.PROT_READ) as data:
        position, size = frames.HEAD_SIZE, len(data)
        while position + 8 <= size:
            length, kind = struct.unpack_from("<IH", data, position)
            body = position + 8
            position = body + length
            if position > size:
                break
            if kind == frames.LOSSES:
                (count,) = struct.unpack_from("<H", data, body + 8)
                for number in range(count):
                    place, cause, _, _, lost = struct.unpack_from("<BBHQQ", data, body + 10 + 20 * number)
                    result.losses[place, cause] = lost
            if kind != frames.DATA or data[body + 52] != 0:
                continue
            tls, offset = struct.unpack_from("<QQ", data, body + 16)
            (captured,) = struct.unpack_from("<I", data, body + 48)
            if not tls or not captured:
                continue
            piece = data[body + 56:body + 56 + captured]
            if tls not in ends:
                heads[tls] = piece.index(b"\r\n\r\n") + 4
                ends[tls] = captured
                result.captured += captured
                continue
            if offset > ends[tls]:
                result.gaps += 1
                result.missing += offset - ends[tls]
            elif offset < ends[tls]:
                result.wrong.append((offset, captured))
            ends[tls] = offset + captured
            result.captured += captured
            start = (offset - heads[tls]) % len(PATTERN)
            if piece != twice[start:start + captured]:
                result.wrong.append((offset, captured))
    return ends


def run(folder, count):
    from support import servers, tools
    result = Result()
    servers.make_certificate(folder)
    server = subprocess.Popen(["/usr/bin/python3", __file__, f"{folder}/cert.pem", f"{folder}/key.pem", str(count)],
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
    saved = os.path.join(folder, "endurance.cleartap")
    try:
        port = int(server.stdout.readline())
        began = time.monotonic()
        recorder = subprocess.Popen([tools.CLI, "record", "--max-body", "none", "--save", saved, "--", "curl", "-sk", "-o", "/dev/null",
                                     f"https://127.0.0.1:{port}/all"], stdin=subprocess.DEVNULL,
                                    stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        told = {}
        reader = threading.Thread(target=lambda: told.update(out=recorder.communicate()))
        reader.start()
        while recorder.poll() is None:
            for pid in [recorder.pid, *tools.descendants(recorder.pid)]:
                words = tools.command_line(pid)
                name = next((f"helper, {words[i + 1]}" for i, word in enumerate(words) if word == "--role"), os.path.basename((words or [""])[0]))
                if name.startswith(("helper", "cleartap")):
                    result.memory[name] = max(result.memory.get(name, 0), tools.resident_mib(pid))
            time.sleep(0.2)
        reader.join()
        result.seconds = time.monotonic() - began
        result.said = told["out"][1].strip()
        if recorder.returncode != 0:
            raise AssertionError(f"status {recorder.returncode}: {result.said[-500:]}")
        ends = read_capture(saved, result)
        # What is missing at the very end is a gap as well.
        short = count - max((end for end in ends.values()), default=0)
        if short > 0:
            result.gaps, result.missing = result.gaps + 1, result.missing + short
    finally:
        tools.end(server)
    return result


if __name__ == "__main__":
    serve(sys.argv[1], sys.argv[2], int(sys.argv[3]))
