// SPDX-License-Identifier: GPL-3.0-or-later
// Recognises the protocol of ordered bytes by their content and creates its parser (station 7), after reading any
// prefix. The only place that knows both the registry and the builder. After an upgrade the next slot takes the bytes.
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
    // The process and thread that move the bytes of the following calls.
    void setActor(base::ProcessId, uint32_t tid);
    void bytes(base::Direction, base::Bytes, base::Time);
    void gap(base::Direction, uint64_t length, base::Time);
    // `captureEnds`: the connection continues unobserved.
    void end(base::Time, bool captureEnds);
    // Time advanced without more bytes: what still waits for recognition is shown as a conversation for now.
    void rest(base::Time now);
    // Whether rest() still has something to do.
    bool waits() const;
    // The rest of a tunnel is TLS whose records do not arrive here. False: this is not a tunnel.
    bool carriesTls(base::Time);
    // Joined midstream, and TLS: what was not recognised is the end of a record that began before the capture. It is
    // dropped like the records after it or, if already shown, explained. False: a protocol was recognised; it goes on.
    bool becameTls(base::Time);
    // Null: no TLS is carried here.
    InnerTls *innerTls() { return m_next ? m_next->innerTls() : m_innerTls ? &*m_innerTls : nullptr; }

private:
    const exchange::Connection &connection() const { return m_builder.peekConnection(m_exchanges.connection()); }
    bool isConversation(const protocols::Entry &entry) const { return &entry == &conversationEntry(); }
    void seat(const protocols::Entry &, base::Direction requests);
    void feed(base::Direction, base::Bytes, base::Time);
    void handOver();
    void innerEnd(base::Time);
    void reconsider(base::Direction, base::Bytes, base::Time);
    // Reads a prefix of the protocol. True: the piece may belong to it, and waits.
    bool standsBefore(base::Direction, base::Bytes, base::Time);
    // `over`: no more bytes will come.
    void readPrefix(bool over, bool ended = false);
    protocols::prefix::Reading prefixAt(base::Direction fromClient, bool ended) const;
    void pass(const HeldPieces &, std::array<size_t, 2> without = {});
    void hold(base::Direction, base::Bytes, uint64_t gap, base::Time);
    bool full() const;
    // The protocol of the held bytes; null: more are needed.
    const protocols::Entry *decide(Guess &) const;
    void settle(bool last);
    void endConversation(base::Time);
    void replay(const HeldPieces &);

    exchange::Builder &m_builder;
    exchange::ConnectionSink m_exchanges;
    BodySlots m_bodies;
    bool m_fromStart;
    bool m_provisional = false;         // a conversation until something else is recognised
    bool m_rested = false;              // shown as a conversation for lack of bytes; those held may still be recognised
    bool m_awaitsAnswer = false;        // known except for the side
    base::ProcessId m_process = base::noId;
    uint32_t m_tid = 0;
    std::unique_ptr<protocols::Parser> m_parser;
    HeldPieces m_held;                  // until the protocol is found
    HeldPieces m_before;                // while a prefix may continue
    std::optional<InnerTls> m_innerTls; // after a prefix or a CONNECT
    base::Time m_innerBegin = 0;
    bool m_insideTunnel = false;
    int m_prefixesLeft;                 // how many may still precede the protocol
    bool m_prefixAwaitsAnswer = false;
    std::unique_ptr<ProtocolSlot> m_next;
};

} // namespace session
