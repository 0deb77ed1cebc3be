# SPDX-License-Identifier: GPL-3.0-or-later
"""slow_window_client.py PORT PATH SECONDS: fetches PATH by HTTP/2 with prior knowledge, and grants the server a new window
only SECONDS after it has used the old one up. Prints how often it let the server wait, and the body's length."""

import socket
import sys
import time

import h2.connection
import h2.events

port, path, pause = int(sys.argv[1]), sys.argv[2], float(sys.argv[3])
peer = socket.create_connection(("127.0.0.1", port))
connection = h2.connection.H2Connection()
connection.initiate_connection()
connection.send_headers(1, [(":method", "GET"), (":path", path), (":scheme", "http"), (":authority", f"127.0.0.1:{port}")],
                        end_stream=True)
peer.sendall(connection.data_to_send())
taken = waits = total = 0
over = False
while not over:
    for event in connection.receive_data(peer.recv(65536)):
        if isinstance(event, h2.events.DataReceived):
            taken += event.flow_controlled_length
            total += event.flow_controlled_length
        over = over or isinstance(event, h2.events.StreamEnded)
    if taken >= 65535 and not over:
        time.sleep(pause)
        waits += 1
        connection.increment_flow_control_window(taken)
        connection.increment_flow_control_window(taken, 1)
        taken = 0
    peer.sendall(connection.data_to_send())
connection.close_connection()
peer.sendall(connection.data_to_send())
print(waits, total)
