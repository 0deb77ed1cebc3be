// SPDX-License-Identifier: GPL-3.0-or-later
// node's parser of HTTP/1 (llhttp) as an oracle: for each line "request HEX" or "response HEX" one line of JSON, an array of
// the messages that it took whole: {start, fields, body, trailers}, and null at its end where it refused.
'use strict';
const { HTTPParser, methods } = process.binding('http_parser');
const readline = require('readline');

function messages(kind, bytes) {
    const found = [];
    let current = null;
    let before = [];
    const parser = new HTTPParser();
    parser.initialize(kind === 'request' ? HTTPParser.REQUEST : HTTPParser.RESPONSE, {});
    const text = value => Buffer.from(value, 'latin1').toString('hex');
    // Heads of many fields come in parts, and so do trailers.
    parser[HTTPParser.kOnHeaders] = (fields, url) => {
        before.push(...fields);
        if (!current) current = { url };
    };
    parser[HTTPParser.kOnHeadersComplete] = (major, minor, fields, method, url, status, reason, upgrade) => {
        const all = before.concat(fields || []);
        before = [];
        current = { start: kind === 'request' ? `${methods[method]} ${text(url || (current && current.url) || '')} ${major}.${minor}`
                                              : `${status} ${text(reason)} ${major}.${minor}`,
                    fields: all.map(text), body: '', trailers: [], upgrade };
        return upgrade ? 2 : 0;
    };
    parser[HTTPParser.kOnBody] = (buffer, start, length) => {
        const piece = start === undefined ? buffer : buffer.slice(start, start + length);
        current.body += piece.toString('hex');
    };
    parser[HTTPParser.kOnMessageComplete] = () => {
        current.trailers = before.map(text);
        before = [];
        found.push(current);
        current = null;
    };
    const result = parser.execute(bytes);
    if (result instanceof Error || parser.finish() instanceof Error)
        found.push(null);
    parser.close();
    return found;
}

readline.createInterface({ input: process.stdin }).on('line', line => {
    const [kind, hex] = line.split(' ');
    console.log(JSON.stringify(messages(kind, Buffer.from(hex, 'hex'))));
});
