// SPDX-License-Identifier: GPL-3.0-or-later
// Talks to the models of model_server.mjs through the services' own client libraries, whole and streamed, and writes what these
// libraries say was exchanged: model_clients.mjs NODE_MODULES BASE_URL LOG
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import fs from 'node:fs';

const [modules, base, logPath] = process.argv.slice(2);
const require = createRequire(modules + '/');
const load = async name => import(pathToFileURL(require.resolve(name)).href);
const OpenAI = (await load('openai')).default;
const Anthropic = (await load('@anthropic-ai/sdk')).default;
const { GoogleGenAI } = await load('@google/genai');
const { Ollama } = await load('ollama');

const log = [];
const system = 'Answer briefly.';
const question = 'What is the weather in Rome?';
const weather = { temperature: '21 °C', sky: 'sunny' };
const result = JSON.stringify(weather);
const schema = { type: 'object', properties: { city: { type: 'string' }, unit: { type: 'string' } }, required: ['city'] };
const tool = { name: 'get_weather', description: 'The weather of a city', parameters: schema };
const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const imageBytes = Buffer.from(png, 'base64').length;
// What a call is compared by.
const note = (api, streamed, model, messages, answer) => log.push({ api, streamed, model, messages, ...answer });
const said = (role, ...parts) => ({ role, parts });

async function openAiChat(streamed) {
  const client = new OpenAI({ apiKey: 'sk-none', baseURL: base + '/v1', maxRetries: 0 });
  const messages = [{ role: 'system', content: system },
    { role: 'user', content: [{ type: 'text', text: question }, { type: 'image_url', image_url: { url: `data:image/png;base64,${png}` } }] }];
  const plain = [said('system', system), said('user', question, `image/png ${imageBytes}`)];
  for (let turn = 0; turn < 2; ++turn) {
    const ask = { model: 'gpt-4o', messages, tools: [{ type: 'function', function: tool }] };
    const answer = streamed ? await client.chat.completions.stream({ ...ask, stream_options: { include_usage: true } }).finalChatCompletion()
      : await client.chat.completions.create(ask);
    const { message, finish_reason } = answer.choices[0];
    const calls = (message.tool_calls ?? []).map(c => ({ name: c.function.name, id: c.id, args: JSON.parse(c.function.arguments) }));
    note('openai-chat', streamed, ask.model, structuredClone(plain), { answeredBy: answer.model, text: message.content ?? '', calls, stop: finish_reason,
      input: answer.usage.prompt_tokens, output: answer.usage.completion_tokens, cached: answer.usage.prompt_tokens_details.cached_tokens,
      reasoning: answer.usage.completion_tokens_details.reasoning_tokens });
    if (!calls.length) break;
    messages.push({ role: 'assistant', content: null, tool_calls: message.tool_calls.map(({ id, type, function: f }) => ({ id, type, function: { name: f.name, arguments: f.arguments } })) },
      { role: 'tool', tool_call_id: calls[0].id, content: result });
    plain.push(said('assistant', { call: calls[0] }), said('tool', { result }));
  }
}

async function openAiResponses(streamed) {
  const client = new OpenAI({ apiKey: 'sk-none', baseURL: base + '/v1', maxRetries: 0 });
  const input = [{ role: 'user', content: question }];
  const plain = [said('system', system), said('user', question)];
  for (let turn = 0; turn < 2; ++turn) {
    const ask = { model: 'gpt-5', instructions: system, input, tools: [{ type: 'function', strict: false, ...tool }] };
    const answer = streamed ? await client.responses.stream(ask).finalResponse() : await client.responses.create(ask);
    const calls = answer.output.filter(o => o.type === 'function_call').map(c => ({ name: c.name, id: c.call_id, args: JSON.parse(c.arguments) }));
    const text = answer.output.flatMap(o => o.content ?? []).map(c => c.text).join('');
    note('openai-responses', streamed, ask.model, structuredClone(plain), { answeredBy: answer.model, text, calls, stop: answer.status,
      input: answer.usage.input_tokens, output: answer.usage.output_tokens, cached: answer.usage.input_tokens_details.cached_tokens,
      reasoning: answer.usage.output_tokens_details.reasoning_tokens });
    if (!calls.length) break;
    const [asked] = answer.output.filter(o => o.type === 'function_call');
    input.push({ type: 'function_call', call_id: asked.call_id, name: asked.name, arguments: asked.arguments },
      { type: 'function_call_output', call_id: asked.call_id, output: result });
    plain.push(said('assistant', { call: calls[0] }), said('tool', { result }));
  }
}

async function anthropic(streamed) {
  const client = new Anthropic({ apiKey: 'none', baseURL: base, maxRetries: 0 });
  const messages = [{ role: 'user', content: [{ type: 'text', text: question }, { type: 'image', source: { type: 'base64', media_type: 'image/png', data: png } }] }];
  const plain = [said('system', system), said('user', question, `image/png ${imageBytes}`)];
  for (let turn = 0; turn < 2; ++turn) {
    const ask = { model: 'claude-sonnet-4-5', max_tokens: 1000, system, messages, tools: [{ name: tool.name, description: tool.description, input_schema: schema }] };
    const answer = streamed ? await client.messages.stream(ask).finalMessage() : await client.messages.create(ask);
    const calls = answer.content.filter(c => c.type === 'tool_use').map(c => ({ name: c.name, id: c.id, args: c.input }));
    const text = answer.content.filter(c => c.type === 'text').map(c => c.text).join('');
    note('anthropic', streamed, ask.model, structuredClone(plain), { answeredBy: answer.model, text, calls, stop: answer.stop_reason,
      input: answer.usage.input_tokens, output: answer.usage.output_tokens, cached: answer.usage.cache_read_input_tokens });
    if (!calls.length) break;
    messages.push({ role: 'assistant', content: answer.content.map(c => c.type === 'text' ? { type: 'text', text: c.text } : { type: 'tool_use', id: c.id, name: c.name, input: c.input }) },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: calls[0].id, content: [{ type: 'text', text: result }] }] });
    plain.push(said('assistant', text, { call: calls[0] }), said('tool', { result }));
  }
}

async function gemini(streamed) {
  const client = new GoogleGenAI({ apiKey: 'none', httpOptions: { baseUrl: base } });
  const contents = [{ role: 'user', parts: [{ text: question }, { inlineData: { mimeType: 'image/png', data: png } }] }];
  const plain = [said('system', system), said('user', question, `image/png ${imageBytes}`)];
  for (let turn = 0; turn < 2; ++turn) {
    const ask = { model: 'gemini-2.5-flash', contents, config: { systemInstruction: system, tools: [{ functionDeclarations: [{ ...tool, parameters: { ...schema, type: 'OBJECT' } }] }] } };
    let text = '', calls = [], last;
    const take = piece => {
      last = piece;
      for (const part of piece.candidates[0].content.parts) {
        if (part.text) text += part.text;
        if (part.functionCall) calls.push({ name: part.functionCall.name, id: part.functionCall.id ?? '', args: part.functionCall.args });
      }
    };
    if (streamed) for await (const piece of await client.models.generateContentStream(ask)) take(piece);
    else take(await client.models.generateContent(ask));
    note('gemini', streamed, ask.model, structuredClone(plain), { answeredBy: last.modelVersion, text, calls, stop: last.candidates[0].finishReason,
      input: last.usageMetadata.promptTokenCount, output: last.usageMetadata.candidatesTokenCount });
    if (!calls.length) break;
    contents.push({ role: 'model', parts: [{ functionCall: { name: calls[0].name, args: calls[0].args } }] },
      { role: 'user', parts: [{ functionResponse: { name: calls[0].name, response: weather } }] });
    plain.push(said('assistant', { call: calls[0] }), said('tool', { result }));
  }
}

async function ollama(streamed) {
  const client = new Ollama({ host: base });
  const messages = [{ role: 'system', content: system }, { role: 'user', content: question, images: [png] }];
  const plain = [said('system', system), said('user', question, ` ${imageBytes}`)];
  const read = async answer => {
    const whole = { text: '', calls: [] };
    for await (const piece of streamed ? answer : [answer]) {
      whole.text += piece.message?.content ?? piece.response ?? '';
      for (const c of piece.message?.tool_calls ?? []) whole.calls.push({ name: c.function.name, id: '', args: c.function.arguments });
      whole.last = piece;
    }
    return whole;
  };
  for (let turn = 0; turn < 2; ++turn) {
    const ask = { model: 'llama3.2', messages, tools: [{ type: 'function', function: tool }], stream: streamed };
    const { text, calls, last } = await read(await client.chat(ask));
    note('ollama-chat', streamed, ask.model, structuredClone(plain), { answeredBy: last.model, text, calls, stop: last.done_reason, input: last.prompt_eval_count, output: last.eval_count });
    if (!calls.length) break;
    messages.push({ role: 'assistant', content: '', tool_calls: [{ function: { name: calls[0].name, arguments: calls[0].args } }] },
      { role: 'tool', tool_name: calls[0].name, content: result });
    plain.push(said('assistant', { call: calls[0] }), said('tool', { result }));
  }
  const ask = { model: 'llama3.2', prompt: question, system, stream: streamed };
  const { text, last } = await read(await client.generate(ask));
  note('ollama-generate', streamed, ask.model, [said('system', system), said('user', question)],
    { answeredBy: last.model, text, calls: [], stop: last.done_reason, input: last.prompt_eval_count, output: last.eval_count });
}

async function failure() {
  const client = new OpenAI({ apiKey: 'sk-none', baseURL: base + '/v1', maxRetries: 0 });
  const error = await client.chat.completions.create({ model: 'none', messages: [{ role: 'user', content: question }] }).catch(e => e);
  note('openai-chat', false, 'none', [said('user', question)], { error: `${error.type}: ${error.error.message}` });
}

for (const streamed of [false, true])
  for (const talk of [openAiChat, openAiResponses, anthropic, gemini, ollama])
    await talk(streamed);
await failure();
fs.writeFileSync(logPath, JSON.stringify(log));
