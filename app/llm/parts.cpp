// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/llm/dialects.h"

#include <algorithm>
#include <utility>

namespace llm {

namespace {

constexpr size_t nameMax = 500;

// Of base64 text, as it is written in JSON.
uint64_t decodedSize(std::string_view base64)
{
    while (base64.ends_with('='))
        base64.remove_suffix(1);
    return base64.size() * 3 / 4;
}

std::string shortText(const JsonValue &value)
{
    return value.text().substr(0, nameMax);
}

} // namespace

Part textPart(const JsonValue &text, PartKind kind)
{
    Part part{.kind = kind};
    extend(part, text.text());
    return part;
}

Part toolCall(const JsonValue &id, const JsonValue &name, const JsonValue &arguments)
{
    Part part{.kind = PartKind::ToolCall, .name = shortText(name), .id = shortText(id)};
    extend(part, arguments.textOrJson());
    return part;
}

Part toolResult(const JsonValue &id, std::string_view text, bool failed)
{
    Part part{.kind = PartKind::ToolResult, .id = shortText(id), .failed = failed};
    extend(part, text);
    return part;
}

Part mediaPart(PartKind kind, std::string_view url)
{
    Part part{.kind = kind};
    const size_t comma = url.starts_with("data:") ? url.find(',') : std::string_view::npos;
    if (comma == std::string_view::npos) {
        extend(part, url);
        return part;
    }
    part.name = url.substr(5, std::min(url.find(';'), comma) - 5).substr(0, nameMax);
    part.bytes = decodedSize(url.substr(comma + 1));
    return part;
}

Part mediaPart(PartKind kind, const JsonValue &mediaType, const JsonValue &base64)
{
    std::string_view data = base64.isString() ? base64.raw() : std::string_view();
    data = data.substr(std::min<size_t>(1, data.size()));
    return {.kind = kind, .name = shortText(mediaType), .bytes = decodedSize(data.substr(0, data.size() - !data.empty()))};
}

void addTurn(Transcript &transcript, Role role, std::vector<Part> parts)
{
    std::erase_if(parts, [](const Part &part) { return (part.kind == PartKind::Text || part.kind == PartKind::Reasoning) && part.text.empty(); });
    if (transcript.turns.size() == Transcript::turnsMax)
        ++transcript.turnsBeyond;
    else
        transcript.turns.push_back({role, std::move(parts)});
}

void addTool(Transcript &transcript, const JsonValue &name)
{
    if (++transcript.toolCount <= Transcript::toolsMax)
        transcript.tools.push_back(shortText(name));
}

void take(std::optional<uint64_t> &count, const JsonValue &value)
{
    if (const auto told = value.count())
        count = told;
}

void take(std::string &text, const JsonValue &value)
{
    if (std::string told = value.text(); !told.empty())
        text = told.substr(0, nameMax);
}

void takeError(const JsonValue &error, Transcript &transcript)
{
    std::string words = error.isString() ? error.text() : error["message"].text();
    const std::string type = error["type"].isString() ? error["type"].text() : error["status"].text();
    if (words.empty() && type.empty())
        return;
    words = type + (type.empty() || words.empty() ? "" : ": ") + words;
    transcript.error = words.substr(0, 10'000);
}

} // namespace llm
