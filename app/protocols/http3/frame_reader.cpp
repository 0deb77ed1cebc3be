// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/http3/frame_reader.h"

#include "app/base/varint.h"

namespace protocols::http3 {

namespace {

bool isRead(FrameType type)
{
    switch (type) {
    case FrameType::Headers:
    case FrameType::Settings:
    case FrameType::PushPromise:
    case FrameType::GoAway: return true;
    default: return false;
    }
}

} // namespace

void FrameReader::bytes(base::Bytes bytes, const Limits &limits, base::Time time, Owner &owner)
{
    if (m_lost || m_raw) {
        owner.raw(bytes, time);
        return;
    }
    if (m_carry.empty()) {
        View view(bytes);
        while (!view.data().empty())
            if (const size_t taken = step(view, limits, time, owner))
                view.advance(taken);
            else
                break;
        if (!view.data().empty())
            m_carry.append(bytes.sub(view.advanced()));
        return;
    }
    m_carry.append(bytes);
    View view(m_carry);
    while (!view.data().empty())
        if (const size_t taken = step(view, limits, time, owner))
            view.advance(taken);
        else
            break;
    m_carry.consume(view.advanced());
}

// How many bytes it took; 0: more are needed.
size_t FrameReader::step(const View &view, const Limits &limits, base::Time time, Owner &owner)
{
    const auto data = view.data();
    if (m_raw || m_lost) {
        view.forEach(data.size(), [&](base::Bytes piece) { owner.raw(piece, time); });
        return data.size();
    }
    if (!m_inFrame)
        return head(data, time, owner);
    if (m_type == FrameType::Data || m_skips) {
        const size_t some = size_t(std::min<uint64_t>(m_left, data.size()));
        if (m_type == FrameType::Data)
            view.forEach(some, [&](base::Bytes piece) { owner.data(piece, time); });
        m_left -= some;
        if (m_left == 0)
            reset();
        return some;
    }
    if (data.size() < m_left && data.size() < limits.headMax)
        return 0;
    const bool cut = data.size() < m_left;
    const size_t some = size_t(std::min<uint64_t>(m_left, data.size()));
    const FrameType type = m_type;
    m_left -= some;
    m_skips = cut;
    if (!cut)
        reset();
    owner.frame(type, data.first(some), m_wireBytes, m_begin, time, cut);
    return some;
}

size_t FrameReader::head(std::span<const std::byte> data, base::Time time, Owner &owner)
{
    base::ByteReader in(data.first(std::min<size_t>(data.size(), 16)));
    const auto type = FrameType(base::readVarint(in));
    if (in.good() && type == FrameType::WebTransport) {
        m_raw = true;
        return in.at();
    }
    const uint64_t length = base::readVarint(in);
    if (!in.good())
        return 0;
    m_type = type;
    m_left = length;
    m_wireBytes = uint32_t(std::min<uint64_t>(in.at() + length, ~uint32_t(0)));
    m_begin = time;
    m_inFrame = true;
    m_skips = type != FrameType::Data && !isRead(type);
    if (length == 0) {
        reset();
        if (isRead(type))
            owner.frame(type, {}, m_wireBytes, m_begin, time, false);
    }
    return in.at();
}

// A frame whose length is known is found again behind it.
void FrameReader::gap(uint64_t length, base::Time time, Owner &owner)
{
    if (m_lost || m_raw)
        return;
    if (m_inFrame) {
        const bool within = length <= m_left - (m_type == FrameType::Data || m_skips ? 0 : std::min<uint64_t>(m_left, m_carry.size()));
        if (m_type == FrameType::Data) {
            owner.dataLost(std::min(length, m_left), time);
        } else if (!m_skips) {
            const size_t some = m_carry.size();
            const std::vector<std::byte> payload(m_carry.data().begin(), m_carry.data().end());
            m_carry.consume(some);
            m_left -= std::min<uint64_t>(m_left, some);
            m_skips = true;
            owner.frame(m_type, payload, m_wireBytes, m_begin, time, true);
        }
        if (within) {
            m_left -= std::min(m_left, length);
            if (m_left == 0)
                reset();
            return;
        }
    }
    m_carry.consume(m_carry.size());
    m_lost = true;
    reset();
    owner.placeLost(time);
}

} // namespace protocols::http3
