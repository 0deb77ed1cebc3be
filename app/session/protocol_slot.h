// SPDX-License-Identifier: GPL-3.0-or-later
// Finds the protocol of ordered bytes by their content and seats its parser (station 7): what may stand before a protocol is
// read first. The one place that knows both the registry and the builder. After an upgrade the next slot takes the bytes.
#pragma once

#include "app/session/body_slots.h"
#include "app/session/inner_tls.h"
#include "app/session/recognition.h"

#include <memory>

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
    // rest() can still do something.
    bool waits() const;
    // The rest of a tunnel is TLS whose records do not come here. False: this is no tunnel.
    bool carriesTls(base::Time);
    // Null: what travels here is no TLS.
    InnerTls *innerTls() { return m_next ? m_next->innerTls() : m_innerTls ? &*m_innerTls : nullptr; }

private:
    const exchange::Connection &connection() const { return m_builder.peekConnection(m_exchanges.connection()); }
    bool isConversation(const protocols::Entry &entry) const { return &entry == &conversationEntry(); }
    void seat(const protocols::Entry &, base::Direction requests);
    void feed(base::Direction, base::Bytes, base::Time);
    void handOver();
    void innerEnd(base::Time);
    void reconsider(base::Direction, base::Bytes, base::Time);
    // Reads what stands before the protocol. True: the piece may belong to it, and waits.
    bool standsBefore(base::Direction, base::Bytes, base::Time);
    // `over`: what has come is all of it.
    void readPrefix(bool over, bool ended = false);
    protocols::prefix::Reading prefixAt(base::Direction fromClient, bool ended) const;
    void pass(const HeldPieces &, std::array<size_t, 2> without = {});
    void hold(base::Direction, base::Bytes, uint64_t gap, base::Time);
    bool full() const;
    // What the held bytes are; null: it takes more to tell.
    const protocols::Entry *decide(Guess &) const;
    void settle(bool last);
    void endConversation(base::Time);
    void replay(const HeldPieces &);

    exchange::Builder &m_builder;
    exchange::ConnectionSink m_exchanges;
    BodySlots m_bodies;
    bool m_fromStart;
    bool m_provisional = false;         // taken for a conversation until something else is met
    bool m_rested = false;              // shown as one for want of more; what is held may still tell what it is
    bool m_awaitsAnswer = false;        // known but for the side
    base::ProcessId m_process = base::noId;
    uint32_t m_tid = 0;
    std::unique_ptr<protocols::Parser> m_parser;
    HeldPieces m_held;                  // until the protocol is found
    HeldPieces m_before;                // while a prefix may go on
    std::optional<InnerTls> m_innerTls; // behind a prefix or a CONNECT
    base::Time m_innerBegin = 0;
    bool m_insideTunnel = false;
    int m_prefixesLeft;                 // as many may still stand before the protocol
    bool m_prefixAwaitsAnswer = false;
    std::unique_ptr<ProtocolSlot> m_next;
};

} // namespace session
