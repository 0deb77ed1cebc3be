// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/operation/model_call.h"

#include "app/protocols/field.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace protocols::operation {

namespace {

using decode::JsonKind;
using decode::JsonLeaf;

enum Seen : uint32_t {
    Model = 1, Role = 2, Input = 4, InputList = 8, Prompt = 16, Parts = 32,
    Anthropic = 64,      // what only Anthropic's requests have
    Ollama = 128,        // what only Ollama's have
    Responses = 256,     // what only OpenAI's responses have, beside an input
};

struct Shape {
    std::string_view path;
    uint32_t seen;
};

// By path, whatever the value.
constexpr std::array requestShapes = std::to_array<Shape>({
    {"messages[].role", Role},
    {"contents[].parts", Parts},
    {"prompt", Prompt},
    {"system", Anthropic},
    {"stop_sequences", Anthropic},
    {"tools[].input_schema", Anthropic},
    {"messages[].content[].tool_use_id", Anthropic},
    {"messages[].content[].source.media_type", Anthropic},
    {"options", Ollama},
    {"keep_alive", Ollama},
    {"messages[].images", Ollama},
    {"previous_response_id", Responses},
    {"max_output_tokens", Responses},
    {"tools", Responses},
    {"stream", Responses},
    {"reasoning", Responses},
});

struct Count {
    std::string_view path;
    bool output;
};

constexpr std::array counts = std::to_array<Count>({
    {"usage.prompt_tokens", false},
    {"usage.completion_tokens", true},
    {"usage.input_tokens", false},
    {"usage.output_tokens", true},
    {"message.usage.input_tokens", false},
    {"message.usage.output_tokens", true},
    {"response.usage.input_tokens", false},
    {"response.usage.output_tokens", true},
    {"usageMetadata.promptTokenCount", false},
    {"usageMetadata.candidatesTokenCount", true},
    {"prompt_eval_count", false},
    {"eval_count", true},
});

constexpr std::array<std::string_view, 7> stops{
    "choices[].finish_reason", "stop_reason", "delta.stop_reason", "candidates[].finishReason", "done_reason", "status", "response.status",
};
constexpr std::array<std::string_view, 4> models{"model", "message.model", "response.model", "modelVersion"};

// "/v1beta/models/gemini-2.0-flash:generateContent"; empty if it is nothing like it.
std::string_view modelOfTarget(std::string_view target)
{
    target = target.substr(0, target.find('?'));
    const size_t slash = target.rfind('/'), colon = target.rfind(':');
    if (slash == std::string_view::npos || colon == std::string_view::npos || colon < slash)
        return {};
    return target.substr(slash + 1, colon - slash - 1);
}

} // namespace

const std::string &ModelCall::model() const
{
    return !m_asked.empty() ? m_asked : dialect() == Dialect::Gemini && !m_named.empty() ? m_named : m_answered;
}

std::string ModelCall::error() const
{
    return m_errorType.empty() || m_error.empty() ? m_error : m_errorType + ": " + m_error;
}

ModelCall::ModelCall(const RequestHead &head)
    : m_anthropic(!fieldValue(head.fields, "anthropic-version").empty())
    , m_named(modelOfTarget(head.target).substr(0, 200))
{
}

void ModelCall::request(const JsonLeaf &leaf)
{
    for (const Shape &shape : requestShapes)
        if (leaf.path == shape.path)
            m_seen |= shape.seen;
    if (leaf.path == "input")
        m_seen |= Input;
    else if (leaf.path == "input[].role" || leaf.path == "input[].type")
        m_seen |= InputList;
    else if (leaf.path == "model" && leaf.kind == JsonKind::String) {
        m_seen |= Model;
        m_asked = leaf.text;
    }
}

void ModelCall::answer(const JsonLeaf &leaf)
{
    // A list of what would otherwise be events.
    const std::string_view path = leaf.path.starts_with("[].") ? leaf.path.substr(3) : leaf.path;
    const std::string_view text = leaf.text;
    const auto names = [&](Dialect dialect) { m_byAnswer = dialect; };
    if (path == "object" && text.starts_with("chat.completion"))
        names(Dialect::OpenAiChat);
    else if ((path == "object" || path == "response.object") && text == "response")
        names(Dialect::OpenAiResponses);
    else if ((path == "type" || path == "message.type") && text == "message")
        names(Dialect::AnthropicMessages);
    else if (path == "candidates[].content" || path == "usageMetadata")
        names(Dialect::Gemini);
    m_done = m_done || path == "done";
    m_message = m_message || path == "message.role";
    m_response = m_response || (path == "response" && leaf.kind == JsonKind::String);
    if (m_done && (m_message || m_response))
        names(m_message ? Dialect::OllamaChat : Dialect::OllamaGenerate);

    if (leaf.kind == JsonKind::Number) {
        for (const Count &count : counts) {
            uint64_t value = 0;
            if (path == count.path && std::from_chars(text.data(), text.data() + text.size(), value).ec == std::errc())
                (count.output ? m_tokens.output : m_tokens.input) = value;
        }
    }
    if (leaf.kind != JsonKind::String || text.empty())
        return;
    if (std::ranges::find(stops, path) != stops.end())
        m_stop = text == "in_progress" || text == "queued" ? std::string_view() : text;
    else if (std::ranges::find(models, path) != models.end())
        m_answered = text;
    else if (path == "error.message" || path == "error" || path == "response.error.message")
        m_error = text;
    else if (path == "error.type" || path == "error.status")
        m_errorType = text;
}

Dialect ModelCall::byRequest() const
{
    if (m_seen & Parts)
        return Dialect::Gemini;
    if (!(m_seen & Model))
        return Dialect::None;
    if (m_seen & Role)
        return m_anthropic || m_seen & Anthropic ? Dialect::AnthropicMessages : m_seen & Ollama ? Dialect::OllamaChat : Dialect::OpenAiChat;
    if (m_seen & InputList || (m_seen & Input && m_seen & Responses))
        return Dialect::OpenAiResponses;
    return m_seen & Prompt && m_seen & Ollama ? Dialect::OllamaGenerate : Dialect::None;
}

Dialect ModelCall::dialect() const
{
    // Either half alone could be something else, if nothing of the other fits.
    if (m_byAnswer != Dialect::None && m_seen)
        return m_byAnswer;
    return byRequest();
}

} // namespace protocols::operation
