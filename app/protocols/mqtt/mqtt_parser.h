// SPDX-License-Identifier: GPL-3.0-or-later
// An MQTT 3.1, 3.1.1 or 5 connection: CONNECT, SUBSCRIBE and UNSUBSCRIBE with their answers are queries; published
// messages, in both directions, belong to one channel.
#pragma once

#include "app/protocols/channel_parser.h"
#include "app/protocols/mqtt/packets.h"

#include <array>
#include <map>
#include <memory>
#include <optional>

namespace protocols::mqtt {

class MqttParser final : public ChannelParser
{
public:
    MqttParser(Direction requestDirection, bool fromStart, const Limits &, Sink &);

private:
    std::optional<uint64_t> lengthOf(Half, std::span<const std::byte>) override;
    Verdict startsAt(Half, std::span<const std::byte>) override;
    void packet(Half, const Packet &) override;

    void connect(const Packet &, std::string_view contents);
    void request(Type, const Packet &, std::string_view contents);
    void answer(Type, const Packet &, std::string_view contents);
    void publish(Half, uint8_t flags, const Packet &, std::string_view contents);
    void told(Half, Type, const Packet &, std::string_view contents);

    uint8_t m_version = 0;                        // 0: unknown
    std::optional<uint64_t> m_connect;
    std::map<uint16_t, uint64_t> m_asked;         // by packet identifier: SUBSCRIBE and UNSUBSCRIBE
    // Topics by alias, for each direction.
    std::array<std::map<uint16_t, std::string>, 2> m_aliases;
};

std::unique_ptr<Parser> create(Direction requestDirection, bool fromStart, const Limits &, Sink &);
Verdict recognise(std::span<const std::byte> first, Direction, base::Side, bool fromStart);
// Whether a packet with a topic begins here, which is hardly a coincidence.
Verdict startsWithTopic(std::span<const std::byte>, bool fromClient);

} // namespace protocols::mqtt
