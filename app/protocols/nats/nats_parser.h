// SPDX-License-Identifier: GPL-3.0-or-later
// A NATS client connection: CONNECT, SUB and UNSUB are queries, and so is a message that asks for a reply, together
// with the first reply; all other messages, in both directions, belong to one channel.
#pragma once

#include "app/protocols/channel_parser.h"
#include "app/protocols/nats/lines.h"

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

namespace protocols::nats {

class NatsParser final : public ChannelParser
{
public:
    NatsParser(Direction requestDirection, bool fromStart, const Limits &, Sink &);

private:
    std::optional<uint64_t> lengthOf(Half, std::span<const std::byte>) override;
    Verdict startsAt(Half, std::span<const std::byte>) override;
    void packet(Half, const Packet &) override;

    void info(const Packet &, const Line &);
    void connect(const Packet &, const Line &);
    void subscription(const Packet &, const Line &);
    void message(Half, const Packet &, const Line &);
    void reply(uint64_t stream, const Packet &, const Line &);
    void told(Half, const Packet &, const Line &);

    std::optional<uint64_t> m_connect;      // until the server accepts or refuses it
    bool m_greeted = false, m_asked = false;
    std::string m_server;                   // "nats-server 2.9.10"
    // Requests by their reply subject.
    std::unordered_map<std::string, uint64_t> m_requests;
    size_t m_requestBytes = 0;
};

std::unique_ptr<Parser> create(Direction requestDirection, bool fromStart, const Limits &, Sink &);
Verdict recognise(std::span<const std::byte> first, Direction, base::Side, bool fromStart);

} // namespace protocols::nats
