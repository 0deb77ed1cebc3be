// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/capture/sent_bytes.h"

#include "app/base/ids.h"

#include <algorithm>
#include <utility>

namespace capture {

SentBytes::SentBytes()
    : SentBytes(Limits())
{
}

SentBytes::SentBytes(const Limits &limits)
    : m_limits(limits)
{
}

SentBytes::Stream &SentBytes::use(uint64_t id)
{
    const auto [it, isNew] = m_streams.try_emplace(id);
    if (isNew)
        it->second.place = m_order.insert(m_order.end(), id);
    else
        m_order.splice(m_order.end(), m_order, it->second.place);
    return it->second;
}

void SentBytes::sent(const wire::DataView &view, uint64_t position)
{
    const wire::Data &head = view.head;
    if (!head.has(wire::DataFlag::Kept) || head.direction != uint8_t(base::Direction::Sent) || view.payload.empty())
        return;
    const uint64_t id = head.tls ? head.tls : head.flow;
    Stream &stream = use(id);
    if (!stream.pieces.empty() && stream.pieces.back().end() != head.offset)
        drop(stream, UINT64_MAX);
    stream.pieces.push_back({head.offset, position, {view.payload.begin(), view.payload.end()}});
    m_bytes += view.payload.size();
    while (stream.size() > streamMax)
        drop(stream, stream.pieces.front().end());
    while ((m_bytes > m_limits.bytes || m_streams.size() > m_limits.streams) && m_order.front() != id)
        forget(m_order.front());
}

bool SentBytes::received(const wire::SameBytes &same, const Take &take)
{
    wire::Data head{same.time, same.flow, same.tls, same.offset, same.pid, same.tid, same.moved, 0, 0, uint8_t(base::Direction::Received), same.origin, same.flags};
    const auto it = m_streams.find(same.other);
    const uint64_t end = same.otherOffset + same.moved;
    const bool isThere = it != m_streams.end() && !it->second.pieces.empty() && it->second.pieces.front().offset <= same.otherOffset
        && it->second.pieces.back().end() >= end;
    if (!isThere) {
        head.flags |= uint8_t(wire::DataFlag::Cut);
        take({head, {}}, 0);
    } else {
        const auto &pieces = it->second.pieces;
        auto piece = std::ranges::upper_bound(pieces, same.otherOffset, {}, &Piece::offset) - 1;
        while (head.callOffset < same.moved) {
            const uint64_t from = same.otherOffset + head.callOffset;
            const auto bytes = std::span<const std::byte>(piece->bytes).subspan(size_t(from - piece->offset));
            const auto some = bytes.first(std::min<size_t>(bytes.size(), same.moved - head.callOffset));
            head.offset = same.offset + head.callOffset;
            head.captured = uint32_t(some.size());
            take({head, some}, piece->position + (from - piece->offset));
            head.callOffset += head.captured;
            ++piece;
        }
    }
    if (it == m_streams.end())
        return isThere;
    drop(it->second, end);
    if (it->second.isClosed && it->second.pieces.empty())
        erase(it);
    return isThere;
}

void SentBytes::closed(uint64_t id)
{
    const auto it = m_streams.find(id);
    if (it == m_streams.end())
        return;
    if (it->second.pieces.empty()) {
        erase(it);
        return;
    }
    if (!std::exchange(it->second.isClosed, true))
        m_closed.push_back(id);
    for (; m_closed.size() > m_limits.closed; m_closed.pop_front())
        forget(m_closed.front());
}

void SentBytes::forget(uint64_t id)
{
    if (const auto it = m_streams.find(id); it != m_streams.end())
        erase(it);
}

// The pieces that are before a position as a whole.
void SentBytes::drop(Stream &stream, uint64_t upTo)
{
    while (!stream.pieces.empty() && stream.pieces.front().end() <= upTo) {
        m_bytes -= stream.pieces.front().bytes.size();
        stream.pieces.pop_front();
    }
}

void SentBytes::erase(Streams::iterator it)
{
    drop(it->second, UINT64_MAX);
    m_order.erase(it->second.place);
    m_streams.erase(it);
}

} // namespace capture
