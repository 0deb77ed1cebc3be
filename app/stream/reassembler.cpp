// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/stream/reassembler.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace stream {

Reassembler::Reassembler(const Limits &limits)
    : m_limits(limits)
{
}

void Reassembler::startAt(uint64_t first)
{
    m_next = first;
    m_started = true;
}

void Reassembler::add(uint64_t offset, base::Bytes bytes, base::Time time, Sink &sink)
{
    if (!m_started)
        startAt(offset);
    if (bytes.data.empty())
        return;
    // No real stream wraps around: bytes beyond the last offset are dropped.
    const uint64_t room = std::numeric_limits<uint64_t>::max() - offset;
    if (bytes.data.size() > room)
        bytes = bytes.sub(0, size_t(room));

    if (offset < m_next) {
        const uint64_t known = std::min<uint64_t>(m_next - offset, bytes.data.size());
        m_repeated += known;
        bytes = bytes.sub(size_t(known));
        offset += known;
    }
    if (bytes.data.empty())
        return;
    if (offset > m_next) {
        hold(offset, bytes, time, sink);
        return;
    }
    m_next += bytes.data.size();
    sink.bytes(bytes, offset, time);
    deliverHeld(sink);
}

void Reassembler::hold(uint64_t offset, base::Bytes bytes, base::Time time, Sink &sink)
{
    // The oldest hole is given up first: the bytes after it have waited longest.
    while (!m_held.empty() && offset > m_next
           && (m_heldBytes + bytes.data.size() > m_limits.heldBytesMax || m_held.size() >= m_limits.heldPiecesMax))
        giveUpFirstHole(time, sink);
    if (offset <= m_next) {
        add(offset, bytes, time, sink);
        return;
    }
    if (bytes.data.size() > m_limits.heldBytesMax || m_limits.heldPiecesMax == 0) {
        giveUpTo(offset, time, sink);
        add(offset, bytes, time, sink);
        return;
    }
    keep(offset, bytes, time);
}

// Pieces in m_held never overlap: only bytes not in any of them are kept.
void Reassembler::keep(uint64_t offset, base::Bytes bytes, base::Time time)
{
    auto after = m_held.upper_bound(offset);
    if (after != m_held.begin()) {
        const auto &[start, before] = *std::prev(after);
        const uint64_t end = start + before.bytes.size();
        if (end > offset) {
            const uint64_t known = std::min<uint64_t>(end - offset, bytes.data.size());
            m_repeated += known;
            offset += known;
            bytes = bytes.sub(size_t(known));
        }
    }
    while (!bytes.data.empty()) {
        const uint64_t end = offset + bytes.data.size();
        const uint64_t fresh = after == m_held.end() ? end : std::min(end, after->first);
        const size_t count = size_t(fresh - offset);
        if (count > 0) {
            const auto data = bytes.data.first(count);
            m_held.emplace_hint(after, offset, Held { { data.begin(), data.end() }, bytes.filePosition, time });
            m_heldBytes += count;
        }
        if (after == m_held.end() || end <= after->first)
            return;
        const uint64_t known = std::min<uint64_t>(after->second.bytes.size(), end - after->first);
        m_repeated += known;
        bytes = bytes.sub(count + size_t(known));
        offset = after->first + known;
        ++after;
    }
}

void Reassembler::advanceTo(uint64_t offset, base::Time time, Sink &sink)
{
    if (!m_started) {
        startAt(offset);
        return;
    }
    while (m_next < offset && !m_held.empty() && m_held.begin()->first < offset)
        giveUpFirstHole(time, sink);
    if (m_next < offset)
        giveUpTo(offset, time, sink);
}

void Reassembler::expire(base::Time now, bool all, Sink &sink)
{
    while (!m_held.empty()) {
        if (!all) {
            // Everything held waits for the first hole, so the hole is as old as the oldest piece.
            base::Time oldest = now;
            for (const auto &[offset, held] : m_held)
                oldest = std::min(oldest, held.time);
            if (now - oldest < m_limits.holdMax)
                return;
        }
        giveUpFirstHole(now, sink);
    }
}

void Reassembler::deliverHeld(Sink &sink)
{
    while (!m_held.empty() && m_held.begin()->first <= m_next) {
        auto node = m_held.extract(m_held.begin());
        const Held &held = node.mapped();
        m_heldBytes -= held.bytes.size();
        const size_t known = size_t(std::min<uint64_t>(m_next - node.key(), held.bytes.size()));
        m_repeated += known;
        if (known == held.bytes.size())
            continue;
        const uint64_t position = m_next;
        m_next += held.bytes.size() - known;
        sink.bytes(base::Bytes { held.bytes, held.filePosition }.sub(known), position, held.time);
    }
}

void Reassembler::giveUpFirstHole(base::Time now, Sink &sink)
{
    const auto first = m_held.begin();
    giveUpTo(first->first, std::min(now, first->second.time), sink);
}

void Reassembler::giveUpTo(uint64_t offset, base::Time time, Sink &sink)
{
    const uint64_t position = m_next;
    m_lost += offset - m_next;
    m_next = offset;
    sink.gap(offset - position, position, time);
    deliverHeld(sink);
}

} // namespace stream
