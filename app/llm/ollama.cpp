// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/llm/dialects.h"

#include <utility>

namespace llm {

namespace {

void addImages(const JsonValue &images, std::vector<Part> &parts)
{
    images.each([&](const JsonValue &image) { parts.push_back(mediaPart(PartKind::Image, JsonValue(), image)); });
}

} // namespace

void readOllamaChatRequest(const JsonValue &request, Transcript &transcript)
{
    take(transcript.asked, request["model"]);
    request["messages"].each([&](const JsonValue &message) {
        const std::string role = message["role"].text();
        std::vector<Part> parts;
        if (role == "tool") {
            Part result = toolResult(message["tool_call_id"], message["content"].text());
            take(result.name, message["tool_name"]);
            parts.push_back(std::move(result));
        } else {
            if (message["thinking"].isString())
                parts.push_back(textPart(message["thinking"], PartKind::Reasoning));
            parts.push_back(textPart(message["content"]));
        }
        addImages(message["images"], parts);
        message["tool_calls"].each([&](const JsonValue &call) {
            parts.push_back(toolCall(call["id"], call["function"]["name"], call["function"]["arguments"]));
        });
        addTurn(transcript, role == "system" ? Role::System : role == "tool" ? Role::Tool : role == "assistant" ? Role::Assistant : Role::User,
                std::move(parts));
    });
    request["tools"].each([&](const JsonValue &tool) { addTool(transcript, tool["function"]["name"]); });
}

void readOllamaGenerateRequest(const JsonValue &request, Transcript &transcript)
{
    take(transcript.asked, request["model"]);
    if (request["system"].isString())
        addTurn(transcript, Role::System, {textPart(request["system"])});
    std::vector<Part> parts{textPart(request["prompt"])};
    addImages(request["images"], parts);
    addTurn(transcript, Role::User, std::move(parts));
}

void readOllamaAnswer(const JsonValue &piece, Answer &answer, Transcript &transcript)
{
    take(transcript.answered, piece["model"]);
    takeError(piece["error"], transcript);
    const JsonValue message = piece["message"];
    answer.next(PartKind::Reasoning, (message.exists() ? message["thinking"] : piece["thinking"]).text());
    answer.next(PartKind::Text, (message.exists() ? message["content"] : piece["response"]).text());
    message["tool_calls"].each([&](const JsonValue &call) {
        answer.add(toolCall(call["id"], call["function"]["name"], call["function"]["arguments"]));
    });
    take(transcript.stop, piece["done_reason"]);
    take(transcript.usage.input, piece["prompt_eval_count"]);
    take(transcript.usage.output, piece["eval_count"]);
}

} // namespace llm
