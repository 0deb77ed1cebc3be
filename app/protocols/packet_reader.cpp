// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/packet_reader.h"

namespace protocols {

std::vector<base::Slice> Packet::slices(size_t from, size_t count) const
{
    std::vector<base::Slice> found;
    size_t at = 0;
    view->forEach(bytes.size(), [&](base::Bytes run) {
        const size_t first = std::max(from, at), last = std::min(from + count, at + run.data.size());
        if (first < last)
            found.push_back(run.sub(first - at, last - first).slice());
        at += run.data.size();
    });
    return found;
}

PacketReader::PacketReader(Half half, bool inStep, size_t keepMax, Owner &owner)
    : m_half(half)
    , m_keepMax(keepMax)
    , m_owner(owner)
    , m_inStep(inStep)
{
}

void PacketReader::bytes(base::Bytes piece, base::Time time)
{
    if (m_rest > 0) {
        const size_t count = size_t(std::min<uint64_t>(m_rest, piece.data.size()));
        m_rest -= count;
        m_owner.packetRest(m_half, piece.sub(0, count), time);
        if (m_rest == 0)
            m_owner.packetEnd(m_half, time);
        piece = piece.sub(count);
    }
    if (piece.data.empty())
        return;
    if (!m_arrivals.empty() && m_arrivals.back().time == time)
        m_arrivals.back().size += piece.data.size();
    else
        m_arrivals.push_back({piece.data.size(), time});
    if (m_carry.empty()) {
        View view(piece);
        read(view, time);
        if (view.advanced() < piece.data.size())
            m_carry.append(piece.sub(view.advanced()));
        forgetArrivals(view.advanced());
    } else {
        m_carry.append(piece);
        View view(m_carry);
        read(view, time);
        m_carry.consume(view.advanced());
        forgetArrivals(view.advanced());
    }
}

base::Time PacketReader::arrivedAt(size_t place) const
{
    for (const Arrival &arrival : m_arrivals) {
        if (place < arrival.size)
            return arrival.time;
        place -= arrival.size;
    }
    return 0;
}

void PacketReader::forgetArrivals(size_t count)
{
    size_t gone = 0;
    while (gone < m_arrivals.size() && count >= m_arrivals[gone].size)
        count -= m_arrivals[gone++].size;
    m_arrivals.erase(m_arrivals.begin(), m_arrivals.begin() + std::ptrdiff_t(gone));
    if (count > 0 && !m_arrivals.empty())
        m_arrivals.front().size -= count;
}

void PacketReader::read(View &view, base::Time time)
{
    size_t stray = 0;
    const auto tellStray = [&] {
        if (stray > 0)
            view.forEach(stray, [&](base::Bytes run) { m_owner.stray(m_half, run, time); });
        view.advance(stray);
        stray = 0;
    };
    while (stray < view.data().size()) {
        // However much is here, only as much is examined as would be buffered if it came byte by byte.
        const std::span<const std::byte> all = view.data().subspan(stray), data = all.first(std::min(all.size(), m_keepMax));
        if (!m_inStep) {
            Verdict verdict = m_owner.startsAt(m_half, data);
            if (verdict == Verdict::NeedMore && data.size() >= m_keepMax)
                verdict = Verdict::No;
            if (verdict == Verdict::NeedMore)
                break;
            if (verdict == Verdict::No) {
                ++stray;
                continue;
            }
            m_inStep = true;
        }
        tellStray();
        const std::optional<uint64_t> total = m_owner.lengthOf(m_half, data);
        if (!total) {
            m_inStep = false;
            m_owner.outOfStep(m_half, Fault::MalformedFrame, time);
            ++stray;
            continue;
        }
        const size_t kept = size_t(std::min<uint64_t>(*total, m_keepMax));
        if (*total == 0 || data.size() < kept)
            break;
        m_owner.packet(m_half, {.bytes = data.first(kept), .total = *total, .begin = arrivedAt(view.advanced()), .time = time, .view = &view});
        view.advance(kept);
        m_rest = *total - kept;
        const size_t here = size_t(std::min<uint64_t>(m_rest, view.data().size()));
        m_rest -= here;
        view.forEach(here, [&](base::Bytes run) { m_owner.packetRest(m_half, run, time); });
        view.advance(here);
        if (m_rest == 0)
            m_owner.packetEnd(m_half, time);
    }
    tellStray();
}

// Ends a packet that has begun but of which no more is captured.
void PacketReader::cutShort(base::Time time)
{
    if (m_carry.empty() || !m_inStep)
        return;
    const std::optional<uint64_t> total = m_owner.lengthOf(m_half, m_carry.data());
    if (!total || *total <= m_carry.size())
        return;
    View view(m_carry);
    m_owner.packet(m_half, {.bytes = view.data(), .total = *total, .begin = arrivedAt(0), .time = time, .view = &view});
    m_rest = *total - m_carry.size();
    m_carry.consume(m_carry.size());
    m_arrivals.clear();
}

void PacketReader::strayCarry(base::Time time)
{
    if (m_carry.empty())
        return;
    m_carry.forEach(0, m_carry.size(), [&](base::Bytes run) { m_owner.stray(m_half, run, time); });
    m_carry.consume(m_carry.size());
    m_arrivals.clear();
}

void PacketReader::gap(uint64_t length, base::Time time)
{
    if (m_rest == 0)
        cutShort(time);
    if (m_rest > 0) {
        const uint64_t inside = std::min(m_rest, length);
        m_owner.packetLost(m_half, inside, time);
        m_rest -= inside;
        length -= inside;
        if (m_rest == 0)
            m_owner.packetEnd(m_half, time);
        if (length == 0)
            return;
    }
    strayCarry(time);
    m_owner.strayLost(m_half, length, time);
    loseStep(time);
}

void PacketReader::loseStep(base::Time time)
{
    if (!m_inStep)
        return;
    m_inStep = false;
    m_owner.outOfStep(m_half, Fault::Gap, time);
}

void PacketReader::align(base::Time time)
{
    strayCarry(time);
    m_rest = 0;
    m_inStep = true;
}

void PacketReader::end(base::Time time)
{
    if (m_rest == 0)
        cutShort(time);
    m_rest = 0;
    strayCarry(time);
}

} // namespace protocols
