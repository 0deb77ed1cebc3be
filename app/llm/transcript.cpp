// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/llm/transcript.h"

#include "app/llm/dialects.h"

#include <algorithm>
#include <array>

namespace llm {

namespace {

constexpr std::array readers = std::to_array<DialectReader>({
    {Dialect::OpenAiChat, "OpenAI chat completions", readOpenAiChatRequest, readOpenAiChatAnswer},
    {Dialect::OpenAiResponses, "OpenAI responses", readOpenAiResponsesRequest, readOpenAiResponsesAnswer},
    {Dialect::AnthropicMessages, "Anthropic messages", readAnthropicRequest, readAnthropicAnswer},
    {Dialect::Gemini, "Gemini", readGeminiRequest, readGeminiAnswer},
    {Dialect::OllamaChat, "Ollama chat", readOllamaChatRequest, readOllamaAnswer},
    {Dialect::OllamaGenerate, "Ollama generate", readOllamaGenerateRequest, readOllamaAnswer},
});

const DialectReader *readerOf(Dialect dialect)
{
    const auto found = std::ranges::find(readers, dialect, &DialectReader::dialect);
    return found == readers.end() ? nullptr : &*found;
}

// "…/models/gemini-2.0-flash:generateContent"
std::string modelInTarget(std::string_view target)
{
    target = target.substr(0, target.find('?'));
    const size_t colon = target.rfind(':'), slash = target.rfind('/');
    return colon != target.npos && slash != target.npos && slash < colon ? std::string(target.substr(slash + 1, colon - slash - 1)) : std::string();
}

// Calls `take` with each value of a piece: several events may arrive as the elements of one list.
template <typename Take>
void eachValue(const Piece &piece, Take take)
{
    const JsonValue value(piece.json);
    if (value.isArray())
        value.each(take);
    else
        take(value);
}

} // namespace

std::string_view dialectName(Dialect dialect)
{
    const DialectReader *reader = readerOf(dialect);
    return reader ? reader->name : std::string_view();
}

std::string_view roleName(Role role)
{
    static constexpr std::array<std::string_view, 4> names{"system", "user", "assistant", "tool"};
    return names[size_t(role)];
}

std::string_view partName(PartKind kind)
{
    static constexpr std::array<std::string_view, 6> names{"text", "reasoning", "image", "file", "tool call", "tool result"};
    return names[size_t(kind)];
}

Transcript readTranscript(const Spoken &spoken)
{
    Transcript transcript;
    const DialectReader *reader = readerOf(spoken.dialect);
    if (!reader)
        return transcript;
    transcript.dialect = spoken.dialect;
    transcript.streamed = spoken.streamed;
    reader->request(JsonValue(spoken.request), transcript);
    if (transcript.asked.empty() && spoken.dialect == Dialect::Gemini)
        transcript.asked = modelInTarget(spoken.target);

    Answer answer;
    base::Time first = 0, last = 0;
    uint64_t before = 0;
    for (const Piece &piece : spoken.answer) {
        eachValue(piece, [&](const JsonValue &value) { reader->answer(value, answer, transcript); });
        // Whole answers repeat what came in pieces: time is that of the pieces.
        if (spoken.streamed && piece.time && answer.size() > before) {
            if (!first)
                first = piece.time;
            last = piece.time;
        }
        before = std::max(before, answer.size());
    }
    transcript.answers = answer.turns();
    if (first && spoken.requestEnd)
        transcript.firstToken = std::max<base::Duration>(0, first - spoken.requestEnd);
    if (last > first && transcript.usage.output)
        transcript.tokensPerSecond = double(*transcript.usage.output) * 1e9 / double(last - first);
    return transcript;
}

} // namespace llm
