// SPDX-License-Identifier: GPL-3.0-or-later
// One reader for each service's form: a request as a whole, an answer piece by piece.
#pragma once

#include "app/llm/answer.h"
#include "app/llm/json_value.h"
#include "app/llm/transcript.h"

#include <string_view>

namespace llm {

struct DialectReader {
    Dialect dialect;
    std::string_view name;
    void (*request)(const JsonValue &, Transcript &);
    // A whole answer, an event or a line; usage, stop and error go into the transcript.
    void (*answer)(const JsonValue &, Answer &, Transcript &);
};

// https://platform.openai.com/docs/api-reference/chat
void readOpenAiChatRequest(const JsonValue &, Transcript &);
void readOpenAiChatAnswer(const JsonValue &, Answer &, Transcript &);
// https://platform.openai.com/docs/api-reference/responses
void readOpenAiResponsesRequest(const JsonValue &, Transcript &);
void readOpenAiResponsesAnswer(const JsonValue &, Answer &, Transcript &);
// https://docs.anthropic.com/en/api/messages
void readAnthropicRequest(const JsonValue &, Transcript &);
void readAnthropicAnswer(const JsonValue &, Answer &, Transcript &);
// https://ai.google.dev/api/generate-content
void readGeminiRequest(const JsonValue &, Transcript &);
void readGeminiAnswer(const JsonValue &, Answer &, Transcript &);
// https://github.com/ollama/ollama/blob/main/docs/api.md
void readOllamaChatRequest(const JsonValue &, Transcript &);
void readOllamaGenerateRequest(const JsonValue &, Transcript &);
void readOllamaAnswer(const JsonValue &, Answer &, Transcript &);

// Parts that are alike in several forms.
Part textPart(const JsonValue &text, PartKind = PartKind::Text);
Part toolCall(const JsonValue &id, const JsonValue &name, const JsonValue &arguments);
Part toolResult(const JsonValue &id, std::string_view text, bool failed = false);
// An image or a file: a URL ("data:image/png;base64,…" among them), or base64 data of a media type.
Part mediaPart(PartKind, std::string_view url);
Part mediaPart(PartKind, const JsonValue &mediaType, const JsonValue &base64);
void addTurn(Transcript &, Role, std::vector<Part>);
void addTool(Transcript &, const JsonValue &name);
// Sets a count that is told.
void take(std::optional<uint64_t> &, const JsonValue &);
void take(std::string &, const JsonValue &);
// {"error": {"type", "message"}} or {"error": "words"}.
void takeError(const JsonValue &error, Transcript &);

} // namespace llm
