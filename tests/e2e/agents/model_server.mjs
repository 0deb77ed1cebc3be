// SPDX-License-Identifier: GPL-3.0-or-later
// Answers as five services of language models do, in the shapes that they were recorded in, whole or streamed: the
// first call asks for a tool, the second one, which brings its result, gets a text. Prints its port.
import http from 'node:http';

const words = ['It ', 'is ', '21 °C ', 'and ', 'sunny ', 'in ', 'Rome: ', '“bella ', 'giornata”.'];
const text = words.join('');
const call = { name: 'get_weather', args: { city: 'Rome', unit: 'celsius' } };
const argumentPieces = ['{"city":', '"Ro', 'me","unit":"cel', 'sius"}'];
const pause = () => new Promise(resolve => setTimeout(resolve, 3));

const openAiChat = {
  whole(ask, id, second) {
    return {
      id, object: 'chat.completion', created: 1760000000, model: ask.model + '-2024-08-06',
      choices: [{ index: 0, logprobs: null, finish_reason: second ? 'stop' : 'tool_calls', message: second
        ? { role: 'assistant', content: text, refusal: null, annotations: [] }
        : { role: 'assistant', content: null, refusal: null, tool_calls: [{ id: 'call_Zq1', type: 'function', function: { name: call.name, arguments: JSON.stringify(call.args) } }] } }],
      usage: { prompt_tokens: second ? 141 : 97, completion_tokens: second ? 17 : 19, total_tokens: second ? 158 : 116,
               prompt_tokens_details: { cached_tokens: second ? 64 : 0, audio_tokens: 0 },
               completion_tokens_details: { reasoning_tokens: second ? 3 : 0, audio_tokens: 0 } },
      service_tier: 'default', system_fingerprint: 'fp_1',
    };
  },
  *events(ask, id, second) {
    const chunk = (delta, finish_reason = null) => ({ id, object: 'chat.completion.chunk', created: 1760000000, model: ask.model + '-2024-08-06',
      choices: [{ index: 0, delta, logprobs: null, finish_reason }], usage: null });
    yield chunk({ role: 'assistant', content: second ? '' : null, refusal: null });
    if (second) {
      for (const content of words) yield chunk({ content });
    } else {
      yield chunk({ tool_calls: [{ index: 0, id: 'call_Zq1', type: 'function', function: { name: call.name, arguments: '' } }] });
      for (const piece of argumentPieces) yield chunk({ tool_calls: [{ index: 0, function: { arguments: piece } }] });
    }
    yield chunk({}, second ? 'stop' : 'tool_calls');
    yield { ...chunk({}), choices: [], usage: openAiChat.whole(ask, id, second).usage };
  },
};

const openAiResponses = {
  output(second) {
    return second
      ? [{ id: 'msg_1', type: 'message', status: 'completed', role: 'assistant', content: [{ type: 'output_text', text, annotations: [], logprobs: [] }] }]
      : [{ id: 'rs_1', type: 'reasoning', summary: [{ type: 'summary_text', text: 'The weather is wanted.' }] },
         { id: 'fc_1', type: 'function_call', status: 'completed', call_id: 'call_Zq1', name: call.name, arguments: JSON.stringify(call.args) }];
  },
  whole(ask, id, second) {
    return { id, object: 'response', created_at: 1760000000, status: 'completed', error: null, incomplete_details: null, instructions: ask.instructions ?? null,
      model: ask.model + '-2025', output: this.output(second), parallel_tool_calls: true, tool_choice: 'auto', tools: ask.tools ?? [], temperature: 1, top_p: 1, metadata: {},
      usage: { input_tokens: second ? 151 : 88, input_tokens_details: { cached_tokens: 0 }, output_tokens: second ? 18 : 41, output_tokens_details: { reasoning_tokens: second ? 0 : 21 },
               total_tokens: second ? 169 : 129 } };
  },
  *events(ask, id, second) {
    let sequence_number = 0;
    const event = (type, more) => ({ type, sequence_number: sequence_number++, ...more });
    const begun = { ...this.whole(ask, id, second), status: 'in_progress', output: [], usage: null };
    yield event('response.created', { response: begun });
    yield event('response.in_progress', { response: begun });
    for (const [output_index, item] of this.output(second).entries()) {
      const item_id = item.id;
      if (item.type === 'message') {
        yield event('response.output_item.added', { output_index, item: { ...item, status: 'in_progress', content: [] } });
        yield event('response.content_part.added', { item_id, output_index, content_index: 0, part: { type: 'output_text', text: '', annotations: [] } });
        for (const delta of words) yield event('response.output_text.delta', { item_id, output_index, content_index: 0, delta, logprobs: [] });
        yield event('response.output_text.done', { item_id, output_index, content_index: 0, text, logprobs: [] });
        yield event('response.content_part.done', { item_id, output_index, content_index: 0, part: item.content[0] });
      } else if (item.type === 'function_call') {
        yield event('response.output_item.added', { output_index, item: { ...item, status: 'in_progress', arguments: '' } });
        for (const delta of argumentPieces) yield event('response.function_call_arguments.delta', { item_id, output_index, delta });
        yield event('response.function_call_arguments.done', { item_id, output_index, name: item.name, arguments: item.arguments });
      } else {
        yield event('response.output_item.added', { output_index, item: { ...item, summary: [] } });
        yield event('response.reasoning_summary_part.added', { item_id, output_index, summary_index: 0, part: { type: 'summary_text', text: '' } });
        yield event('response.reasoning_summary_text.delta', { item_id, output_index, summary_index: 0, delta: item.summary[0].text });
        yield event('response.reasoning_summary_text.done', { item_id, output_index, summary_index: 0, text: item.summary[0].text });
        yield event('response.reasoning_summary_part.done', { item_id, output_index, summary_index: 0, part: item.summary[0] });
      }
      yield event('response.output_item.done', { output_index, item });
    }
    yield event('response.completed', { response: this.whole(ask, id, second) });
  },
};

const anthropic = {
  content(second) {
    return second ? [{ type: 'text', text }]
      : [{ type: 'text', text: 'I will look.' }, { type: 'tool_use', id: 'toolu_01', name: call.name, input: call.args }];
  },
  usage: second => ({ input_tokens: second ? 412 : 388, cache_creation_input_tokens: 0, cache_read_input_tokens: second ? 256 : 0, output_tokens: second ? 24 : 71, service_tier: 'standard' }),
  whole(ask, id, second) {
    return { id, type: 'message', role: 'assistant', model: ask.model, content: this.content(second), stop_reason: second ? 'end_turn' : 'tool_use', stop_sequence: null, usage: this.usage(second) };
  },
  *events(ask, id, second) {
    yield { type: 'message_start', message: { ...this.whole(ask, id, second), content: [], stop_reason: null, usage: { ...this.usage(second), output_tokens: 1 } } };
    for (const [index, block] of this.content(second).entries()) {
      const begun = block.type === 'text' ? { type: 'text', text: '' } : { ...block, input: {} };
      yield { type: 'content_block_start', index, content_block: begun };
      if (index === 0) yield { type: 'ping' };
      const pieces = block.type === 'text' ? (second ? words : [block.text]).map(piece => ({ type: 'text_delta', text: piece }))
        : argumentPieces.map(piece => ({ type: 'input_json_delta', partial_json: piece }));
      for (const delta of pieces) yield { type: 'content_block_delta', index, delta };
      yield { type: 'content_block_stop', index };
    }
    yield { type: 'message_delta', delta: { stop_reason: second ? 'end_turn' : 'tool_use', stop_sequence: null }, usage: { output_tokens: this.usage(second).output_tokens } };
    yield { type: 'message_stop' };
  },
};

const gemini = {
  piece: (ask, parts, more = {}) => ({ candidates: [{ content: { parts, role: 'model' }, index: 0, ...more }], modelVersion: ask.model + '-001', responseId: 'r1' }),
  usage: second => ({ promptTokenCount: second ? 73 : 52, candidatesTokenCount: second ? 16 : 8, totalTokenCount: second ? 89 : 60 }),
  last: second => ({ finishReason: 'STOP', avgLogprobs: -0.1 }),
  whole(ask, id, second) {
    return { ...this.piece(ask, second ? [{ text }] : [{ functionCall: call }], this.last(second)), usageMetadata: this.usage(second) };
  },
  *events(ask, id, second) {
    if (second) for (const piece of words.slice(0, -1)) yield { ...this.piece(ask, [{ text: piece }]), usageMetadata: { promptTokenCount: 73 } };
    yield { ...this.piece(ask, second ? [{ text: words.at(-1) }] : [{ functionCall: call }], this.last(second)), usageMetadata: this.usage(second) };
  },
};

const ollama = {
  line: (ask, more) => ({ model: ask.model, created_at: '2026-01-01T00:00:00.0Z', ...more }),
  end: second => ({ done_reason: 'stop', done: true, total_duration: 9e8, load_duration: 1e8, prompt_eval_count: second ? 61 : 45, prompt_eval_duration: 1e8, eval_count: second ? 15 : 22, eval_duration: 6e8 }),
  said: (ask, content, calls) => ask.messages ? { message: { role: 'assistant', content, ...calls } } : { response: content },
  whole(ask, id, second) {
    return this.line(ask, { ...(second || !ask.messages ? this.said(ask, text) : this.said(ask, '', { tool_calls: [{ function: { name: call.name, arguments: call.args } }] })), ...this.end(second) });
  },
  *events(ask, id, second) {
    if (second || !ask.messages) for (const piece of words) yield this.line(ask, { ...this.said(ask, piece), done: false });
    else yield this.line(ask, { ...this.said(ask, '', { tool_calls: [{ function: { name: call.name, arguments: call.args } }] }), done: false });
    yield this.line(ask, { ...this.said(ask, ''), ...this.end(second) });
  },
};

// By path alone: a client chooses its service by its form.
function serviceOf(path) {
  if (path.endsWith('/chat/completions')) return { form: openAiChat, framing: 'data', last: '[DONE]' };
  if (path.endsWith('/responses')) return { form: openAiResponses, framing: 'event' };
  if (path.endsWith('/messages')) return { form: anthropic, framing: 'event' };
  if (path.includes(':streamGenerateContent') || path.includes(':generateContent')) return { form: gemini, framing: 'data' };
  if (path === '/api/chat' || path === '/api/generate') return { form: ollama, framing: 'lines' };
  return null;
}

const server = http.createServer(async (request, response) => {
  const pieces = [];
  for await (const piece of request) pieces.push(piece);
  const path = new URL(request.url, 'http://here').pathname;
  const service = serviceOf(path);
  const body = JSON.parse(Buffer.concat(pieces).toString());
  const ask = { model: /models\/([^:]+):/.exec(path)?.[1], ...body };
  if (!service || ask.model === 'none') {
    response.writeHead(404, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ error: { message: `The model ${ask.model} does not exist`, type: 'invalid_request_error', param: null, code: 'model_not_found' } }));
    return;
  }
  const second = JSON.stringify(body).includes('21 °C');
  const id = second ? 'two' : 'one';
  const streamed = path.includes(':streamGenerateContent') || (service.framing === 'lines' ? ask.stream !== false : ask.stream === true);
  if (!streamed) {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(service.form.whole(ask, id, second)));
    return;
  }
  response.writeHead(200, { 'content-type': service.framing === 'lines' ? 'application/x-ndjson' : 'text/event-stream; charset=utf-8' });
  for (const event of service.form.events(ask, id, second)) {
    const name = service.framing === 'event' ? `event: ${event.type}\n` : '';
    response.write(service.framing === 'lines' ? JSON.stringify(event) + '\n' : `${name}data: ${JSON.stringify(event)}\n\n`);
    await pause();
  }
  response.end(service.last ? `data: ${service.last}\n\n` : undefined);
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
