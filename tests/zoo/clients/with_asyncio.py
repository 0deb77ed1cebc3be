# SPDX-License-Identifier: GPL-3.0-or-later
# asyncio's streams, whose TLS works on memory: SMALL LARGE UPLOAD BODY CA
import asyncio, ssl, sys, urllib.parse

small, large, upload, body, ca = sys.argv[1:]


async def ask(method, url, data=b""):
    place = urllib.parse.urlsplit(url)
    reader, writer = await asyncio.open_connection(place.hostname, place.port, ssl=ssl.create_default_context(cafile=ca))
    writer.write(f"{method} {place.path} HTTP/1.1\r\nHost: {place.netloc}\r\nConnection: close\r\nContent-Length: {len(data)}\r\n\r\n".encode() + data)
    await reader.read(-1)
    writer.close()


async def main():
    await ask("GET", small)
    await ask("GET", large)
    await ask("POST", upload, open(body, "rb").read())

asyncio.run(main())
