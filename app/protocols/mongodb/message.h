// SPDX-License-Identifier: GPL-3.0-or-later
// One message of MongoDB's wire protocol, of any opcode, as far as it is here.
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
    std::string_view documents;      // consecutive BSON documents
};

struct Message {
    uint32_t number = 0, answers = 0;
    uint32_t opcode = 0;             // for OP_COMPRESSED, the compressed message's
    bool moreToCome = false;
    std::string_view collection;     // of OP_QUERY
    std::string_view body;           // the command or reply: one BSON document, perhaps cut
    std::vector<Sequence> sequences;
    std::string_view replies;        // of OP_REPLY: consecutive documents
    std::string_view unread;         // why there is no body; otherwise empty
    std::string decompressed;        // what the views above point into if it was compressed
};

// `bytes` begin with the message header and may end before the message does.
Message readMessage(std::string_view bytes);
// Judged by the structure of the first bytes. A request has responseTo 0.
Verdict startsMessage(std::span<const std::byte>, bool request);

} // namespace protocols::mongodb
