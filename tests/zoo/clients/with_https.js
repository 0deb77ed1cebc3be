// SPDX-License-Identifier: GPL-3.0-or-later
// node's https: SMALL LARGE UPLOAD BODY CA
const fs = require('fs');
const https = require('https');
const [small, large, upload, body, ca] = process.argv.slice(2);
const agent = new https.Agent({ keepAlive: false, ca: fs.readFileSync(ca) });

function ask(method, url, data) {
    return new Promise((done, failed) => {
        const request = https.request(url, { method, agent }, (answer) => answer.resume().on('end', done));
        request.on('error', failed).end(data);
    });
}

ask('GET', small).then(() => ask('GET', large)).then(() => ask('POST', upload, fs.readFileSync(body)));
