// SPDX-License-Identifier: GPL-3.0-or-later
// WebSocket in a stream of HTTP/2 (RFC 8441), both ends, frames made by hand: node websocket_h2.js PORT
const http2 = require('http2');
const crypto = require('crypto');
const port = Number(process.argv[2]);

function frame(opcode, payload, masked) {
    const head = [0x80 | opcode];
    if (payload.length < 126) head.push(payload.length);
    else head.push(126, payload.length >> 8, payload.length & 255);
    if (!masked) return Buffer.concat([Buffer.from(head), payload]);
    head[1] |= 0x80;
    const key = crypto.randomBytes(4);
    return Buffer.concat([Buffer.from(head), key, payload.map((byte, i) => byte ^ key[i & 3])]);
}

const texts = ['over HTTP/2', 'grüße '.repeat(40), ''];
const server = http2.createServer({ settings: { enableConnectProtocol: true } });
server.on('stream', (stream, headers) => {
    if (headers[':path'] === '/refused') return stream.respond({ ':status': 404 }, { endStream: true });
    stream.respond({ ':status': 200 });
    for (const text of texts) stream.write(frame(1, Buffer.from(text), false));
    stream.on('data', () => {});
    stream.on('end', () => stream.end());
});
server.listen(port, '127.0.0.1', () => {
    const client = http2.connect(`http://127.0.0.1:${port}`);
    client.on('remoteSettings', () => {
        const ask = path => client.request({ ':method': 'CONNECT', ':protocol': 'websocket', ':path': path }, { endStream: false });
        ask('/refused').on('error', () => {}).resume();
        const stream = ask('/h2');
        stream.on('data', () => {});
        stream.on('response', () => {
            for (const text of texts) stream.write(frame(1, Buffer.from(text), true));
            stream.end(frame(8, Buffer.concat([Buffer.from([3, 232]), Buffer.from('bye')]), true));
        });
        stream.on('close', () => { client.destroy(); server.close(); process.exit(0); });
    });
});
