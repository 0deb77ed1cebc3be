// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/llm/dialects.h"

#include <utility>

namespace llm {

namespace {

Role roleOf(const JsonValue &message)
{
    const std::string role = message["role"].text();
    if (role == "system" || role == "developer")
        return Role::System;
    if (role == "tool" || role == "function")
        return Role::Tool;
    return role == "assistant" ? Role::Assistant : Role::User;
}

Part contentPart(const JsonValue &part)
{
    const std::string type = part["type"].text();
    if (type == "image_url")
        return mediaPart(PartKind::Image, part["image_url"].isString() ? part["image_url"].text() : part["image_url"]["url"].text());
    if (type == "file")
        return mediaPart(PartKind::File, part["file"]["file_data"].exists() ? part["file"]["file_data"].text() : part["file"]["file_id"].text());
    if (type == "input_audio")
        return mediaPart(PartKind::File, part["input_audio"]["format"], part["input_audio"]["data"]);
    return textPart(type == "refusal" ? part["refusal"] : part["text"]);
}

std::string joinedText(const JsonValue &content)
{
    if (!content.isArray())
        return content.text();
    std::string text;
    content.each([&](const JsonValue &part) { text += part["text"].text(); });
    return text;
}

} // namespace

void readOpenAiChatRequest(const JsonValue &request, Transcript &transcript)
{
    take(transcript.asked, request["model"]);
    request["messages"].each([&](const JsonValue &message) {
        const Role role = roleOf(message);
        std::vector<Part> parts;
        const JsonValue content = message["content"];
        if (role == Role::Tool) {
            parts.push_back(toolResult(message.either("tool_call_id", "name"), joinedText(content)));
        } else if (content.isArray()) {
            content.each([&](const JsonValue &part) { parts.push_back(contentPart(part)); });
        } else {
            parts.push_back(textPart(message["refusal"].isString() ? message["refusal"] : content));
        }
        message["tool_calls"].each([&](const JsonValue &call) {
            parts.push_back(toolCall(call["id"], call["function"]["name"], call["function"]["arguments"]));
        });
        addTurn(transcript, role, std::move(parts));
    });
    request["tools"].each([&](const JsonValue &tool) { addTool(transcript, tool["function"].exists() ? tool["function"]["name"] : tool.either("name", "type")); });
}

void readOpenAiChatAnswer(const JsonValue &piece, Answer &answer, Transcript &transcript)
{
    take(transcript.answered, piece["model"]);
    takeError(piece["error"], transcript);
    piece["choices"].each([&](const JsonValue &choice) {
        const uint64_t number = choice["index"].count().value_or(0);
        const JsonValue message = choice.either("delta", "message");
        answer.text(PartKind::Reasoning, message.either("reasoning_content", "reasoning").text(), 0, number);
        answer.text(PartKind::Text, message["content"].text(), 0, number);
        answer.text(PartKind::Text, message["refusal"].text(), 1, number);
        uint64_t key = 0;
        message["tool_calls"].each([&](const JsonValue &call) {
            const uint64_t at = call["index"].count().value_or(key++);
            Part &part = answer.part(PartKind::ToolCall, at, number);
            take(part.id, call["id"]);
            take(part.name, call["function"]["name"]);
            answer.text(PartKind::ToolCall, call["function"]["arguments"].text(), at, number);
        });
        take(transcript.stop, choice["finish_reason"]);
    });
    const JsonValue usage = piece["usage"];
    take(transcript.usage.input, usage["prompt_tokens"]);
    take(transcript.usage.output, usage["completion_tokens"]);
    take(transcript.usage.cached, usage["prompt_tokens_details"]["cached_tokens"]);
    take(transcript.usage.reasoning, usage["completion_tokens_details"]["reasoning_tokens"]);
}

} // namespace llm
