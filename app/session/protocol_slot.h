// SPDX-License-Identifier: GPL-3.0-or-later
// Finds the protocol of ordered bytes by their content and keeps its parser. The one place that
// knows both the registry and the builder; after an upgrade a new seat takes what follows.
#pragma once

#include "app/exchange/builder.h"
#include "app/protocols/parser.h"

#include <memory>
#include <vector>

namespace session {

class ProtocolSlot
{
public:
    ProtocolSlot(exchange::Builder &, base::ConnectionId, bool fromStart);
    ~ProtocolSlot();

    void setConnection(base::ConnectionId);
    // Who moves the bytes of the following calls.
    void setActor(base::ProcessId, uint32_t tid);
    void bytes(base::Direction, base::Bytes, base::Time);
    void gap(base::Direction, uint64_t length, base::Time);
    // `captureEnds`: the connection goes on unseen.
    void end(base::Time, bool captureEnds);
    // Time has come this far without more: what still waits to be recognised is shown as a conversation for now.
    void rest(base::Time now);

private:
    struct Held {
        base::Direction direction;
        std::vector<std::byte> bytes;   // empty: a gap
        uint64_t filePosition;
        uint64_t gap;
        base::Time time;
        base::ProcessId process;
        uint32_t tid;
    };
    // Where requests travel.
    struct Guess {
        base::Direction requests = base::Direction::Sent;
        bool sure = false;
    };
    const protocols::Entry *recognise(base::Direction, std::span<const std::byte> first, Guess &) const;
    void sit(const protocols::Entry &, base::Direction requests);
    void reconsider(base::Direction, base::Bytes, base::Time);
    void hold(base::Direction, base::Bytes, uint64_t gap, base::Time);
    bool full() const;
    // What the held bytes are; null: it takes more to tell.
    const protocols::Entry *decide(Guess &) const;
    // Where requests come from as far as the side is known; where it is not, the program is taken for the client.
    base::Direction likelyRequests() const;
    // The protocol that the connection spoke before STARTTLS; null: none is known.
    const protocols::Entry *goesOn() const;
    void settle(bool last);
    void endConversation(base::Time);
    void replay();

    exchange::Builder &m_builder;
    exchange::ConnectionSink m_sink;
    bool m_fromStart;
    bool m_provisional = false;         // taken for a conversation until something else is met
    bool m_rested = false;              // shown as one for want of more; what is held may still tell what it is
    base::ProcessId m_process = base::noId;
    uint32_t m_tid = 0;
    std::unique_ptr<protocols::Parser> m_parser;
    std::vector<Held> m_held;           // until the protocol is found
    size_t m_heldBytes = 0;
    std::unique_ptr<ProtocolSlot> m_successor;
};

} // namespace session
