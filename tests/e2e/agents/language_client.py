# SPDX-License-Identifier: GPL-3.0-or-later
"""Speaks to a language server over two pipes and logs every message: language_client.py LOG COMMAND..."""

import json
import subprocess
import sys

server = subprocess.Popen(sys.argv[2:], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
log = []


def send(message):
    log.append({"from": "client", **message})
    text = json.dumps({"jsonrpc": "2.0", **message}).encode()
    server.stdin.write(f"Content-Length: {len(text)}\r\n\r\n".encode() + text)
    server.stdin.flush()


def receive(number):
    """Messages up to the answer to a request; the server's own requests are answered with nothing."""
    while True:
        length = 0
        while line := server.stdout.readline().strip():
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        message = json.loads(server.stdout.read(length))
        log.append({"from": "server", **message})
        if "method" in message and "id" in message:
            send({"id": message["id"], "result": None})
        elif message.get("id") == number:
            return message


DOCUMENT = "file:///tmp/settings.json"
send({"id": 1, "method": "initialize", "params": {"processId": None, "rootUri": None, "capabilities": {}}})
receive(1)
send({"method": "initialized", "params": {}})
send({"method": "textDocument/didOpen", "params": {"textDocument": {"uri": DOCUMENT, "languageId": "json", "version": 1, "text": '{"a": [1, 2, {"b": null}]}'}}})
send({"id": 2, "method": "textDocument/documentSymbol", "params": {"textDocument": {"uri": DOCUMENT}}})
receive(2)
send({"id": "three", "method": "textDocument/no-such-request", "params": {}})
receive("three")
send({"id": 4, "method": "shutdown"})
receive(4)
send({"method": "exit"})
server.wait(20)
with open(sys.argv[1], "w", encoding="utf-8") as out:
    json.dump(log, out)
