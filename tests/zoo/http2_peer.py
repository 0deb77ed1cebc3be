# SPDX-License-Identifier: GPL-3.0-or-later
"""The peer for clients that speak HTTP/2: the same requests and answers, on one connection."""

import socket
import threading

import h2.config
import h2.connection
import h2.events
from peer import LARGE, SMALL, Exchange, tls_context


class Http2Peer:
    """Serves from threads of this process; what it offers to a run is what peer.Peer does."""

    def __init__(self, folder):
        self.context = tls_context(folder, ["h2"])
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.seen = []
        self.page = b""
        self.hold = False
        self.waiting = threading.Semaphore(0)
        self.let_go = threading.Event()
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(client,), daemon=True).start()

    def serve(self, client):
        client.settimeout(150)
        try:
            with self.context.wrap_socket(client, server_side=True) as tls:
                Connection(self, tls).run()
        except OSError:
            pass   # a client that gives up is no fault of this end

    def take(self):
        seen, self.seen = self.seen, []
        return seen

    def stop(self):
        self.let_go.set()
        self.listener.close()


class Connection:
    def __init__(self, peer, tls):
        self.peer, self.tls = peer, tls
        self.h2 = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False))
        self.requests = {}   # by stream: (head, body)
        self.left = {}       # by stream: what the windows do not allow yet

    def run(self):
        self.h2.initiate_connection()
        self.send()
        while data := self.tls.recv(65536):
            for event in self.h2.receive_data(data):
                self.take(event)
            for stream in list(self.left):
                self.give(stream)
            self.send()

    def send(self):
        self.tls.sendall(self.h2.data_to_send())

    def take(self, event):
        if isinstance(event, h2.events.RequestReceived):
            self.requests[event.stream_id] = (dict(event.headers), bytearray())
        elif isinstance(event, h2.events.DataReceived):
            self.requests[event.stream_id][1].extend(event.data)
            self.h2.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
        elif isinstance(event, h2.events.StreamEnded):
            self.answer(event.stream_id)

    def answer(self, stream):
        head, body = self.requests.pop(stream)
        head = {(name.decode() if isinstance(name, bytes) else name): (value.decode() if isinstance(value, bytes) else value) for name, value in head.items()}
        if self.peer.hold:
            self.peer.waiting.release()
            self.peer.let_go.wait(120)
        data = LARGE if head[":path"].startswith("/large") else SMALL
        self.peer.seen.append(Exchange(head[":method"], head[":path"], 200, self.tls.getpeername()[:2], self.tls.getsockname()[:2], bytes(body), data))
        self.h2.send_headers(stream, [(":status", "200"), ("content-type", "application/octet-stream"), ("content-length", str(len(data)))])
        self.left[stream] = data
        self.give(stream)

    def give(self, stream):
        data = self.left[stream]
        while data and (room := min(self.h2.local_flow_control_window(stream), self.h2.max_outbound_frame_size)) > 0:
            self.h2.send_data(stream, data[:room], end_stream=len(data) <= room)
            data = data[room:]
        if data:
            self.left[stream] = data
        else:
            del self.left[stream]
