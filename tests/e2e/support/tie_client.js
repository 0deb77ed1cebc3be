// SPDX-License-Identifier: GPL-3.0-or-later
// Node's https with kept-alive connections, as tie_clients.py: node tie_client.js PORT CONNECTIONS REQUESTS
const https = require('https');
const [port, connections, requests] = process.argv.slice(2).map(Number);

function one(number) {
    const agent = new https.Agent({ keepAlive: true, maxSockets: 1, rejectUnauthorized: false });
    let done = 0;
    // The first request only opens the connection, so that the others know its port.
    const next = local => {
        const path = local ? `/1k.txt?node-${number}-${done}` : `/1k.txt?opening-${number}`;
        const request = https.get({ host: '127.0.0.1', port, path, agent, headers: local ? { 'X-Local': local } : {} }, answer => {
            const used = answer.socket.localPort;
            if (local && used !== local) {
                console.error('the connection was not kept');
                process.exit(1);
            }
            answer.resume();
            answer.on('end', () => {
                done += local ? 1 : 0;
                if (done < requests) setImmediate(next, used);
                else agent.destroy();
            });
        });
        request.on('error', error => { console.error(error); process.exit(1); });
    };
    next(0);
}
for (let number = 0; number < connections; ++number) one(number);
