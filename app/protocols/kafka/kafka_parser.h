// SPDX-License-Identifier: GPL-3.0-or-later
// A connection to an Apache Kafka broker: each request and its response are an exchange, including the records that
// they carry.
#pragma once

#include "app/protocols/correlated_parser.h"
#include "app/protocols/kafka/field_reader.h"
#include "app/protocols/text_rows.h"

namespace protocols::kafka {

constexpr size_t longestMessage = 100 << 20;   // socket.request.max.bytes

class KafkaParser final : public CorrelatedParser
{
public:
    KafkaParser(Direction requestDirection, bool fromStart, const Limits &limits, Sink &sink)
        : CorrelatedParser(requestDirection, fromStart, limits, sink)
    {
    }

private:
    // For requests and responses with records: how many, and why reading stopped.
    struct Carried {
        TextRows rows;
        std::string topic;
        bool all = true;
        std::string unread;
    };

    std::optional<uint64_t> lengthOf(Half, std::span<const std::byte>) override;
    Verdict startsAt(Half, std::span<const std::byte>) override;
    void request(const Packet &) override;
    void reply(const Packet &) override;

    void records(std::string_view bytes, int32_t partition, uint64_t stream, Half, const Packet &, Carried &);
    // Reports the records of a Produce request as items, once `stream` is open.
    void produced(FieldReader &, int16_t version, uint64_t stream, const Packet &);
    Answer produceReply(FieldReader &, int16_t version, std::string &words);
    Answer fetchReply(FieldReader &, int16_t version, const Packet &, std::string &words);
};

// A topic by its name or, since Kafka 3.1, by its id, shown in hex.
std::string topicOf(FieldReader &, bool byId);
// What a request asks for, in one line: "orders/0 from 42".
std::string describe(int16_t api, int16_t version, FieldReader body);

// Whether a request begins here, judged by its structure.
Verdict startsRequest(std::span<const std::byte>, bool first);

std::unique_ptr<Parser> create(Direction requestDirection, bool fromStart, const Limits &, Sink &);
Verdict recognise(std::span<const std::byte> first, Direction, base::Side, bool fromStart);

} // namespace protocols::kafka
