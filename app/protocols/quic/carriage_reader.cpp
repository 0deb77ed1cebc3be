// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/quic/carriage_reader.h"

#include <algorithm>
#include <utility>

namespace protocols::quic {

namespace {

constexpr size_t partialMax = 300;   // a preface; heads are shorter
constexpr size_t reasonMax = 1024;

} // namespace

Preface readPreface(std::span<const std::byte> first)
{
    const std::string_view text(reinterpret_cast<const char *>(first.data()), first.size());
    const size_t some = std::min(text.size(), prefaceStart.size());
    if (text.substr(0, some) != prefaceStart.substr(0, some))
        return {};
    if (text.size() < prefaceMin)
        return {Verdict::NeedMore, 0, {}};
    const auto length = size_t(first[prefaceStart.size()]);
    if (text.size() < prefaceMin + length)
        return {Verdict::NeedMore, 0, {}};
    return {Verdict::Yes, prefaceMin + length, text.substr(prefaceMin, length)};
}

CarriageReader::Got CarriageReader::readHead(std::span<const std::byte> bytes, Frame &frame)
{
    base::ByteReader in(bytes);
    frame = {FrameType(in.byte())};
    switch (frame.type) {
    case FrameType::Stream:
    case FrameType::LastOfStream:
        frame.id = base::readVarint(in);
        frame.offset = base::readVarint(in);
        frame.length = base::readVarint(in);
        break;
    case FrameType::ResetStream:
        frame.id = base::readVarint(in);
        frame.code = base::readVarint(in);
        base::readVarint(in);
        break;
    case FrameType::StopSending:
        frame.id = base::readVarint(in);
        frame.code = base::readVarint(in);
        break;
    case FrameType::TransportClose:
        frame.code = base::readVarint(in);
        base::readVarint(in);
        frame.length = base::readVarint(in);
        break;
    case FrameType::ApplicationClose:
        frame.code = base::readVarint(in);
        frame.length = base::readVarint(in);
        break;
    case FrameType::Datagram: frame.length = base::readVarint(in); break;
    default: return bytes.empty() ? Got::NeedMore : Got::No;
    }
    frame.headSize = in.at();
    return in.good() ? Got::Frame : Got::NeedMore;
}

void CarriageReader::bytes(base::Bytes bytes, base::Time time)
{
    while (!bytes.data.empty() && !m_lost)
        bytes = bytes.sub(step(bytes, time));
}

size_t CarriageReader::step(base::Bytes bytes, base::Time time)
{
    if (m_frame) {
        const size_t some = size_t(std::min<uint64_t>(m_frame->length, bytes.data.size()));
        contents(bytes.sub(0, some), time);
        if (m_frame && m_frame->length == 0)
            finish(time);
        return some;
    }
    if (m_partial.empty())
        return head(bytes.data, time);
    // The rest of a head: as many bytes as it may need, of which those behind it are not consumed.
    const size_t before = m_partial.size();
    const size_t some = std::min(bytes.data.size(), partialMax - std::min(partialMax, before));
    if (some == 0) {
        giveUp(time);
        return bytes.data.size();
    }
    m_partial.insert(m_partial.end(), bytes.data.begin(), bytes.data.begin() + ptrdiff_t(some));
    const std::vector<std::byte> whole = std::exchange(m_partial, {});
    const size_t used = head(whole, time);
    return used > before ? used - before : some;
}

// How many bytes it took; all of them, kept for later, if more are needed.
size_t CarriageReader::head(std::span<const std::byte> bytes, base::Time time)
{
    if (!m_prefaceRead) {
        const Preface preface = readPreface(bytes);
        if (preface.verdict == Verdict::NeedMore)
            m_partial.assign(bytes.begin(), bytes.end());
        else if (preface.verdict == Verdict::No)
            giveUp(time);
        m_prefaceRead = preface.verdict == Verdict::Yes;
        return m_prefaceRead ? preface.length : bytes.size();
    }
    Frame frame{};
    const Got got = readHead(bytes.first(std::min(bytes.size(), partialMax)), frame);
    if (got == Got::Frame) {
        m_frame = frame;
        if (frame.length == 0)
            finish(time);
        return frame.headSize;
    }
    if (got == Got::NeedMore)
        m_partial.assign(bytes.begin(), bytes.end());
    else
        giveUp(time);
    return bytes.size();
}

void CarriageReader::contents(base::Bytes bytes, base::Time time)
{
    Frame &frame = *m_frame;
    if (frame.type == FrameType::Stream || frame.type == FrameType::LastOfStream) {
        m_owner.streamBytes(m_direction, frame.id, frame.offset, bytes, time);
    } else if (frame.type == FrameType::Datagram) {
        m_owner.datagram(m_direction, bytes, time);
    } else {
        const size_t some = std::min(bytes.data.size(), reasonMax - std::min(reasonMax, m_reason.size()));
        m_reason.insert(m_reason.end(), bytes.data.begin(), bytes.data.begin() + ptrdiff_t(some));
    }
    frame.offset += bytes.data.size();
    frame.length -= bytes.data.size();
}

void CarriageReader::finish(base::Time time)
{
    const Frame frame = *std::exchange(m_frame, std::nullopt);
    const std::vector<std::byte> reason = std::exchange(m_reason, {});
    switch (frame.type) {
    case FrameType::LastOfStream: m_owner.streamEnd(m_direction, frame.id, frame.offset, time); break;
    case FrameType::ResetStream: m_owner.streamReset(m_direction, frame.id, frame.code, time); break;
    case FrameType::StopSending: m_owner.stopSending(m_direction, frame.id, frame.code, time); break;
    case FrameType::TransportClose:
    case FrameType::ApplicationClose:
        m_owner.connectionClose(m_direction, frame.type == FrameType::ApplicationClose, frame.code,
                                {reinterpret_cast<const char *>(reason.data()), reason.size()}, time);
        break;
    default: break;
    }
}

void CarriageReader::gap(base::Time time)
{
    if (!m_lost)
        giveUp(time);
}

void CarriageReader::giveUp(base::Time time)
{
    m_lost = true;
    m_frame.reset();
    m_owner.unreadable(m_direction, time);
}

} // namespace protocols::quic
