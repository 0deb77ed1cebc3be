# SPDX-License-Identifier: GPL-3.0-or-later
"""An HTTP server and a client in network namespaces of their own, with a wire of two TUN devices between them that delays
each packet, drops and reorders some by their number, and so always the same ones. Run as a program it prints, as one
JSON object a line, what getsockopt(TCP_INFO) told each side when an exchange began."""

import ctypes
import fcntl
import heapq
import json
import os
import select
import socket
import struct
import subprocess
import sys
import time

TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 1, 0x1000
CLONE_NEWNET = 0x40000000
DELAY = 0.004
LOST_EVERY, LATE_EVERY = 47, 31   # of the packets that are longer than an acknowledgement
LONG = 1000
SERVER, CLIENT, PORT = "10.77.0.1", "10.77.0.2", 8077
ANSWER = 1_000_000
UPLOAD = 1_000_000

# include/uapi/linux/tcp.h, struct tcp_info: from tcpi_rto on.
WORDS = "rto ato snd_mss rcv_mss unacked sacked lost retrans fackets last_data_sent last_ack_sent last_data_recv last_ack_recv pmtu " \
        "rcv_ssthresh rtt rttvar snd_ssthresh snd_cwnd advmss reordering rcv_rtt rcv_space total_retrans".split()
REST = struct.Struct("=4Q6I4Q2I2Q4I")
REST_NAMES = "pacing_rate max_pacing_rate bytes_acked bytes_received segs_out segs_in notsent_bytes min_rtt data_segs_in data_segs_out " \
             "delivery_rate busy_time rwnd_limited sndbuf_limited delivered delivered_ce bytes_sent bytes_retrans dsack_dups reord_seen " \
             "rcv_ooopack snd_wnd".split()


def tcp_info(one):
    raw = one.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 512)
    figures = dict(zip(WORDS, struct.unpack_from(f"={len(WORDS)}I", raw, 8)))
    figures.update(zip(REST_NAMES, REST.unpack_from(raw, 8 + 4 * len(WORDS))))
    return figures


def tell(side, path, one):
    os.write(1, (json.dumps({"side": side, "path": path, "info": tcp_info(one)}) + "\n").encode())


def enter_namespace(address, peer):
    """Goes into a new network namespace and gives the descriptor of its TUN device."""
    if ctypes.CDLL(None, use_errno=True).unshare(CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), "unshare")
    device = os.open("/dev/net/tun", os.O_RDWR)
    fcntl.ioctl(device, TUNSETIFF, struct.pack("16sH14x", b"wire", IFF_TUN | IFF_NO_PI))
    subprocess.run(["ip", "address", "add", address, "peer", peer, "dev", "wire"], check=True)
    subprocess.run(["ip", "link", "set", "wire", "up"], check=True)
    with open("/proc/sys/net/ipv4/tcp_slow_start_after_idle", "w", encoding="ascii") as setting:
        setting.write("0")
    return device


def read_head(one):
    data = b""
    while b"\r\n\r\n" not in data:
        more = one.recv(2000)
        if not more:
            return b""
        data += more
    return data


def server(ready):
    listener = socket.create_server((SERVER, PORT))
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 40_000)
    os.write(ready, b"x")
    one = listener.accept()[0]
    while data := read_head(one):
        path = data.split()[1].decode()
        tell("server", path, one)
        if path == "/upload":
            time.sleep(0.4)   # the window closes
            left = UPLOAD - (len(data) - data.index(b"\r\n\r\n") - 4)
            while left > 0:
                left -= len(one.recv(min(left, 1000)))
        body = b"x" * (ANSWER if path == "/big" else 10)
        one.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n" % len(body) + body)


def client():
    one = socket.create_connection((SERVER, PORT))
    one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
    for path in ("/first", "/big", "/after-big", "/upload", "/after-upload"):
        time.sleep(0.4)       # nothing is under way any more
        tell("client", path, one)
        body = b"y" * (UPLOAD if path == "/upload" else 0)
        one.sendall(b"POST %s HTTP/1.1\r\nHost: lossy\r\nContent-Length: %d\r\n\r\n" % (path.encode(), len(body)))
        if body:
            time.sleep(0.1)   # until the server has asked
        one.sendall(body)     # a call of its own: figures are taken when a call ends
        head, _, rest = read_head(one).partition(b"\r\n\r\n")
        left = int(head.rpartition(b"Content-Length: ")[2].split()[0]) - len(rest)
        while left > 0:
            left -= len(one.recv(65536))
    one.close()


def in_namespace(address, peer, work):
    """A child in a namespace of its own; gives its process id and TUN device."""
    ours, theirs = socket.socketpair()
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            device = enter_namespace(address, peer)
            socket.send_fds(theirs, [b"d"], [device])
            os.close(device)
            theirs.recv(1)    # until the wire is there
            work(theirs.fileno())
            status = 0
        finally:
            os._exit(status)
    _, devices, _, _ = socket.recv_fds(ours, 1, 1)
    return pid, devices[0], ours


def carry(devices, until):
    """Takes packets from one device to the other until the process `until` has ended."""
    waiting, number, seen = [], 0, {device: 0 for device in devices}
    while os.waitpid(until, os.WNOHANG)[0] == 0:
        pause = max(0, waiting[0][0] - time.monotonic()) if waiting else 0.05
        for device in select.select(devices, [], [], min(pause, 0.05))[0]:
            packet = os.read(device, 65536)
            due = time.monotonic() + DELAY
            if len(packet) > LONG:
                seen[device] += 1
                if seen[device] % LOST_EVERY == 0:
                    continue
                if seen[device] % LATE_EVERY == 0:
                    due += DELAY / 2
            number += 1
            heapq.heappush(waiting, (due, number, devices[1 - devices.index(device)], packet))
        while waiting and waiting[0][0] <= time.monotonic():
            _, _, to, packet = heapq.heappop(waiting)
            try:
                os.write(to, packet)
            except OSError:
                pass          # the peer's namespace is gone


def main():
    serving, server_device, server_line = in_namespace(SERVER, CLIENT, server)
    asking, client_device, client_line = in_namespace(CLIENT, SERVER, lambda _: client())
    server_line.send(b"g")
    server_line.recv(1)
    client_line.send(b"g")
    carry([server_device, client_device], asking)
    os.kill(serving, 9)
    os.waitpid(serving, 0)


if __name__ == "__main__":
    sys.exit(main())
