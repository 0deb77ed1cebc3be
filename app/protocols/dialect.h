// SPDX-License-Identifier: GPL-3.0-or-later
// What a body says in a format of its own, known by its shape alone: calls of procedures, calls of language models.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace protocols {

enum class Dialect : uint8_t {
    None = 0,
    GraphQl,
    JsonRpc,             // 1.0 and 2.0: the Model Context Protocol and language servers among them
    Soap,
    // Of language models, from here on.
    OpenAiChat,          // chat completions
    OpenAiResponses,
    AnthropicMessages,
    Gemini,              // generateContent, streamGenerateContent
    OllamaChat,
    OllamaGenerate,      // the last value
};

inline bool isModelCall(Dialect dialect) { return dialect >= Dialect::OpenAiChat; }

// In files, in the order above.
inline constexpr std::array<std::string_view, 10> dialectIds{"",          "graphql", "json-rpc",    "soap",           "openai-chat", "openai-responses",
                                                             "anthropic", "gemini",  "ollama-chat", "ollama-generate"};

inline std::string_view dialectId(Dialect dialect) { return dialectIds[size_t(dialect)]; }

// None for an unknown one.
inline Dialect dialectOfId(std::string_view id)
{
    for (size_t i = 1; i < dialectIds.size(); ++i)
        if (dialectIds[i] == id)
            return Dialect(i);
    return Dialect::None;
}

// As the answer counts them; absent: not told.
struct Tokens {
    std::optional<uint64_t> input, output;
    bool operator==(const Tokens &) const = default;
    bool any() const { return input || output; }
};

} // namespace protocols
