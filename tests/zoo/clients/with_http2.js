// SPDX-License-Identifier: GPL-3.0-or-later
// node's http2, one session: SMALL LARGE UPLOAD BODY CA
const fs = require('fs');
const http2 = require('http2');
const [small, large, upload, body, ca] = process.argv.slice(2);
const session = http2.connect(new URL(small).origin, { ca: fs.readFileSync(ca) });

function ask(method, url, data) {
    return new Promise((done, failed) => {
        const stream = session.request({ ':method': method, ':path': new URL(url).pathname });
        stream.on('error', failed).on('end', done).resume().end(data);
    });
}

ask('GET', small).then(() => ask('GET', large)).then(() => ask('POST', upload, fs.readFileSync(body))).then(() => session.close());
