// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/protocol_slot.h"

#include "app/protocols/protocol_info.h"

#include <algorithm>
#include <string>
#include <utility>

namespace session {

using base::Direction;
using base::Side;
using protocols::Verdict;

namespace {
// Undecided bytes are held to here; then they are taken for a conversation.
constexpr size_t heldMax = 4096;
constexpr size_t heldPiecesMax = 64;
// Who has the word and says nothing for so long, waits for the other side: what was said is shown.
constexpr base::Duration waitsFor = 300'000'000;

} // namespace

ProtocolSlot::ProtocolSlot(exchange::Builder &builder, base::ConnectionId connection, bool fromStart)
    : m_builder(builder)
    , m_sink(builder, connection)
    , m_fromStart(fromStart)
{
}

ProtocolSlot::~ProtocolSlot() = default;

void ProtocolSlot::setConnection(base::ConnectionId connection)
{
    m_sink.setConnection(connection);
    if (m_successor)
        m_successor->setConnection(connection);
}

void ProtocolSlot::setActor(base::ProcessId process, uint32_t tid)
{
    m_process = process;
    m_tid = tid;
    m_sink.setActor(process, tid);
    if (m_successor)
        m_successor->setActor(process, tid);
}

// The first protocol in the registry's order that says yes; null: it could still become one. `guess` is not sure where
// either side may have sent these bytes.
const protocols::Entry *ProtocolSlot::recognise(Direction direction, std::span<const std::byte> first, Guess &guess) const
{
    const Side known = m_builder.peekConnection(m_sink.connection()).side;
    bool open = false;
    const protocols::Entry *last = nullptr;
    for (const protocols::Entry &entry : protocols::registry()) {
        last = &entry;
        bool openHere = false, taken = false;
        for (const Side side : {Side::Client, Side::Server}) {
            if (known != Side::Unknown && side != known)
                continue;
            const Verdict verdict = entry.recognise(first, direction, side, m_fromStart);
            if (verdict == Verdict::Yes && !open) {
                guess = {taken ? guess.requests : side == Side::Server ? Direction::Received : Direction::Sent, !taken};
                taken = true;
            }
            openHere |= verdict == Verdict::NeedMore;
        }
        if (taken) {
            guess.sure = guess.sure || &entry == &protocols::registry().back();
            return &entry;
        }
        open |= openHere;
    }
    guess = {likelyRequests(), true};
    return open ? nullptr : last;
}

void ProtocolSlot::sit(const protocols::Entry &entry, Direction requests)
{
    m_sink.setProtocol(entry.protocol);
    m_sink.onUpgrade(
        [this](std::string_view, base::Time) {
            m_successor = std::make_unique<ProtocolSlot>(m_builder, m_sink.connection(), true);
            m_successor->setActor(m_process, m_tid);
        },
        [this](Direction direction, base::Bytes bytes, uint64_t lost, base::Time time) {
            if (lost)
                m_successor->gap(direction, lost, time);
            else
                m_successor->bytes(direction, bytes, time);
        });
    // On a connection that began before the capture, the direction of the requests tells the side.
    if (&entry != &protocols::registry().back() && m_builder.peekConnection(m_sink.connection()).side == Side::Unknown)
        m_builder.connection(m_sink.connection()).side = requests == Direction::Sent ? Side::Client : Side::Server;
    if (protocols::protocolInfo(entry.protocol).startTls && m_builder.peekConnection(m_sink.connection()).dialogue != entry.protocol)
        m_builder.connection(m_sink.connection()).dialogue = entry.protocol;
    m_parser = entry.create(requests, m_fromStart, protocols::Limits{}, m_sink);
    // Joined in the middle of a body, nothing looks like anything until the next message begins.
    m_provisional = !m_fromStart && &entry == &protocols::registry().back();
}

Direction ProtocolSlot::likelyRequests() const
{
    return m_builder.peekConnection(m_sink.connection()).side == Side::Server ? Direction::Received : Direction::Sent;
}

const protocols::Entry *ProtocolSlot::goesOn() const
{
    const exchange::Connection &connection = m_builder.peekConnection(m_sink.connection());
    if (!connection.startTls || connection.dialogue == protocols::Protocol::Unknown)
        return nullptr;
    const auto entries = protocols::registry();
    const auto known = std::find_if(entries.begin(), entries.end(), [&](const protocols::Entry &e) { return e.protocol == connection.dialogue; });
    return known == entries.end() ? nullptr : &*known;
}

// A conversation that was joined in the middle turns out to speak a protocol after all.
void ProtocolSlot::reconsider(Direction direction, base::Bytes bytes, base::Time time)
{
    Guess guess;
    const protocols::Entry *entry = recognise(direction, bytes.data, guess);
    if (!entry || !guess.sure || entry == &protocols::registry().back())
        return;
    endConversation(time);
    sit(*entry, guess.requests);
}

void ProtocolSlot::endConversation(base::Time time)
{
    m_parser->end(Direction::Received, time);
    m_parser->end(Direction::Sent, time);
    m_sink.finish(time);
}

void ProtocolSlot::hold(Direction direction, base::Bytes bytes, uint64_t gap, base::Time time)
{
    m_held.push_back({direction, {bytes.data.begin(), bytes.data.end()}, bytes.filePosition, gap, time, m_process, m_tid});
    m_heldBytes += bytes.data.size();
}

bool ProtocolSlot::full() const { return m_heldBytes >= heldMax || m_held.size() >= heldPiecesMax; }

const protocols::Entry *ProtocolSlot::decide(Guess &guess) const
{
    const protocols::Entry *entry = nullptr;
    for (const Direction direction : {Direction::Sent, Direction::Received}) {
        std::vector<std::byte> first;
        for (const Held &held : m_held)
            if (held.direction == direction && !held.gap && first.size() < heldMax)
                first.insert(first.end(), held.bytes.begin(), held.bytes.end());
        if ((entry && guess.sure) || first.empty())
            continue;
        Guess other;
        const protocols::Entry *found = recognise(direction, first, other);
        // Of protocols whose requests can look like answers, the client speaks first.
        if (found && !other.sure && m_fromStart && m_held.front().direction == direction)
            other = {direction, true};
        if (found && (!entry || other.sure)) {
            entry = found;
            guess = other;
        }
    }
    return entry;
}

// Decides by what is held, and feeds it to the parser.
void ProtocolSlot::settle(bool last)
{
    Guess guess;
    const protocols::Entry *entry = decide(guess);
    // What the other side sends may make it sure.
    if ((!entry || !guess.sure) && !last && !full())
        return;
    const protocols::Entry *conversation = &protocols::registry().back();
    // Of a connection that was joined a wrong side would stay wrong; as a conversation it is looked at again.
    if (!entry || (!guess.sure && !m_fromStart))
        entry = conversation;
    if (std::exchange(m_rested, false)) {
        if (entry == conversation) {
            m_held.clear();   // it was shown rightly
            return;
        }
        m_sink.explainConversation("the beginning of what turned out to be " + std::string(entry->name));
        endConversation(m_held.back().time);
    }
    sit(*entry, guess.requests);
    replay();
    m_held.clear();
}

void ProtocolSlot::rest(base::Time now)
{
    if (m_successor)
        m_successor->rest(now);
    if (m_parser || m_held.empty() || now - m_held.back().time < waitsFor)
        return;
    Guess guess;
    if (decide(guess))
        return;   // known but for the side, which the answer tells
    sit(protocols::registry().back(), likelyRequests());
    replay();
    // Joined in the middle, each new piece is looked at by itself.
    m_rested = !m_provisional;
    if (!m_rested)
        m_held.clear();
}

void ProtocolSlot::replay()
{
    const base::ProcessId process = m_process;
    const uint32_t tid = m_tid;
    for (const Held &held : m_held) {
        setActor(held.process, held.tid);
        if (held.gap)
            m_parser->gap(held.direction, held.gap, held.time);
        else
            m_parser->bytes(held.direction, {held.bytes, held.filePosition}, held.time);
    }
    setActor(process, tid);
}

void ProtocolSlot::bytes(Direction direction, base::Bytes bytes, base::Time time)
{
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
        Guess guess{likelyRequests(), true};
        const protocols::Entry *entry = goesOn();
        if (!entry)
            entry = recognise(direction, bytes.data, guess);
        if (entry && guess.sure)
            sit(*entry, guess.requests);
    }
    if (m_parser) {
        m_parser->bytes(direction, bytes, time);
        return;
    }
    hold(direction, bytes, 0, time);
    settle(false);
}

void ProtocolSlot::gap(Direction direction, uint64_t length, base::Time time)
{
    if (std::exchange(m_rested, false))
        m_held.clear();
    if (m_parser) {
        m_parser->gap(direction, length, time);
        return;
    }
    hold(direction, {}, length, time);
    // What follows a hole is not the start of anything.
    m_fromStart = false;
}

void ProtocolSlot::end(base::Time time, bool captureEnds)
{
    if (captureEnds)
        m_sink.captureEnds();
    if (!m_held.empty())
        settle(true);
    if (m_parser) {
        // The answering direction first: a body that lasts until the close is complete only then.
        m_parser->end(Direction::Received, time);
        m_parser->end(Direction::Sent, time);
    }
    if (m_successor)
        m_successor->end(time, captureEnds);
    m_sink.finish(time);
}

} // namespace session
