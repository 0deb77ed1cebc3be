// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/llm/dialects.h"

#include <utility>

namespace llm {

namespace {

Role roleOf(const JsonValue &item)
{
    const std::string role = item["role"].text();
    if (role == "system" || role == "developer")
        return Role::System;
    return role == "assistant" ? Role::Assistant : Role::User;
}

Part contentPart(const JsonValue &part)
{
    const std::string type = part["type"].text();
    if (type == "input_image")
        return mediaPart(PartKind::Image, part.either("image_url", "file_id").text());
    if (type == "input_file")
        return mediaPart(PartKind::File, part["file_data"].exists() ? part["file_data"].text() : part.either("file_url", "file_id").text());
    return textPart(type == "refusal" ? part["refusal"] : part["text"]);
}

// The parts of one item, of a request as of an answer.
std::vector<Part> itemParts(const JsonValue &item)
{
    const std::string type = item["type"].text();
    std::vector<Part> parts;
    if (type == "function_call" || type == "custom_tool_call" || type == "mcp_call") {
        parts.push_back(toolCall(item.either("call_id", "id"), item["name"], item.either("arguments", "input")));
    } else if (type == "function_call_output" || type == "custom_tool_call_output") {
        parts.push_back(toolResult(item["call_id"], item["output"].textOrJson()));
    } else if (type == "reasoning") {
        item["summary"].each([&](const JsonValue &part) { parts.push_back(textPart(part["text"], PartKind::Reasoning)); });
    } else if (item["content"].isArray()) {
        item["content"].each([&](const JsonValue &part) { parts.push_back(contentPart(part)); });
    } else if (item["content"].isString()) {
        parts.push_back(textPart(item["content"]));
    } else {
        // Calls of what the service does itself: "web_search_call".
        Part part{.kind = PartKind::ToolCall, .name = type};
        extend(part, item["action"].raw());
        parts.push_back(std::move(part));
    }
    return parts;
}

void readWhole(const JsonValue &response, Answer &answer, Transcript &transcript)
{
    take(transcript.answered, response["model"]);
    takeError(response["error"], transcript);
    if (const std::string status = response["status"].text(); status != "in_progress" && status != "queued")
        take(transcript.stop, response["status"]);
    take(transcript.stop, response["incomplete_details"]["reason"]);
    const JsonValue usage = response["usage"];
    take(transcript.usage.input, usage["input_tokens"]);
    take(transcript.usage.output, usage["output_tokens"]);
    take(transcript.usage.cached, usage["input_tokens_details"]["cached_tokens"]);
    take(transcript.usage.reasoning, usage["output_tokens_details"]["reasoning_tokens"]);
    bool first = true;
    response["output"].each([&](const JsonValue &item) {
        // The pieces so far say the same again.
        if (std::exchange(first, false))
            answer.clear();
        for (Part &part : itemParts(item))
            answer.add(std::move(part));
    });
}

} // namespace

void readOpenAiResponsesRequest(const JsonValue &request, Transcript &transcript)
{
    take(transcript.asked, request["model"]);
    if (request["instructions"].isString())
        addTurn(transcript, Role::System, {textPart(request["instructions"])});
    if (request["input"].isString())
        addTurn(transcript, Role::User, {textPart(request["input"])});
    request["input"].each([&](const JsonValue &item) {
        std::vector<Part> parts = itemParts(item);
        const bool call = !parts.empty() && (parts.front().kind == PartKind::ToolCall || parts.front().kind == PartKind::Reasoning);
        const bool result = !parts.empty() && parts.front().kind == PartKind::ToolResult;
        addTurn(transcript, call ? Role::Assistant : result ? Role::Tool : roleOf(item), std::move(parts));
    });
    request["tools"].each([&](const JsonValue &tool) { addTool(transcript, tool.either("name", "type")); });
}

void readOpenAiResponsesAnswer(const JsonValue &piece, Answer &answer, Transcript &transcript)
{
    const std::string type = piece["type"].text();
    const uint64_t key = piece["output_index"].count().value_or(0);
    if (piece["object"].text() == "response")
        readWhole(piece, answer, transcript);
    else if (piece["response"].isObject())
        readWhole(piece["response"], answer, transcript);
    else if (type == "response.output_text.delta" || type == "response.refusal.delta")
        answer.text(PartKind::Text, piece["delta"].text(), key << 16 | (piece["content_index"].count().value_or(0) & 0xffff));
    else if (type == "response.reasoning_summary_text.delta")
        answer.text(PartKind::Reasoning, piece["delta"].text(), key);
    else if (type == "response.function_call_arguments.delta")
        answer.text(PartKind::ToolCall, piece["delta"].text(), key);
    else if (const JsonValue item = piece["item"]; type == "response.output_item.added" && item["type"].text() == "function_call") {
        Part &part = answer.part(PartKind::ToolCall, key);
        take(part.id, item["call_id"]);
        take(part.name, item["name"]);
    } else if (type == "error")
        takeError(piece["message"].exists() ? piece["message"] : piece["error"], transcript);
    else
        takeError(piece["error"], transcript);
}

} // namespace llm
