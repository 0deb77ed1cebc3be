// SPDX-License-Identifier: GPL-3.0-or-later
// Recognises calls of language models by the shape of request and answer, whatever the host: OpenAI's chat completions
// and responses, Anthropic's messages, Gemini's generateContent, Ollama's chat and generate; and reads from them which
// model, how many tokens, and how the answer ended.
#pragma once

#include "app/decode/json_leaves.h"
#include "app/protocols/dialect.h"
#include "app/protocols/event.h"

#include <string>

namespace protocols::operation {

class ModelCall
{
public:
    explicit ModelCall(const RequestHead &);

    void request(const decode::JsonLeaf &);
    void answer(const decode::JsonLeaf &);
    // False: nothing in the request so far belongs to such a call.
    bool isLikely() const { return m_seen != 0; }
    // By both halves, as far as they were seen; None: it is none, or it is not certain yet.
    Dialect dialect() const;
    // As asked for, else as answered; may be empty.
    const std::string &model() const;
    Tokens tokens() const { return m_tokens; }
    // Why it stopped, in the service's word: "stop", "tool_use"; or its error in words. Empty: not told.
    const std::string &stop() const { return m_stop; }
    std::string error() const;

private:
    Dialect byRequest() const;

    uint32_t m_seen = 0;          // parts of the request's shape
    Dialect m_byAnswer = Dialect::None;
    bool m_anthropic = false;     // by a field of the head
    bool m_done = false, m_message = false, m_response = false;   // of an answer of Ollama
    std::string m_asked, m_answered, m_stop, m_error, m_errorType, m_named;
    Tokens m_tokens;
};

} // namespace protocols::operation
