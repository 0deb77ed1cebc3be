// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/llm/dialects.h"

#include <utility>

namespace llm {

namespace {

Part contentPart(const JsonValue &part)
{
    if (const JsonValue call = part.either("functionCall", "function_call"); call.exists())
        return toolCall(call["id"], call["name"], call["args"]);
    if (const JsonValue result = part.either("functionResponse", "function_response"); result.exists()) {
        Part made = toolResult(result["id"], result["response"].raw());
        take(made.name, result["name"]);
        return made;
    }
    if (const JsonValue data = part.either("inlineData", "inline_data"); data.exists()) {
        const JsonValue type = data.either("mimeType", "mime_type");
        return mediaPart(type.text().starts_with("image/") ? PartKind::Image : PartKind::File, type, data["data"]);
    }
    if (const JsonValue file = part.either("fileData", "file_data"); file.exists()) {
        Part made = mediaPart(PartKind::File, file.either("fileUri", "file_uri").text());
        take(made.name, file.either("mimeType", "mime_type"));
        return made;
    }
    return textPart(part["text"], part["thought"].isTrue() ? PartKind::Reasoning : PartKind::Text);
}

std::vector<Part> contentParts(const JsonValue &content)
{
    std::vector<Part> parts;
    content["parts"].each([&](const JsonValue &part) { parts.push_back(contentPart(part)); });
    return parts;
}

} // namespace

void readGeminiRequest(const JsonValue &request, Transcript &transcript)
{
    take(transcript.asked, request["model"]);
    if (const JsonValue system = request.either("systemInstruction", "system_instruction"); system.exists())
        addTurn(transcript, Role::System, contentParts(system));
    request["contents"].each([&](const JsonValue &content) {
        std::vector<Part> parts = contentParts(content);
        const bool result = !parts.empty() && parts.front().kind == PartKind::ToolResult;
        addTurn(transcript, content["role"].text() == "model" ? Role::Assistant : result ? Role::Tool : Role::User, std::move(parts));
    });
    request["tools"].each([&](const JsonValue &tool) {
        tool.either("functionDeclarations", "function_declarations").each([&](const JsonValue &function) { addTool(transcript, function["name"]); });
    });
}

void readGeminiAnswer(const JsonValue &piece, Answer &answer, Transcript &transcript)
{
    take(transcript.answered, piece.either("modelVersion", "model_version"));
    takeError(piece["error"], transcript);
    take(transcript.stop, piece["promptFeedback"]["blockReason"]);
    piece["candidates"].each([&](const JsonValue &candidate) {
        const uint64_t number = candidate["index"].count().value_or(0);
        for (Part &part : contentParts(candidate["content"])) {
            if (part.kind == PartKind::Text || part.kind == PartKind::Reasoning)
                answer.next(part.kind, part.text, number);
            else
                answer.add(std::move(part), number);
        }
        take(transcript.stop, candidate.either("finishReason", "finish_reason"));
    });
    const JsonValue usage = piece.either("usageMetadata", "usage_metadata");
    take(transcript.usage.input, usage["promptTokenCount"]);
    take(transcript.usage.output, usage["candidatesTokenCount"]);
    take(transcript.usage.cached, usage["cachedContentTokenCount"]);
    take(transcript.usage.reasoning, usage["thoughtsTokenCount"]);
}

} // namespace llm
