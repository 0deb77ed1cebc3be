// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/http2/frame_reader.h"

#include <algorithm>

namespace protocols::http2 {

namespace {

constexpr size_t carryStep = 4 * 1024;

} // namespace

FrameReader::FrameReader(Half half, bool fromStart, const Limits &limits, Owner &owner)
    : m_half(half)
    , m_limits(limits)
    , m_owner(owner)
    , m_state(half == Half::Request ? State::Preface : fromStart ? State::Header : State::Seek)
    , m_fromStart(fromStart)
    , m_seek(half)
{
}

void FrameReader::bytes(base::Bytes piece, base::Time time)
{
    m_now = time;
    while (!piece.data.empty()) {
        if (m_carry.empty()) {
            View view(piece);
            run(view);
            piece = piece.sub(view.advanced());
            if (!piece.data.empty())
                m_carry.append(piece);
            return;
        }
        const size_t count = std::min(piece.data.size(), std::max(carryStep, m_carry.size()));
        m_carry.append(piece.sub(0, count));
        piece = piece.sub(count);
        View view(m_carry);
        run(view);
        m_carry.consume(view.advanced());
    }
}

void FrameReader::run(View &view)
{
    while (!view.data().empty()) {
        const State before = m_state;
        const size_t used = step(view);
        view.advance(used);
        if (used == 0 && m_state == before)
            return;
    }
}

// Returns how many bytes were consumed. None, and no change of state: more are needed.
size_t FrameReader::step(const View &view)
{
    switch (m_state) {
    case State::Preface: return prefaceStep(view.data());
    case State::Header: return headerStep(view);
    case State::Payload: return payloadStep(view);
    case State::PadLength:
        m_padding = std::min(uint32_t(view.data()[0]), m_left - 1);
        m_left -= 1 + m_padding;
        m_state = State::Data;
        if (m_left == 0)
            dataDone();
        return 1;
    case State::Data: return dataStep(view);
    case State::Skip: {
        const size_t count = std::min<size_t>(m_left, view.data().size());
        m_left -= uint32_t(count);
        if (m_left == 0)
            m_state = State::Header;
        return count;
    }
    case State::Seek: return seekStep(view);
    case State::Ended: return rawAll(view, view.data().size());
    }
    return 0;
}

// A connection joined midstream may still have been joined before its first byte.
size_t FrameReader::prefaceStep(std::span<const std::byte> data)
{
    const size_t count = std::min(data.size(), preface.size());
    const std::string_view text(reinterpret_cast<const char *>(data.data()), count);
    if (text != preface.substr(0, count)) {
        m_state = State::Seek;
        if (m_fromStart)
            m_owner.malformed(m_half, m_now);
        return 0;
    }
    if (count < preface.size())
        return 0;
    m_state = State::Header;
    m_owner.prefaceSeen(m_now);
    return count;
}

size_t FrameReader::headerStep(const View &view)
{
    if (!m_begun) {
        m_begin = m_now;
        m_begun = true;
    }
    const auto data = view.data();
    if (data.size() < frameHeaderSize)
        return 0;
    m_begun = false;
    m_header = readFrameHeader(data);
    if (!isPossible(m_header)) {
        m_state = State::Seek;
        m_owner.malformed(m_half, m_now);
        // Skips the byte just examined, so that the search cannot end here again.
        return rawAll(view, 1);
    }
    m_left = m_header.length;
    m_padding = 0;
    if (m_header.type == FrameType::Data) {
        m_state = m_header.has(flagPadded) ? State::PadLength : State::Data;
        if (m_left == 0)
            dataDone();
    } else if (m_left > m_limits.headMax) {
        m_owner.cutFrame(m_half, m_header, {}, m_begin, m_now);
        m_state = State::Skip;
    } else if (m_left == 0) {
        m_state = State::Header;
        m_owner.frame(m_half, m_header, {}, m_begin, m_now);
    } else {
        m_state = State::Payload;
    }
    return frameHeaderSize;
}

size_t FrameReader::payloadStep(const View &view)
{
    if (view.data().size() < m_left)
        return 0;
    const size_t length = m_left;
    m_state = State::Header;
    m_owner.frame(m_half, m_header, view.data().first(length), m_begin, m_now);
    return length;
}

size_t FrameReader::dataStep(const View &view)
{
    const size_t count = std::min<size_t>(m_left, view.data().size());
    view.forEach(count, [this](base::Bytes run) { m_owner.data(m_half, m_header.stream, run, m_now); });
    m_left -= uint32_t(count);
    if (m_left == 0)
        dataDone();
    return count;
}

// The stream ended with its last data byte; padding may follow.
void FrameReader::dataDone()
{
    m_left = m_padding;
    m_padding = 0;
    m_state = m_left > 0 ? State::Skip : State::Header;
    m_owner.dataEnd(m_half, m_header, m_now);
}

size_t FrameReader::seekStep(const View &view)
{
    const auto [pass, found] = m_seek.next(view.data());
    rawAll(view, pass);
    if (found) {
        m_state = State::Header;
        m_begun = false;
    }
    return pass;
}

size_t FrameReader::rawAll(const View &view, size_t count)
{
    view.forEach(count, [this](base::Bytes run) { m_owner.raw(m_half, run, m_now); });
    return count;
}

void FrameReader::gap(uint64_t length, base::Time time)
{
    m_now = time;
    const View view(m_carry);
    const size_t carried = m_carry.size();
    uint64_t known = 0;
    switch (m_state) {
    case State::Data:
        known = std::min<uint64_t>(length, m_left);
        m_owner.dataLost(m_half, m_header.stream, known, time);
        m_left -= uint32_t(known);
        if (m_left == 0)
            dataDone();
        if (m_state == State::Skip && known < length) {
            const uint64_t padding = std::min<uint64_t>(length - known, m_left);
            known += padding;
            m_left -= uint32_t(padding);
            if (m_left == 0)
                m_state = State::Header;
        }
        break;
    case State::Skip:
    case State::Payload: {
        if (m_state == State::Payload)
            m_owner.cutFrame(m_half, m_header, view.data(), m_begin, time);
        const uint64_t left = m_left - (m_state == State::Payload ? carried : 0);
        known = std::min(length, left);
        m_state = State::Skip;
        m_left = uint32_t(left - known);
        if (m_left == 0)
            m_state = State::Header;
        m_carry.consume(carried);
        if (known > 0 && m_header.type != FrameType::Data)
            m_owner.rawLost(m_half, known, time);
        break;
    }
    case State::PadLength:
    case State::Preface:
    case State::Header:
    case State::Seek:
    case State::Ended: break;
    }
    if (known == length)
        return;
    rawAll(View(m_carry), m_carry.size());
    m_carry.consume(m_carry.size());
    m_begun = false;
    if (m_state != State::Ended) {
        m_state = State::Seek;
        m_owner.framesLost(m_half, time);
    }
    m_owner.rawLost(m_half, length - known, time);
}

void FrameReader::end(base::Time time)
{
    m_now = time;
    if (m_state == State::Payload)
        m_owner.cutFrame(m_half, m_header, m_carry.data(), m_begin, time);
    else
        rawAll(View(m_carry), m_carry.size());
    m_carry.consume(m_carry.size());
    m_state = State::Ended;
}

} // namespace protocols::http2
