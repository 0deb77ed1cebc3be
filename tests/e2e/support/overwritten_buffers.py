#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Receives a message over the very list that says where its buffers are, so that after the call nobody can
say where the bytes went; then a good one."""

import ctypes
import socket
import struct


def main():
    listener = socket.create_server(("127.0.0.1", 0))
    sender = socket.create_connection(listener.getsockname())
    receiver, _ = listener.accept()
    libc = ctypes.CDLL(None, use_errno=True)
    buffers = ctypes.create_string_buffer(16)
    buffers.raw = struct.pack("<QQ", ctypes.addressof(buffers), 16)
    message = ctypes.create_string_buffer(struct.pack("<QIIQQQQii", 0, 0, 0, ctypes.addressof(buffers), 1, 0, 0, 0, 0))
    sender.sendall(struct.pack("<QQ", 0xdead0000, 16))
    if libc.recvmsg(receiver.fileno(), message, 0) != 16:
        raise OSError(ctypes.get_errno(), "recvmsg")
    sender.sendall(b"and a good one")
    if receiver.recv(100) != b"and a good one":
        raise AssertionError("not what was sent")


if __name__ == "__main__":
    main()
