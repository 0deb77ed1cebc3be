// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/mqtt/mqtt_parser.h"

#include <algorithm>

namespace protocols::mqtt {

namespace {

constexpr size_t topicMin = 3;             // minimum length of a topic to rule out coincidence
constexpr uint64_t certainMax = 16 << 20;  // of a packet used to recognise a connection

// Section 3.1.2: protocol name and version come first.
Verdict startsConnect(std::span<const std::byte> bytes)
{
    const auto header = readFixedHeader(bytes);
    if (!header || header->type != Type::Connect)
        return bytes.empty() ? Verdict::NeedMore : Verdict::No;
    if (header->size == 0)
        return Verdict::NeedMore;
    const std::string_view text(reinterpret_cast<const char *>(bytes.data()) + header->size, bytes.size() - header->size);
    Verdict best = Verdict::No;
    for (const std::string_view name : {std::string_view("\0\4MQTT\4", 7), std::string_view("\0\4MQTT\5", 7), std::string_view("\0\6MQIsdp\3", 9)}) {
        if (header->length < name.size() + 5)
            continue;
        if (text.starts_with(name))
            return Verdict::Yes;
        if (name.starts_with(text))
            best = Verdict::NeedMore;
    }
    return best;
}

// Before version 5 it has two bytes.
Verdict isConnAck(std::span<const std::byte> bytes)
{
    constexpr uint8_t most[] = {0x20, 2, 1, 5};
    for (size_t i = 0; i < std::min<size_t>(bytes.size(), 4); ++i) {
        if (i < 2 ? uint8_t(bytes[i]) != most[i] : uint8_t(bytes[i]) > most[i])
            return Verdict::No;
    }
    return bytes.size() < 4 ? Verdict::NeedMore : bytes.size() == 4 ? Verdict::Yes : Verdict::No;
}

// Packets valid for this side fill the piece, except that the last may be cut, and one of them has a topic.
bool packetsFill(std::span<const std::byte> bytes, bool fromClient)
{
    bool topic = false;
    while (!bytes.empty()) {
        const auto header = readFixedHeader(bytes);
        if (!header || header->size == 0 || !(fromClient ? comesFromClient(header->type) : comesFromServer(header->type)))
            return false;
        const Verdict verdict = startsWithTopic(bytes, fromClient);
        const bool shouldHave = header->type == Type::Publish || header->type == Type::Subscribe || header->type == Type::Unsubscribe;
        if (shouldHave && verdict == Verdict::No)
            return false;
        topic |= verdict == Verdict::Yes;
        bytes = bytes.subspan(size_t(std::min<uint64_t>(bytes.size(), header->size + header->length)));
    }
    return topic;
}

} // namespace

Verdict startsWithTopic(std::span<const std::byte> bytes, bool fromClient)
{
    const auto header = readFixedHeader(bytes);
    if (!header)
        return Verdict::No;
    const bool publish = header->type == Type::Publish;
    if (!publish && (!fromClient || header->type != Type::Subscribe))
        return Verdict::No;
    if (header->size == 0)
        return Verdict::NeedMore;
    const std::string_view contents(reinterpret_cast<const char *>(bytes.data()) + header->size,
                                    size_t(std::min<uint64_t>(bytes.size() - header->size, header->length)));
    ByteReader reader(contents);
    if (header->length > certainMax)
        return Verdict::No;
    if (!publish) {
        // Before version 5 the first filter follows the identifier, in 5 the properties, which are usually empty.
        reader.take(2);
        if (reader.left() < 3 && contents.size() < header->length)
            return Verdict::NeedMore;
        if (reader.good() && reader.left() > 2 && reader.rest()[0] == 0 && reader.rest()[1] == 0)
            reader.take(1);
    }
    const uint64_t size = reader.big(2);
    if (!reader.good())
        return contents.size() < header->length ? Verdict::NeedMore : Verdict::No;
    if (size < topicMin || size + reader.at() > header->length)
        return Verdict::No;
    const std::string_view topic = reader.rest().substr(0, size_t(size));
    if (publish ? !isTopic(topic) && !topic.empty() : !isFilter(topic) && !topic.empty())
        return Verdict::No;
    return topic.size() == size ? Verdict::Yes : Verdict::NeedMore;
}

Verdict recognise(std::span<const std::byte> first, Direction direction, base::Side side, bool fromStart)
{
    const bool request = side == base::Side::Unknown || (side == base::Side::Client) == (direction == Direction::Sent);
    if (fromStart)
        return request ? startsConnect(first) : isConnAck(first);
    return packetsFill(first, request) ? Verdict::Yes : Verdict::No;
}

} // namespace protocols::mqtt
