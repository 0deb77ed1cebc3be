// SPDX-License-Identifier: GPL-3.0-or-later
// Node's ws as the clients of websocket_peer.py: node websocket_client.js URL DEFLATE MESSAGES.json REASON
const fs = require('fs');
const WebSocket = require('/usr/share/nodejs/ws');
const [url, deflate, path, reason] = process.argv.slice(2);

const messages = JSON.parse(fs.readFileSync(path)).map(m => typeof m === 'string' ? m : Buffer.from(m.hex, 'hex'));
const socket = new WebSocket(url, { rejectUnauthorized: false, maxPayload: 0, perMessageDeflate: deflate === '1' ? { threshold: 0 } : false });
let next = 0;
const send = () => next < messages.length ? socket.send(messages[next++]) : socket.close(1000, reason);
socket.on('open', send);
socket.on('message', (data, binary) => {
    if (Buffer.compare(data, Buffer.from(messages[next - 1])) !== 0 || binary !== (typeof messages[next - 1] !== 'string')) {
        console.error('something else came back');
        process.exit(1);
    }
    send();
});
socket.on('error', error => { console.error(error); process.exit(1); });
