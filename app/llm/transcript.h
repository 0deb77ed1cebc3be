// SPDX-License-Identifier: GPL-3.0-or-later
// A call of a language model, read from the bodies of its exchange: what was said before, what the model answered, at
// what cost. The same for all services; what a service does not tell is absent.
#pragma once

#include "app/base/time.h"
#include "app/protocols/dialect.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace llm {

using protocols::Dialect;

enum class Role : uint8_t { System, User, Assistant, Tool };

enum class PartKind : uint8_t { Text, Reasoning, Image, File, ToolCall, ToolResult };

struct Part {
    PartKind kind = PartKind::Text;
    std::string text = {};        // of a tool call its arguments as JSON; of an image its URL, unless it is in the body
    std::string name = {};        // of a tool; of an image or a file its media type
    std::string id = {};          // of a tool call, which its result names too
    uint64_t bytes = 0;           // of an image or a file in the body; 0: elsewhere
    bool failed = false;          // of a tool's result
    bool cut = false;             // longer than textMax
    static constexpr size_t textMax = size_t(1) << 20;
    bool operator==(const Part &) const = default;
};

struct Turn {
    Role role = Role::User;
    std::vector<Part> parts = {};
    bool operator==(const Turn &) const = default;
};

// As the service counts them.
struct Usage {
    std::optional<uint64_t> input, output, cached, reasoning;
    bool operator==(const Usage &) const = default;
};

struct Transcript {
    Dialect dialect = Dialect::None;
    std::string asked, answered;         // the model, as the request and the answer name it
    std::vector<Turn> turns;             // of the request, in order
    uint64_t turnsBeyond = 0;            // more than turnsMax
    static constexpr size_t turnsMax = 10'000;
    std::vector<std::string> tools;      // names of those offered, at most toolsMax
    uint64_t toolCount = 0;
    static constexpr size_t toolsMax = 500;
    std::vector<Turn> answers;           // usually one; joined, if streamed
    std::string stop;                    // why it ended, in the service's word; empty: not told
    std::string error;                   // in the service's words; empty: none
    Usage usage;
    bool streamed = false;
    // From the end of the request to the first piece of the answer's contents, if streamed; else unknown.
    base::Duration firstToken = base::unknownDuration;
    // Output tokens between the first and the last piece.
    std::optional<double> tokensPerSecond;
};

// "OpenAI chat completions"; empty for what is no call of a model.
std::string_view dialectName(Dialect);
// "system", "user", ...; "text", "tool call", ...
std::string_view roleName(Role);
std::string_view partName(PartKind);

// One piece of an answer: all of it, an event, a line.
struct Piece {
    std::string json;
    base::Time time = 0;                 // when it was complete; 0: unknown
};

// The bodies in question, decoded.
struct Spoken {
    Dialect dialect = Dialect::None;
    std::string target;                  // of the request, which may name the model
    std::string request;
    std::vector<Piece> answer;
    bool streamed = false;
    base::Time requestEnd = 0;           // 0: unknown
};

Transcript readTranscript(const Spoken &);

} // namespace llm
