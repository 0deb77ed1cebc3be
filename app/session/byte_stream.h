// SPDX-License-Identifier: GPL-3.0-or-later
// The two directions of one byte stream (a plain socket, or a TLS object), from captured pieces to protocol events:
// first ordering, then the protocol.
#pragma once

#include "app/session/protocol_slot.h"
#include "app/stream/reassembler.h"
#include "privhelper/wire/messages.h"

#include <array>

namespace session {

class ByteStream
{
public:
    ByteStream(exchange::Builder &, base::ConnectionId, bool fromStart);

    void setConnection(base::ConnectionId connection) { m_slot.setConnection(connection); }
    void setActor(base::ProcessId process, uint32_t tid) { m_slot.setActor(process, tid); }
    // Adds a data message's bytes at their offset in its direction; bytes it reports missing after them are a gap.
    void take(const wire::Data &, base::Bytes, base::Time);
    void advanceTo(base::Direction, uint64_t offset, base::Time);
    // Gives up on holes older than the limit, and on waiting for more bytes to recognise the protocol.
    void expire(base::Time now);
    void end(base::Time, bool captureEnds = false);
    // ProtocolSlot::becameTls(); if so, no more bytes are taken.
    void becameTls(base::Time);
    bool ended() const { return m_ended; }
    // ProtocolSlot::carriesTls().
    bool carriesTls(base::Time time) { return m_slot.carriesTls(time); }
    // TLS records among its bytes; null: there are none.
    InnerTls *innerTls() { return m_slot.innerTls(); }
    // Whether expire() still has something to do.
    bool waits() const;

private:
    struct DirectionStream final : stream::Reassembler::Sink {
        DirectionStream(ByteStream &stream, base::Direction which)
            : owner(stream)
            , direction(which)
        {
        }
        void bytes(base::Bytes, uint64_t position, base::Time) override;
        void gap(uint64_t length, uint64_t position, base::Time) override;
        ByteStream &owner;
        base::Direction direction;
        stream::Reassembler order;
    };
    ProtocolSlot m_slot;
    bool m_fromStart;
    bool m_ended = false;
    std::array<DirectionStream, 2> m_directions;
};

} // namespace session
