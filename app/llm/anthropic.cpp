// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/llm/dialects.h"

#include <utility>

namespace llm {

namespace {

// Of a tool's result: its texts, and what else there is in brackets.
std::string resultText(const JsonValue &content)
{
    if (!content.isArray())
        return content.text();
    std::string text;
    content.each([&](const JsonValue &part) { text += part["text"].exists() ? part["text"].text() : '[' + part["type"].text() + ']'; });
    return text;
}

Part contentPart(const JsonValue &block)
{
    const std::string type = block["type"].text();
    if (type == "tool_use" || type == "server_tool_use" || type == "mcp_tool_use")
        return toolCall(block["id"], block["name"], block["input"]);
    if (type.ends_with("tool_result"))
        return toolResult(block["tool_use_id"], resultText(block["content"]), block["is_error"].isTrue());
    if (type == "thinking")
        return textPart(block["thinking"], PartKind::Reasoning);
    if (type == "image" || type == "document") {
        const JsonValue source = block["source"];
        const PartKind kind = type == "image" ? PartKind::Image : PartKind::File;
        return source["data"].exists() ? mediaPart(kind, source["media_type"], source["data"]) : mediaPart(kind, source.either("url", "file_id").text());
    }
    return textPart(block["text"]);
}

std::vector<Part> contentParts(const JsonValue &content)
{
    std::vector<Part> parts;
    if (!content.isArray())
        parts.push_back(textPart(content));
    content.each([&](const JsonValue &block) { parts.push_back(contentPart(block)); });
    return parts;
}

void takeUsage(const JsonValue &usage, Transcript &transcript)
{
    take(transcript.usage.input, usage["input_tokens"]);
    take(transcript.usage.output, usage["output_tokens"]);
    take(transcript.usage.cached, usage["cache_read_input_tokens"]);
}

} // namespace

void readAnthropicRequest(const JsonValue &request, Transcript &transcript)
{
    take(transcript.asked, request["model"]);
    if (request["system"].exists())
        addTurn(transcript, Role::System, contentParts(request["system"]));
    request["messages"].each([&](const JsonValue &message) {
        std::vector<Part> parts = contentParts(message["content"]);
        const bool result = !parts.empty() && parts.front().kind == PartKind::ToolResult;
        const bool assistant = message["role"].text() == "assistant";
        addTurn(transcript, assistant ? Role::Assistant : result ? Role::Tool : Role::User, std::move(parts));
    });
    request["tools"].each([&](const JsonValue &tool) { addTool(transcript, tool.either("name", "type")); });
}

void readAnthropicAnswer(const JsonValue &piece, Answer &answer, Transcript &transcript)
{
    const std::string type = piece["type"].text();
    const uint64_t key = piece["index"].count().value_or(0);
    if (type == "message" || type == "message_start") {
        const JsonValue message = type == "message" ? piece : piece["message"];
        take(transcript.answered, message["model"]);
        take(transcript.stop, message["stop_reason"]);
        takeUsage(message["usage"], transcript);
        message["content"].each([&](const JsonValue &block) { answer.add(contentPart(block)); });
    } else if (type == "content_block_start") {
        Part block = contentPart(piece["content_block"]);
        // The arguments follow in pieces; here they are an empty object.
        if (block.kind == PartKind::ToolCall)
            block.text.clear();
        answer.text(block.kind, block.text, key);
        Part &part = answer.part(block.kind, key);
        part.name = std::move(block.name);
        part.id = std::move(block.id);
    } else if (type == "content_block_delta") {
        const JsonValue delta = piece["delta"];
        answer.text(PartKind::Text, delta["text"].text(), key);
        answer.text(PartKind::Reasoning, delta["thinking"].text(), key);
        answer.text(PartKind::ToolCall, delta["partial_json"].text(), key);
    } else if (type == "message_delta") {
        take(transcript.stop, piece["delta"]["stop_reason"]);
        takeUsage(piece["usage"], transcript);
    } else if (type == "error") {
        takeError(piece["error"], transcript);
    }
}

} // namespace llm
