// SPDX-License-Identifier: GPL-3.0-or-later
// Prefixes of a protocol: read while both sides' first bytes still fit, and removed once complete.
#include "app/session/protocol_slot.h"

#include <utility>

namespace session {

using base::Direction;
using base::Side;
using protocols::Verdict;
using protocols::prefix::Reading;

namespace {
constexpr size_t piecesMax = 64;
}

bool ProtocolSlot::standsBefore(Direction direction, base::Bytes bytes, base::Time time)
{
    if (m_before.empty() && !protocols::prefix::mayBegin(bytes.data.front())) {
        m_prefixesLeft = 0;
        return false;
    }
    m_before.add({direction, {bytes.data.begin(), bytes.data.end()}, bytes.filePosition, 0, time, m_process, m_tid});
    readPrefix(m_before.count() >= piecesMax || m_before.bytes() > 2 * protocols::prefix::lengthMax);
    return true;
}

Reading ProtocolSlot::prefixAt(Direction fromClient, bool ended) const
{
    constexpr size_t most = protocols::prefix::lengthMax;
    const Direction fromServer = fromClient == Direction::Sent ? Direction::Received : Direction::Sent;
    return protocols::prefix::read(m_before.first(fromClient, most), m_before.first(fromServer, most), ended);
}

void ProtocolSlot::readPrefix(bool over, bool ended)
{
    bool more = false;
    m_prefixAwaitsAnswer = false;
    for (const Side side : {Side::Client, Side::Server}) {
        if (connection().side != Side::Unknown && connection().side != side)
            continue;
        const Direction fromClient = side == Side::Client ? Direction::Sent : Direction::Received;
        const Reading reading = prefixAt(fromClient, ended);
        more |= reading.verdict == Verdict::NeedMore;
        m_prefixAwaitsAnswer |= reading.awaitsAnswer;
        if (reading.verdict != Verdict::Yes)
            continue;
        if (connection().side == Side::Unknown)
            m_builder.connection(m_exchanges.connection()).side = side;
        m_exchanges.prefixed(reading.prefix, m_before.front().time, m_before.back().time);
        --m_prefixesLeft;
        m_insideTunnel = true;
        const bool sent = fromClient == Direction::Sent;
        std::array<size_t, 2> length{};
        length[size_t(Direction::Sent)] = sent ? reading.fromClient : reading.fromServer;
        length[size_t(Direction::Received)] = sent ? reading.fromServer : reading.fromClient;
        pass(std::exchange(m_before, {}), length);
        return;
    }
    if (more && !over)
        return;
    m_prefixesLeft = 0;
    pass(std::exchange(m_before, {}));
}

// Passes the pieces on to the next reader, skipping that many first bytes of each direction.
void ProtocolSlot::pass(const HeldPieces &pieces, std::array<size_t, 2> without)
{
    const base::ProcessId process = m_process;
    const uint32_t tid = m_tid;
    for (const HeldPiece &piece : pieces) {
        size_t &left = without[size_t(piece.direction)];
        const size_t skipped = std::min(left, piece.data.size());
        left -= skipped;
        if (skipped == piece.data.size())
            continue;
        setActor(piece.process, piece.tid);
        bytes(piece.direction, piece.bytes().sub(skipped), piece.time);
    }
    setActor(process, tid);
}

} // namespace session
