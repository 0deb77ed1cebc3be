// SPDX-License-Identifier: GPL-3.0-or-later
// One message of MongoDB's wire protocol, whatever its opcode, as far as it is here.
#pragma once

#include "app/protocols/parser.h"

#include <string>
#include <string_view>
#include <vector>

namespace protocols::mongodb {

constexpr size_t headSize = 16;
constexpr size_t longestMessage = 48'000'000;   // maxMessageSizeBytes

enum Opcode : uint32_t { OpReply = 1, OpQuery = 2004, OpCompressed = 2012, OpMsg = 2013 };

struct Sequence {
    std::string_view name;
    std::string_view documents;      // BSON documents one after the other
};

struct Message {
    uint32_t number = 0, answers = 0;
    uint32_t opcode = 0;             // inside OP_COMPRESSED the one that was compressed
    bool moreToCome = false;
    std::string_view collection;     // of OP_QUERY
    std::string_view body;           // the command, or the reply: one BSON document, perhaps cut
    std::vector<Sequence> sequences;
    std::string_view replies;        // of OP_REPLY: documents one after the other
    std::string_view unread;         // why there is no body; empty where there is one
    std::string decompressed;        // what the views above point into, where it was compressed
};

// `bytes` begin with the message's head, and may end before the message does.
Message readMessage(std::string_view bytes);
// By the structure of its first bytes. A request answers nothing.
Verdict startsMessage(std::span<const std::byte>, bool request);

} // namespace protocols::mongodb
