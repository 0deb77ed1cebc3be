// SPDX-License-Identifier: GPL-3.0-or-later
// fetch of node, bun and deno: SMALL LARGE UPLOAD BODY
import { readFileSync } from 'node:fs';
import process from 'node:process';

const [small, large, upload, body] = process.argv.slice(2);
for (const [method, url, data] of [['GET', small], ['GET', large], ['POST', upload, readFileSync(body)]]) {
    const answer = await fetch(url, { method, body: data });
    if (!answer.ok)
        throw new Error(String(answer.status));
    await answer.arrayBuffer();
}
