// SPDX-License-Identifier: GPL-3.0-or-later
// An HTTP/2 server of node's: http2_peer.js server CERT KEY | client URL COUNT SIZE.
// The server answers /echo with the request's body, /bytes/N with N bytes, and says "ready TLSPORT PLAINPORT"; its trailers
// carry the number of the bytes. The client posts COUNT bodies at once to /echo and prints of each its path and sha256.
'use strict';
const crypto = require('crypto');
const fs = require('fs');
const http2 = require('http2');

const pattern = (size, seed) => Buffer.from(Array.from({ length: size }, (_, i) => (i * 31 + seed * 7 + (i >> 8)) & 0xff));

function answer(stream, headers) {
    const path = headers[':path'];
    const pieces = [];
    stream.on('error', () => { });
    stream.on('data', piece => pieces.push(piece));
    stream.on('end', () => {
        const body = path.startsWith('/bytes/') ? pattern(Number(path.split('/')[2].split('?')[0]), 1) : Buffer.concat(pieces);
        stream.on('wantTrailers', () => stream.sendTrailers({ 'x-count': String(body.length) }));
        stream.respond({ ':status': 200, 'content-type': 'application/octet-stream', 'x-echo': headers['x-first'] || 'none',
                         'x-twice': ['one', 'two'] }, { waitForTrailers: true });
        stream.end(body);
    });
}

if (process.argv[2] === 'server') {
    const secure = http2.createSecureServer({ cert: fs.readFileSync(process.argv[3]), key: fs.readFileSync(process.argv[4]) });
    const plain = http2.createServer();
    secure.on('stream', answer);
    plain.on('stream', answer);
    secure.listen(0, '127.0.0.1', () => plain.listen(0, '127.0.0.1', () =>
        console.log(`ready ${secure.address().port} ${plain.address().port}`)));
} else {
    const [url, count, size] = [process.argv[3], Number(process.argv[4]), Number(process.argv[5])];
    const session = http2.connect(url, { rejectUnauthorized: false });
    let left = count;
    for (let i = 0; i < count; ++i) {
        const body = pattern(size + i, i);
        const path = `/echo?n=${i}`;
        const stream = session.request({ ':method': 'POST', ':path': path, 'x-first': `value ${i}`,
                                         'content-type': 'application/octet-stream' });
        const hash = crypto.createHash('sha256');
        stream.on('data', piece => hash.update(piece));
        stream.on('end', () => {
            console.log(`${path} ${crypto.createHash('sha256').update(body).digest('hex')} ${hash.digest('hex')}`);
            if (--left === 0)
                session.close();
        });
        stream.end(body);
    }
}
