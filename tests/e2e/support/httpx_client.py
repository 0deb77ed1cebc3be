# SPDX-License-Identifier: GPL-3.0-or-later
"""httpx_client.py URL...: each by HTTP/2, one after the other, then all at once from asyncio; prints path, way, version and
the body's sha256."""

import asyncio
import hashlib
import sys

import httpx


def tell(way, answer):
    print(answer.url.raw_path.decode(), way, answer.http_version, hashlib.sha256(answer.content).hexdigest(), flush=True)


with httpx.Client(http2=True, verify=False) as client:
    for url in sys.argv[1:]:
        tell("sync", client.get(url + "?way=sync", headers={"X-First": "1"}))


async def at_once():
    async with httpx.AsyncClient(http2=True, verify=False) as client:
        for answer in await asyncio.gather(*(client.get(url + "?way=async") for url in sys.argv[1:])):
            tell("async", answer)

asyncio.run(at_once())
