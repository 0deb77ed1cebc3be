# SPDX-License-Identifier: GPL-3.0-or-later
"""A wire between two network namespaces on which every packet takes a while: two TUN devices and what carries packets between them.

    slow_wire.py NAMESPACE NAMESPACE SECONDS [SHARE]        the ends are 10.9.0.1, fd00:9::1 and 10.9.0.2, fd00:9::2

With a share, so many of the packets are lost, as many arrive twice, and as many later than others."""

import collections
import ctypes
import fcntl
import os
import random
import select
import struct
import subprocess
import sys
import time

CLONE_NEWNET = 0x40000000
TUNSETIFF = 0x400454CA
IFF_TUN, IFF_NO_PI = 0x1, 0x1000


def end(namespace, number):
    """A TUN device there; it belongs to the namespace in which it is made."""
    with open(f"/var/run/netns/{namespace}", "rb") as held:
        if ctypes.CDLL(None, use_errno=True).setns(held.fileno(), CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), namespace)
    tun = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(tun, TUNSETIFF, struct.pack("16sH22x", b"wire", IFF_TUN | IFF_NO_PI))
    subprocess.run(["ip", "addr", "add", f"10.9.0.{number}/24", "dev", "wire"], check=True)
    subprocess.run(["ip", "addr", "add", f"fd00:9::{number}/64", "dev", "wire", "nodad"], check=True)
    subprocess.run(["ip", "link", "set", "wire", "up"], check=True)
    return tun


def main():
    ends = [end(namespace, number) for number, namespace in enumerate(sys.argv[1:3], 1)]
    delay = float(sys.argv[3])
    share = float(sys.argv[4]) if len(sys.argv) > 4 else 0
    under_way = collections.deque()   # in order of arrival
    while True:
        wait = max(0, under_way[0][0] - time.monotonic()) if under_way else None
        for tun in select.select(ends, [], [], wait)[0]:
            chance = random.random()
            packet = (time.monotonic() + delay, ends[1 - ends.index(tun)], os.read(tun, 65536))
            if chance >= share:
                under_way.append(packet)
            if share <= chance < 2 * share:
                under_way.append(packet)
            elif 2 * share <= chance < 3 * share and len(under_way) > 1:
                under_way.insert(len(under_way) - 2, under_way.pop())   # before the one that was ahead of it
        while under_way and under_way[0][0] <= time.monotonic():
            _, to, packet = under_way.popleft()
            os.write(to, packet)


if __name__ == "__main__":
    main()
