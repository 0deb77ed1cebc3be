#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""WebSocket peers: a server that sends everything back, and clients that say what messages() tells.

    websocket_peer.py FOLDER PORT TLS_PORT     the server, all clients of test_websocket.py, one after the other
"""

import asyncio
import json
import os
import random
import ssl
import sys

import websockets

SMALL = 1000
# name: (program, over TLS, with permessage-deflate, how many small messages)
CLIENTS = {"plain": ("python", False, False, SMALL), "deflate": ("python", False, True, SMALL),
           "tls": ("python", True, False, 50), "tls-deflate": ("python", True, True, 50),
           "node": ("node", False, False, 50), "node-deflate": ("node", True, True, SMALL)}


def megabyte(name):
    """A text of a million bytes of which half is noise."""
    noise = random.Random(name)
    return "".join(f'{{"n": {n:6d}, "x": "{noise.randbytes(8).hex()}"}}' for n in range(26_500))


def messages(name, small):
    """What a client of that name sends; it waits for each to come back."""
    yield f"hello, {name}: grüß dich"
    yield bytes(range(256)) * 3
    yield ""
    yield megabyte(name)
    for number in range(small):
        yield json.dumps({"client": name, "number": number})


async def echo(connection):
    async for message in connection:
        await connection.send(message)


async def python_client(name, url, deflate, small, context):
    async with websockets.connect(url, ssl=context, compression="deflate" if deflate else None, max_size=None) as connection:
        for message in messages(name, small):
            await connection.send(message)
            if await connection.recv() != message:
                sys.exit(f"{name}: something else came back")
        await connection.ping(b"still there?")
        await connection.close(1000, f"done: {name}")


async def fragments(url):
    """One message in three frames, as the library sends what comes piece by piece."""
    async with websockets.connect(url, compression=None) as connection:
        await connection.send(["one ", "two ", "three"])
        await connection.recv()


async def everything(folder, port, tls_port):
    served = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    served.load_cert_chain(f"{folder}/cert.pem", f"{folder}/key.pem")
    plain = await websockets.serve(echo, "127.0.0.1", port, max_size=None)
    secure = await websockets.serve(echo, "127.0.0.1", tls_port, ssl=served, max_size=None)
    trusting = ssl.create_default_context()
    trusting.check_hostname = False
    trusting.verify_mode = ssl.CERT_NONE
    for name, (program, tls, deflate, small) in CLIENTS.items():
        url = f"{'wss' if tls else 'ws'}://127.0.0.1:{tls_port if tls else port}/{name}"
        if program == "python":
            await python_client(name, url, deflate, small, trusting if tls else None)
            continue
        # The same messages from a file, so that there is one truth.
        path = f"{folder}/{name}.json"
        with open(path, "w", encoding="utf-8") as out:
            json.dump([m if isinstance(m, str) else {"hex": m.hex()} for m in messages(name, small)], out)
        client = os.path.join(os.path.dirname(os.path.abspath(__file__)), "websocket_client.js")
        node = await asyncio.create_subprocess_exec("node", client, url, str(int(deflate)), path, f"done: {name}")
        if await node.wait() != 0:
            sys.exit(f"{name} failed")
    await fragments(f"ws://127.0.0.1:{port}/fragments")
    for server in (plain, secure):
        server.close()
        await server.wait_closed()


if __name__ == "__main__":
    asyncio.run(everything(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
