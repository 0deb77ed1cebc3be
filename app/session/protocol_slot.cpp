// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/protocol_slot.h"

#include "app/protocols/protocol_info.h"
#include "app/tls/hello.h"

#include <string>
#include <utility>

namespace session {

using base::Direction;
using base::Side;

namespace {
// Undecided bytes are held up to this limit; then they become a conversation.
constexpr size_t heldMax = 4096;
constexpr size_t heldPiecesMax = 64;
// A side silent for this long is waiting for the other: its bytes so far are shown.
constexpr base::Duration waitsFor = 300'000'000;
// A PROXY header from each load balancer on the way, and a SOCKS negotiation.
constexpr int prefixesMax = 4;

} // namespace

ProtocolSlot::ProtocolSlot(exchange::Builder &builder, base::ConnectionId connection, bool fromStart)
    : m_builder(builder)
    , m_exchanges(builder, connection)
    , m_bodies(m_exchanges)
    , m_fromStart(fromStart)
    , m_prefixesLeft(fromStart ? prefixesMax : 0)
{
}

ProtocolSlot::~ProtocolSlot() = default;

void ProtocolSlot::setConnection(base::ConnectionId connection)
{
    m_exchanges.setConnection(connection);
    if (m_next)
        m_next->setConnection(connection);
}

void ProtocolSlot::setActor(base::ProcessId process, uint32_t tid)
{
    m_process = process;
    m_tid = tid;
    m_exchanges.setActor(process, tid);
    if (m_next)
        m_next->setActor(process, tid);
}

void ProtocolSlot::seat(const protocols::Entry &entry, Direction requests)
{
    m_exchanges.setProtocol(entry.protocol);
    // On a connection that began before the capture, the direction of requests reveals the side.
    if (!isConversation(entry) && connection().side == Side::Unknown)
        m_builder.connection(m_exchanges.connection()).side = requests == Direction::Sent ? Side::Client : Side::Server;
    if (protocols::protocolInfo(entry.protocol).startTls && connection().dialogue != entry.protocol)
        m_builder.connection(m_exchanges.connection()).dialogue = entry.protocol;
    m_parser = entry.create(requests, m_fromStart, protocols::Limits{}, m_bodies);
    // In the middle of a body nothing can be recognised until the next message begins.
    m_provisional = !m_fromStart && isConversation(entry);
}

void ProtocolSlot::feed(Direction direction, base::Bytes bytes, base::Time time)
{
    m_parser->bytes(direction, bytes, time);
    if (m_bodies.handedOver())
        handOver();
}

void ProtocolSlot::handOver()
{
    m_next = std::make_unique<ProtocolSlot>(m_builder, m_exchanges.connection(), true);
    m_next->m_insideTunnel = true;
    m_next->setActor(m_process, m_tid);
    for (const HeldPiece &piece : m_bodies.takeRest()) {
        if (piece.gap)
            m_next->gap(piece.direction, piece.gap, piece.time);
        else
            m_next->bytes(piece.direction, piece.bytes(), piece.time);
    }
}

// A conversation joined midstream turns out to speak a protocol after all.
void ProtocolSlot::reconsider(Direction direction, base::Bytes bytes, base::Time time)
{
    Guess guess;
    const protocols::Entry *entry = recognise(connection(), m_fromStart, direction, bytes.data, guess);
    if (!entry || !guess.sure || isConversation(*entry))
        return;
    endConversation(time);
    seat(*entry, guess.requests);
}

void ProtocolSlot::endConversation(base::Time time)
{
    m_parser->end(Direction::Received, time);
    m_parser->end(Direction::Sent, time);
    m_bodies.finish(time);
}

void ProtocolSlot::hold(Direction direction, base::Bytes bytes, uint64_t gap, base::Time time)
{
    m_held.add({direction, {bytes.data.begin(), bytes.data.end()}, bytes.filePosition, gap, time, m_process, m_tid});
    m_awaitsAnswer = false;
}

bool ProtocolSlot::full() const { return m_held.bytes() >= heldMax || m_held.count() >= heldPiecesMax; }

const protocols::Entry *ProtocolSlot::decide(Guess &guess) const
{
    const protocols::Entry *entry = nullptr;
    for (const Direction direction : {Direction::Sent, Direction::Received}) {
        const std::vector<std::byte> first = m_held.first(direction, heldMax);
        if ((entry && guess.sure) || first.empty())
            continue;
        Guess other;
        const protocols::Entry *found = recognise(connection(), m_fromStart, direction, first, other);
        // In protocols whose requests can look like answers, the client speaks first.
        if (found && !other.sure && m_fromStart && m_held.front().direction == direction)
            other = {direction, true};
        if (found && (!entry || other.sure)) {
            entry = found;
            guess = other;
        }
    }
    return entry;
}

// Decides by the held bytes, and feeds them to the parser.
void ProtocolSlot::settle(bool last)
{
    Guess guess;
    const protocols::Entry *entry = decide(guess);
    // The other side's bytes may settle it.
    if ((!entry || !guess.sure) && !last && !full())
        return;
    // On a joined connection a wrong side would remain wrong; a conversation is examined again.
    if (!entry || (!guess.sure && !m_fromStart))
        entry = &conversationEntry();
    const HeldPieces held = std::exchange(m_held, {});
    if (std::exchange(m_rested, false)) {
        if (isConversation(*entry))
            return;   // it was shown correctly
        m_exchanges.explainConversation("the beginning of what turned out to be " + std::string(entry->name));
        endConversation(held.back().time);
    }
    seat(*entry, guess.requests);
    replay(held);
}

void ProtocolSlot::replay(const HeldPieces &held)
{
    const base::ProcessId process = m_process;
    const uint32_t tid = m_tid;
    for (const HeldPiece &piece : held) {
        setActor(piece.process, piece.tid);
        if (piece.gap)
            gap(piece.direction, piece.gap, piece.time);
        else if (m_next)
            m_next->bytes(piece.direction, piece.bytes(), piece.time);
        else
            feed(piece.direction, piece.bytes(), piece.time);
    }
    setActor(process, tid);
}

void ProtocolSlot::rest(base::Time now)
{
    if (m_next)
        m_next->rest(now);
    if (!m_before.empty() && !m_prefixAwaitsAnswer && now - m_before.back().time >= waitsFor)
        readPrefix(true);
    if (m_parser || m_held.empty() || now - m_held.back().time < waitsFor)
        return;
    Guess guess;
    m_awaitsAnswer = decide(guess) != nullptr;
    if (m_awaitsAnswer)
        return;
    seat(conversationEntry(), likelyRequests(connection()));
    replay(m_held);
    // Joined midstream: each new piece is examined separately.
    m_rested = !m_provisional;
    if (!m_rested)
        m_held.clear();
}

bool ProtocolSlot::waits() const
{
    return (m_next && m_next->waits()) || (!m_before.empty() && !m_prefixAwaitsAnswer) || (!m_parser && !m_held.empty() && !m_awaitsAnswer);
}

void ProtocolSlot::bytes(Direction direction, base::Bytes bytes, base::Time time)
{
    if (m_next) {
        m_next->bytes(direction, bytes, time);
        return;
    }
    if (m_innerTls) {
        m_innerTls->bytes(direction, bytes.data);
        return;
    }
    if (m_prefixesLeft > 0 && standsBefore(direction, bytes, time))
        return;
    if (m_insideTunnel && !m_parser && m_held.empty() && tls::beginsHandshake(bytes.data)) {
        m_innerBegin = time;
        m_innerTls.emplace().bytes(direction, bytes.data);
        return;
    }
    if (m_provisional)
        reconsider(direction, bytes, time);
    if (m_rested) {
        hold(direction, bytes, 0, time);
        const protocols::Parser *conversation = m_parser.get();
        settle(false);
        if (m_parser.get() != conversation)
            return;
    }
    if (!m_parser && m_held.empty()) {
        Guess guess{likelyRequests(connection()), true};
        const protocols::Entry *entry = goesOn(connection());
        if (!entry)
            entry = recognise(connection(), m_fromStart, direction, bytes.data, guess);
        if (entry && guess.sure)
            seat(*entry, guess.requests);
    }
    if (m_parser) {
        feed(direction, bytes, time);
        return;
    }
    hold(direction, bytes, 0, time);
    settle(false);
}

bool ProtocolSlot::carriesTls(base::Time time)
{
    if (m_next)
        return m_next->carriesTls(time);
    if (!m_innerTls && (!m_insideTunnel || m_parser || !m_held.empty()))
        return false;
    if (!m_innerTls) {
        m_innerBegin = time;
        m_innerTls.emplace();
    }
    return true;
}

bool ProtocolSlot::becameTls(base::Time time)
{
    if (m_next || m_innerTls || (m_parser && !m_provisional))
        return false;
    m_held.clear();
    if (m_parser) {
        m_exchanges.explainConversation("the end of a TLS record that began before the capture");
        endConversation(time);
    }
    return true;
}

void ProtocolSlot::gap(Direction direction, uint64_t length, base::Time time)
{
    if (m_next) {
        m_next->gap(direction, length, time);
        return;
    }
    if (m_innerTls) {
        m_innerTls->gap(direction);
        return;
    }
    if (!m_before.empty())
        readPrefix(true);
    m_prefixesLeft = 0;
    if (std::exchange(m_rested, false))
        m_held.clear();
    if (m_parser) {
        m_parser->gap(direction, length, time);
        if (m_bodies.handedOver())
            handOver();
        return;
    }
    hold(direction, {}, length, time);
    // What follows a hole is not the start of anything.
    m_fromStart = false;
}

void ProtocolSlot::end(base::Time time, bool captureEnds)
{
    if (captureEnds)
        m_exchanges.captureEnds();
    if (!m_before.empty())
        readPrefix(true, true);
    if (!m_held.empty())
        settle(true);
    if (m_parser) {
        // The answering direction first: only then is a body that lasts until the close complete.
        m_parser->end(Direction::Received, time);
        m_parser->end(Direction::Sent, time);
        if (m_bodies.handedOver() && !m_next)
            handOver();
    }
    if (m_next)
        m_next->end(time, captureEnds);
    if (m_innerTls && !m_innerTls->isRead())
        innerEnd(time);
    m_bodies.finish(time);
}

void ProtocolSlot::innerEnd(base::Time time)
{
    exchange::Exchange &row = m_builder.newRow(m_exchanges.connection(), exchange::Kind::NotReadable, m_innerBegin);
    row.method = "TLS";
    row.reason = "TLS inside the connection to a proxy: none of its plaintext was read";
    row.state = exchange::State::Complete;
    row.request.end = row.response.end = time;
    m_builder.done(row.id);
}

} // namespace session
