// SPDX-License-Identifier: GPL-3.0-or-later
// A client of the Model Context Protocol that logs every message which its transport carries:
// mcp_client.mjs NODE_MODULES LOG stdio SERVER | http URL
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import fs from 'node:fs';

const [modules, logPath, kind, where] = process.argv.slice(2);
const require = createRequire(modules + '/');
const load = async name => import(pathToFileURL(require.resolve(`@modelcontextprotocol/sdk/${name}`)).href);
const { Client } = await load('client/index.js');
const types = await load('types.js');

const transport = kind === 'stdio'
  ? new (await load('client/stdio.js')).StdioClientTransport({ command: process.execPath, args: [where, 'stdio'], stderr: 'ignore' })
  : new (await load('client/streamableHttp.js')).StreamableHTTPClientTransport(new URL(where));

const log = [];
const send = transport.send.bind(transport);
transport.send = (message, ...more) => {
  for (const one of [message].flat()) log.push({ from: 'client', ...one });
  return send(message, ...more);
};
const client = new Client({ name: 'cleartap-test', version: '1' }, { capabilities: { roots: { listChanged: true }, sampling: {} } });
client.setRequestHandler(types.ListRootsRequestSchema, () => ({ roots: [{ uri: 'file:///tmp', name: 'tmp' }] }));
client.setRequestHandler(types.CreateMessageRequestSchema, () => ({ role: 'assistant', model: 'none', content: { type: 'text', text: 'said' } }));
await client.connect(transport);
const heard = transport.onmessage;
transport.onmessage = (message, ...more) => {
  log.push({ from: 'server', ...message });
  return heard(message, ...more);
};

const tools = await client.listTools();
await client.callTool({ name: 'echo', arguments: { message: 'Ciao, bella' } });
await client.callTool({ name: 'get-sum', arguments: { a: 17, b: 25 } });
await client.callTool({ name: 'get-sum', arguments: { a: 'seventeen' } }).catch(() => 0);
await client.callTool({ name: 'no-such-tool', arguments: {} }).catch(() => 0);
const { resources } = await client.listResources();
await client.readResource({ uri: resources[0].uri });
await client.listPrompts();
await client.request({ method: 'no/such/method', params: {} }, types.EmptyResultSchema).catch(() => 0);
await client.ping();
if (tools.tools.some(tool => tool.name === 'trigger-sampling-request'))
  await client.callTool({ name: 'trigger-sampling-request', arguments: { prompt: 'Say it', maxTokens: 5 } }).catch(() => 0);
await Promise.all(['one', 'two', 'three'].map(message => client.callTool({ name: 'echo', arguments: { message } })));
fs.writeFileSync(logPath, JSON.stringify(log));
await client.close();
