# SPDX-License-Identifier: GPL-3.0-or-later
"""Clients of several TLS ways. Each connection tells, in a header, the local port that it has: what the
capture ties must agree. Run as: tie_clients.py KIND PORT CONNECTIONS REQUESTS"""

import asyncio
import http.client
import ssl
import sys
import threading


def context():
    made = ssl.create_default_context()
    made.check_hostname = False
    made.verify_mode = ssl.CERT_NONE
    return made


def threads(port, connections, requests):
    """http.client over ssl's own socket BIO, each connection in a thread."""
    def one(number):
        connection = http.client.HTTPSConnection("127.0.0.1", port, context=context())
        connection.connect()
        local = connection.sock.getsockname()[1]
        for request in range(requests):
            connection.request("GET", f"/1k.txt?threads-{number}-{request}", headers={"X-Local": str(local)})
            assert len(connection.getresponse().read()) == 1024
        connection.close()

    running = [threading.Thread(target=one, args=(number,)) for number in range(connections)]
    for each in running:
        each.start()
    for each in running:
        each.join()


async def memory_bios(port, connections, requests):
    """asyncio: the TLS object sees two memory BIOs, never the socket; all connections in one thread."""
    async def one(number):
        reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=context())
        local = writer.get_extra_info("sockname")[1]
        for request in range(requests):
            writer.write(f"GET /1k.txt?asyncio-{number}-{request} HTTP/1.1\r\nHost: x\r\nX-Local: {local}\r\n\r\n".encode())
            head = await reader.readuntil(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 200")
            await reader.readexactly(1024)
        writer.close()

    await asyncio.gather(*(one(number) for number in range(connections)))


async def httpx_clients(port, connections, requests):
    """httpx: memory BIOs again, by anyio's own hand."""
    import httpx

    async def one(number):
        async with httpx.AsyncClient(verify=False) as client:
            opening = await client.get(f"https://127.0.0.1:{port}/1k.txt?opening-{number}")
            local = opening.extensions["network_stream"].get_extra_info("client_addr")[1]
            for request in range(requests):
                answer = await client.get(f"https://127.0.0.1:{port}/1k.txt?httpx-{number}-{request}",
                                          headers={"X-Local": str(local)})
                assert len(answer.content) == 1024
                assert answer.extensions["network_stream"].get_extra_info("client_addr")[1] == local

    await asyncio.gather(*(one(number) for number in range(connections)))


if __name__ == "__main__":
    kind, numbers = sys.argv[1], [int(word) for word in sys.argv[2:5]]
    if kind == "threads":
        threads(*numbers)
    elif kind == "asyncio":
        asyncio.run(memory_bios(*numbers))
    else:
        asyncio.run(httpx_clients(*numbers))
