// SPDX-License-Identifier: GPL-3.0-or-later
// An AMQP 0-9-1 connection as RabbitMQ speaks it: the login and the methods that the client awaits an answer to are
// queries; the messages of all its channels, in both directions, belong to one exchange.
#pragma once

#include "app/protocols/amqp/messages.h"
#include "app/protocols/amqp/methods.h"
#include "app/protocols/channel_parser.h"

#include <array>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace protocols::amqp {

class AmqpParser final : public ChannelParser
{
public:
    AmqpParser(Direction requestDirection, bool fromStart, const Limits &, Sink &);

private:
    std::optional<uint64_t> lengthOf(Half, std::span<const std::byte>) override;
    Verdict startsAt(Half, std::span<const std::byte>) override;
    void packet(Half, const Packet &) override;
    void packetRest(Half, base::Bytes, base::Time) override;
    void packetLost(Half, uint64_t bytes, base::Time) override;
    void packetEnd(Half, base::Time) override;
    void outOfStep(Half, Fault, base::Time) override;
    void beforeEnd(Half, base::Time) override;

    struct Call {
        Method id = Method::None;
        uint16_t channel = 0;
        std::string_view arguments;
    };
    void version(Half, const Packet &);
    void method(Half, const Packet &, const Call &);
    void fromClient(const Packet &, const Call &);
    void fromServer(const Packet &, const Call &);
    bool connects(Half, const Packet &, const Call &);
    void request(const Packet &, const Call &, Method answer);
    void answer(const Packet &, const Call &, Method awaited);
    void channelClosed(const Packet &, const Call &);
    void connectionClosed(const Packet &, const Call &);
    bool refuse(uint16_t channel, const Packet &, const Closing &, bool taken);
    void carried(Half, const Packet &, const Call &);
    void told(Half, const Packet &, const Call &);
    void content(Half, const Packet &, const Frame &, std::string_view contents);
    // The exchange of the connection's login, opened with its first packet.
    uint64_t connection(const Packet &);
    Messages &messages(Half half) { return m_messages[half == Half::Request ? 0 : 1]; }
    void forget(uint16_t channel);

    struct Asked {
        Method method = Method::None, answer = Method::None;
        uint64_t stream = 0;
        uint64_t losses = 0;     // m_losses when it was asked
    };
    std::map<uint16_t, std::deque<Asked>> m_asked;   // by channel, in order
    size_t m_askedCount = 0;
    uint64_t m_losses = 0;                           // times that answers may have been lost
    std::optional<uint64_t> m_connect;               // until the server accepts or refuses it
    std::optional<uint64_t> m_refused;               // until the client acknowledges the refusal
    std::string m_server, m_user;                    // "RabbitMQ 3.10.8", "guest"
    std::array<Messages, 2> m_messages;
};

std::unique_ptr<Parser> create(Direction requestDirection, bool fromStart, const Limits &, Sink &);
Verdict recognise(std::span<const std::byte> first, Direction, base::Side, bool fromStart);

} // namespace protocols::amqp
