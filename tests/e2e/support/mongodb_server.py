#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""As much of a MongoDB server as a driver needs to insert, find, update and delete: documents in memory, OP_MSG, OP_QUERY for
the first greeting, and zlib or Snappy where the client offers it.

    mongodb_server.py PORT TLS_PORT CERTIFICATE KEY
"""

import itertools
import socketserver
import ssl
import struct
import sys
import threading
import zlib

import bson
import snappy
from bson.codec_options import CodecOptions

OP_REPLY, OP_QUERY, OP_COMPRESSED, OP_MSG = 1, 2004, 2012, 2013
# By number: name, and both ways.
COMPRESSORS = {1: ("snappy", snappy.compress, snappy.uncompress), 2: ("zlib", zlib.compress, zlib.decompress)}
# A client's numbers are anything of 32 bits.
NUMBERS = itertools.count(1)
RAW = CodecOptions(document_class=bson.SON, tz_aware=True)


def documents(data):
    while data:
        size, = struct.unpack_from("<i", data)
        yield bson.decode(data[:size], RAW)
        data = data[size:]


class Store:
    def __init__(self):
        self.lock = threading.Lock()
        self.collections, self.cursors = {}, {}

    def answer(self, command):
        name = next(iter(command))
        with self.lock:
            handler = getattr(self, f"on_{name.lower()}", None)
            if not handler:
                return {"ok": 0.0, "errmsg": f"no such command: '{name}'", "code": 59, "codeName": "CommandNotFound"}
            return handler(command)

    def on_ismaster(self, command):
        return {"ismaster": True, "maxBsonObjectSize": 16 << 20, "maxMessageSizeBytes": 48000000, "maxWriteBatchSize": 100000,
                "logicalSessionTimeoutMinutes": 30, "minWireVersion": 0, "maxWireVersion": 9, "readOnly": False, "ok": 1.0,
                "compression": [one for one in command.get("compression", []) if one in ("snappy", "zlib")][:1]}

    on_hello = on_ismaster

    def on_ping(self, _command):
        return {"ok": 1.0}

    on_endsessions = on_killcursors = on_ping

    def on_insert(self, command):
        held = self.collections.setdefault(command["insert"], [])
        errors = []
        for index, document in enumerate(command["documents"]):
            if any(one["_id"] == document["_id"] for one in held):
                errors.append({"index": index, "code": 11000, "errmsg": f"E11000 duplicate key error: {document['_id']}"})
                break
            held.append(document)
        return {"n": index + 1 - len(errors), "ok": 1.0, **({"writeErrors": errors} if errors else {})}

    def found(self, collection, query):
        return [one for one in self.collections.get(collection, []) if all(one.get(key) == value for key, value in query.items())]

    def batch(self, collection, left, size, first):
        number = 0
        if len(left) > size:
            number = len(self.cursors) + 1
            self.cursors[number] = left[size:]
        return {"cursor": {"firstBatch" if first else "nextBatch": left[:size], "id": bson.Int64(number), "ns": f"shop.{collection}"}, "ok": 1.0}

    def on_find(self, command):
        return self.batch(command["find"], self.found(command["find"], command.get("filter", {})), command.get("batchSize", 101), True)

    def on_getmore(self, command):
        return self.batch(command["collection"], self.cursors.pop(command["getMore"]), command.get("batchSize", 1000), False)

    def on_update(self, command):
        matched = [one for update in command["updates"] for one in self.found(command["update"], update["q"])]
        for one in matched:
            one.update(command["updates"][0]["u"]["$set"])
        return {"n": len(matched), "nModified": len(matched), "ok": 1.0}

    def on_delete(self, command):
        gone = [one for delete in command["deletes"] for one in self.found(command["delete"], delete["q"])]
        for one in gone:
            self.collections[command["delete"]].remove(one)
        return {"n": len(gone), "ok": 1.0}


class Connection(socketserver.BaseRequestHandler):
    def exactly(self, count):
        data = b""
        while len(data) < count:
            piece = self.request.recv(count - len(data))
            if not piece:
                raise ConnectionResetError
            data += piece
        return data

    def handle(self):
        try:
            while True:
                length, number, _, opcode = struct.unpack("<iiii", self.exactly(16))
                self.message(number, opcode, self.exactly(length - 16))
        except (ConnectionResetError, BrokenPipeError):
            pass

    def message(self, number, opcode, body):
        compressor = None
        if opcode == OP_COMPRESSED:
            opcode, _, compressor = struct.unpack_from("<iiB", body)
            body = COMPRESSORS[compressor][2](body[9:])
        if opcode == OP_QUERY:
            name_end = body.index(b"\0", 4)
            reply = struct.pack("<iqii", 8, 0, 0, 1) + bson.encode(self.server.store.answer(next(documents(body[name_end + 9:]))))
            self.reply(number, OP_REPLY, reply, None)
            return
        assert opcode == OP_MSG
        command, rest, sequences = None, body[4:], {}
        while rest:
            size, = struct.unpack_from("<i", rest, 1)
            if rest[0] == 0:
                command = bson.decode(rest[1:1 + size], RAW)
            else:
                name_end = rest.index(b"\0", 5)
                sequences[rest[5:name_end].decode()] = list(documents(rest[name_end + 1:1 + size]))
            rest = rest[1 + size:]
        command.update(sequences)
        self.reply(number, OP_MSG, b"\0\0\0\0\0" + bson.encode(self.server.store.answer(command)), compressor)

    def reply(self, answers, opcode, body, compressor):
        if compressor:
            body = struct.pack("<iiB", opcode, len(body), compressor) + COMPRESSORS[compressor][1](body)
            opcode = OP_COMPRESSED
        self.request.sendall(struct.pack("<iiii", 16 + len(body), next(NUMBERS), answers, opcode) + body)


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True

    def __init__(self, port, store, context):
        super().__init__(("127.0.0.1", port), Connection)
        self.store, self.context = store, context

    # In the connection's own thread, so that no handshake holds up the others.
    def process_request_thread(self, request, client_address):
        try:
            super().process_request_thread(self.context.wrap_socket(request, server_side=True) if self.context else request, client_address)
        except (ssl.SSLError, ConnectionResetError):
            request.close()


def main(port, tls_port, certificate, key):
    store = Store()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    secure = Server(int(tls_port), store, context)
    threading.Thread(target=secure.serve_forever, daemon=True).start()
    Server(int(port), store, None).serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
