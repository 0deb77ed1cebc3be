// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/grpc/message_reader.h"

#include <algorithm>

namespace protocols::grpc {

namespace {

constexpr uint8_t compressedFlag = 1;
constexpr uint8_t trailersFlag = 0x80;

} // namespace

void MessageReader::append(base::Bytes bytes)
{
    m_moved += bytes.data.size();
    if (!m_slices.empty()) {
        base::Slice &last = m_slices.back();
        if (last.position + last.length == bytes.filePosition && last.length + bytes.data.size() <= UINT32_MAX) {
            last.length += uint32_t(bytes.data.size());
            return;
        }
    }
    if (m_slices.size() == slicesMax)
        m_lost += bytes.data.size();
    else
        m_slices.push_back(bytes.slice());
}

void MessageReader::begin()
{
    m_prefixSize = 0;
    m_moved = m_lost = 0;
    m_slices.clear();
    m_state = State::Prefix;
}

void MessageReader::bytes(base::Bytes bytes, base::Time time)
{
    while (!bytes.data.empty()) {
        const size_t taken = m_state == State::Prefix ? prefix(bytes, time)
            : m_state == State::Unframed              ? unframed(bytes, time)
                                                      : payload(bytes, time);
        bytes = bytes.sub(taken);
    }
}

size_t MessageReader::prefix(base::Bytes bytes, base::Time time)
{
    if (m_prefixSize == 0)
        m_begin = time;
    const size_t taken = std::min(bytes.data.size(), m_prefix.size() - m_prefixSize);
    for (size_t i = 0; i < taken; ++i)
        m_prefix[m_prefixSize++] = uint8_t(bytes.data[i]);
    append(bytes.sub(0, taken));
    const uint8_t known = m_web ? trailersFlag | compressedFlag : compressedFlag;
    if (m_prefix[0] & ~known) {
        m_state = State::Unframed;
        return taken;
    }
    if (m_prefixSize < m_prefix.size())
        return taken;
    m_length = uint32_t(m_prefix[1]) << 24 | uint32_t(m_prefix[2]) << 16 | uint32_t(m_prefix[3]) << 8 | m_prefix[4];
    m_slices.clear();
    m_moved = 0;
    m_state = m_prefix[0] & trailersFlag ? State::Trailers : State::Payload;
    if (m_length == 0)
        message(time);
    return taken;
}

size_t MessageReader::payload(base::Bytes bytes, base::Time time)
{
    const size_t taken = size_t(std::min<uint64_t>(bytes.data.size(), m_length - m_moved));
    if (m_state == State::Trailers) {
        m_moved += taken;
        const size_t kept = std::min(taken, trailersMax - m_trailers.size());
        m_trailers.append(reinterpret_cast<const char *>(bytes.data.data()), kept);
    } else {
        append(bytes.sub(0, taken));
    }
    if (m_moved == m_length)
        message(time);
    return taken;
}

size_t MessageReader::unframed(base::Bytes bytes, base::Time time)
{
    if (m_moved == 0)
        m_begin = time;
    const size_t taken = size_t(std::min<uint64_t>(bytes.data.size(), pieceMax - m_moved % pieceMax));
    append(bytes.sub(0, taken));
    if (m_moved % pieceMax == 0)
        piece(time);
    return taken;
}

void MessageReader::message(base::Time time)
{
    const bool compressed = m_prefix[0] & compressedFlag;
    if (m_state == State::Payload) {
        m_sink.item(m_stream,
                    { .half = m_half,
                      .kind = ItemKind::Grpc,
                      .coding = compressed ? m_coding : ItemCoding::Identity,
                      .code = m_prefix[0],
                      .begin = m_begin,
                      .end = time,
                      .slices = m_slices,
                      .wireBytes = m_moved,
                      .lostBytes = m_lost,
                      .label = m_moved < m_length ? "cut" : "" });
    } else if (compressed || m_lost > 0 || m_moved < m_length) {
        m_trailers.clear();
    }
    begin();
}

void MessageReader::piece(base::Time time)
{
    if (m_moved > 0)
        m_sink.item(m_stream,
                    { .half = m_half,
                      .kind = ItemKind::Piece,
                      .begin = m_begin,
                      .end = time,
                      .slices = m_slices,
                      .wireBytes = m_moved,
                      .lostBytes = m_lost,
                      .label = "message boundaries are unknown here" });
    begin();
    m_state = State::Unframed;
}

void MessageReader::lost(uint64_t bytes, base::Time time)
{
    if (m_state == State::Payload || m_state == State::Trailers) {
        const uint64_t missing = m_length - m_moved;
        const uint64_t inside = bytes == 0 ? missing : std::min(bytes, missing);
        m_moved += inside;
        m_lost += inside;
        if (m_moved == m_length)
            message(time);
        if (bytes == inside)
            return;
        bytes = bytes == 0 ? 0 : bytes - inside;
    }
    loseFraming(time);
    if (bytes == 0)
        return;
    if (m_moved == 0)
        m_begin = time;
    m_moved += bytes;
    m_lost += bytes;
    piece(time);
}

void MessageReader::loseFraming(base::Time time)
{
    if (m_state == State::Payload || m_state == State::Trailers)
        message(time);
    m_state = State::Unframed;
}

void MessageReader::end(base::Time time)
{
    loseFraming(time);
    piece(time);
}

} // namespace protocols::grpc
