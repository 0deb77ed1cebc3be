// SPDX-License-Identifier: GPL-3.0-or-later
// A protocol carried in a channel's messages (MQTT over WebSocket): creates its parser and builds its exchanges on
// the channel's connection, beside the channel.
#pragma once

#include "app/exchange/connection_sink.h"
#include "app/protocols/protocol_info.h"

#include <memory>

namespace session {

class CarriedSlot
{
public:
    // `channel` builds the channel's exchange and must outlive this.
    CarriedSlot(const protocols::ProtocolInfo &, const exchange::ConnectionSink &channel);

    void bytes(protocols::Half, base::Bytes, base::Time);
    // 0 bytes: an unknown number.
    void lost(protocols::Half, uint64_t bytes, base::Time);
    void end(protocols::Half, base::Time);
    // No more input: ends the parser, then the exchanges.
    void finish(base::Time);

private:
    base::Direction directionOf(protocols::Half half) const
    {
        return (half == protocols::Half::Request) == (m_requests == base::Direction::Sent) ? base::Direction::Sent : base::Direction::Received;
    }

    const exchange::ConnectionSink &m_channel;
    const base::Direction m_requests;
    exchange::ConnectionSink m_exchanges;
    std::unique_ptr<protocols::Parser> m_parser;
};

} // namespace session
