// SPDX-License-Identifier: GPL-3.0-or-later
// A connection to MongoDB: each command and its replies are an exchange. OP_MSG, OP_COMPRESSED, and the OP_QUERY and
// OP_REPLY that drivers still use for the initial hello (MongoDB wire protocol, opcodes 2013, 2012, 2004 and 1).
#pragma once

#include "app/protocols/correlated_parser.h"
#include "app/protocols/mongodb/message.h"
#include "app/protocols/text_rows.h"

namespace protocols::mongodb {

class MongoDbParser final : public CorrelatedParser
{
public:
    MongoDbParser(Direction requestDirection, bool fromStart, const Limits &limits, Sink &sink)
        : CorrelatedParser(requestDirection, fromStart, limits, sink)
    {
    }

private:
    std::optional<uint64_t> lengthOf(Half, std::span<const std::byte>) override;
    Verdict startsAt(Half, std::span<const std::byte>) override;
    void request(const Packet &) override;
    void reply(const Packet &) override;
    std::optional<uint64_t> documents(std::string_view cursor, const Packet &);
};

std::unique_ptr<Parser> create(Direction requestDirection, bool fromStart, const Limits &, Sink &);
Verdict recognise(std::span<const std::byte> first, Direction, base::Side, bool fromStart);

} // namespace protocols::mongodb
