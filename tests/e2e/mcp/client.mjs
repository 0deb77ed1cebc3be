// SPDX-License-Identifier: GPL-3.0-or-later
// A reference client, driven line by line: JSON commands in, JSON answers out. Arguments: ERA COMMAND ARG…, with ERA
// "handshake" (the SDK with initialize) or "stateless" (revision 2026-07-28).
import { createInterface } from 'node:readline';

const [era, ...command] = process.argv.slice(2);
const stateless = era === 'stateless';
const base = stateless ? '@modelcontextprotocol/client' : '@modelcontextprotocol/sdk/client';
const { Client } = await import(stateless ? base : `${base}/index.js`);
const { StdioClientTransport } = await import(stateless ? `${base}/stdio` : `${base}/stdio.js`);

const say = (answer) => process.stdout.write(JSON.stringify(answer) + '\n');

function transport() {
    return new StdioClientTransport({ command: command[0], args: command.slice(1), env: process.env, stderr: 'inherit' });
}

const options = stateless ? { versionNegotiation: { mode: { pin: '2026-07-28' } } } : {};
const client = new Client({ name: 'test', version: '1' }, options);
const problems = [];
client.onerror = (error) => problems.push(String(error));

const ops = {
    connect: async () => {
        await client.connect(transport());
        return { server: client.getServerVersion(), capabilities: client.getServerCapabilities(), instructions: client.getInstructions() };
    },
    tools: () => client.listTools(),
    resources: () => client.listResources(),
    templates: () => client.listResourceTemplates(),
    read: ({ uri }) => client.readResource({ uri }),
    call: async ({ name, args, cancelAfter }) => {
        const stop = new AbortController();
        if (cancelAfter !== undefined)
            setTimeout(() => stop.abort('no longer wanted'), cancelAfter);
        const progress = [];
        const call = [{ name, arguments: args }];
        if (!stateless)
            call.push(undefined);
        const result = await client.callTool(...call, { signal: stop.signal, onprogress: (each) => progress.push(each), timeout: 120000 });
        return { ...result, progress };
    },
    problems: async () => problems,
    close: () => client.close(),
};

for await (const line of createInterface({ input: process.stdin })) {
    const { op, ...rest } = JSON.parse(line);
    try {
        say({ result: (await ops[op](rest)) ?? null });
    } catch (error) {
        say({ error: String(error), code: error.code ?? null, data: error.data ?? null });
    }
    if (op === 'close')
        break;
}
process.exit(0);
