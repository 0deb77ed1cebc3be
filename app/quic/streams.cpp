// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/quic/streams.h"

#include <algorithm>

namespace quic {

namespace {

// A lost packet is sent again within some round trips.
constexpr stream::Limits holes{.heldBytesMax = 4 << 20, .heldPiecesMax = 4096, .holdMax = 10'000'000'000};
constexpr size_t overMax = 4096;

} // namespace

struct Streams::Ordered final : stream::Reassembler::Sink {
    Ordered(uint64_t which, const Stream &state, Streams::Sink &out)
        : id(which)
        , stream(state)
        , sink(out)
    {
    }
    void bytes(base::Bytes bytes, uint64_t position, base::Time time) override
    {
        ended = position + bytes.data.size() >= stream.finalSize;
        sink.ordered(id, position, bytes.data, ended, time);
    }
    // The next bytes' offset shows it.
    void gap(uint64_t, uint64_t, base::Time) override { }
    uint64_t id;
    const Stream &stream;
    Streams::Sink &sink;
    bool ended = false;
};

bool Streams::isOver(uint64_t id)
{
    const Over &ones = over(id);
    return id < ones.below || ones.others.contains(id);
}

void Streams::end(uint64_t id)
{
    if (const auto it = m_streams.find(id); it != m_streams.end()) {
        m_held -= it->second.held;
        m_ending -= it->second.endingSince != 0;
        m_streams.erase(it);
    }
    Over &ones = over(id);
    ones.others.insert(id);
    while (!ones.others.empty() && (*ones.others.begin() < ones.below + 4 || ones.others.size() > overMax)) {
        ones.below = *ones.others.begin() + 4;
        ones.others.erase(ones.others.begin());
    }
}

void Streams::noteHeld(Stream &stream)
{
    m_held -= stream.held;
    // What came, without repetitions, and was not passed on.
    const uint64_t passed = stream.order.nextOffset() - stream.order.lostBytes();
    stream.held = size_t(stream.added - stream.order.repeatedBytes() - passed);
    m_held += stream.held;
}

bool Streams::settle(uint64_t id, const Stream &stream, bool giveUp, base::Time time, Sink &sink)
{
    constexpr uint64_t unknown = ~uint64_t(0);
    if (stream.finalSize == unknown || stream.order.holds() || (stream.order.nextOffset() < stream.finalSize && !giveUp))
        return false;
    // A peer may name an end before what it has sent.
    sink.ordered(id, std::max(stream.finalSize, stream.order.nextOffset()), {}, true, time);
    return true;
}

void Streams::add(uint64_t id, uint64_t offset, std::span<const std::byte> bytes, bool fin, base::Time time, Sink &sink)
{
    if (isOver(id))
        return;
    if (!m_streams.contains(id) && m_streams.size() >= openMax) {
        const uint64_t oldest = m_streams.begin()->first;
        Stream &given = m_streams.begin()->second;
        Ordered ordered(oldest, given, sink);
        given.order.expire(time, true, ordered);
        end(oldest);
    }
    Stream &stream = m_streams.try_emplace(id, Stream{stream::Reassembler(holes)}).first->second;
    if (!stream.order.started())
        stream.order.startAt(0);
    if (fin)
        stream.finalSize = std::min(stream.finalSize, offset + bytes.size());
    Ordered ordered(id, stream, sink);
    stream.added += bytes.size();
    stream.order.add(offset, {bytes, 0}, time, ordered);
    noteHeld(stream);
    if (m_held > heldBytesMax) {
        stream.order.expire(time, true, ordered);
        noteHeld(stream);
    }
    if (ordered.ended || settle(id, stream, false, time, sink)) {
        end(id);
    } else if (fin && stream.endingSince == 0) {
        stream.endingSince = std::max<base::Time>(time, 1);
        ++m_ending;
    }
}

bool Streams::reset(uint64_t id, base::Time time, Sink &sink)
{
    if (isOver(id))
        return false;
    if (const auto it = m_streams.find(id); it != m_streams.end()) {
        Ordered ordered(id, it->second, sink);
        it->second.order.expire(time, true, ordered);
    }
    end(id);
    return true;
}

void Streams::expire(base::Time time, bool all, Sink &sink)
{
    if (!waits() && !all)
        return;
    for (auto it = m_streams.begin(); it != m_streams.end();) {
        const uint64_t id = it->first;
        Stream &stream = (it++)->second;
        if (stream.held == 0 && stream.endingSince == 0 && !all)
            continue;
        Ordered ordered(id, stream, sink);
        stream.order.expire(time, all, ordered);
        noteHeld(stream);
        const bool giveUp = all || (stream.endingSince && time - stream.endingSince > holes.holdMax);
        if (ordered.ended || settle(id, stream, giveUp, time, sink))
            end(id);
    }
}

} // namespace quic
