# SPDX-License-Identifier: GPL-3.0-or-later
# SMALL LARGE UPLOAD BODY CA
import aiohttp, asyncio, ssl, sys

small, large, upload, body, ca = sys.argv[1:]


async def main():
    context = ssl.create_default_context(cafile=ca)
    async with aiohttp.ClientSession(raise_for_status=True) as session:
        for method, url, data in (("GET", small, None), ("GET", large, None), ("POST", upload, open(body, "rb").read())):
            async with session.request(method, url, data=data, ssl=context) as answer:
                await answer.read()

asyncio.run(main())
