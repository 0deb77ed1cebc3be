// SPDX-License-Identifier: GPL-3.0-or-later
// Segments of a known stream, cut anywhere, in any order, repeated, lost, with any acknowledgments: what comes out is that stream in
// order, each byte once, and every byte missing from it is a gap.
#include "app/packets/tcp_connection.h"
#include "privhelper/wire/reader.h"

#include <algorithm>
#include <cstdlib>

namespace {

std::byte streamByte(uint64_t position) { return std::byte(position * 2654435761u >> 13); }

// Both directions carry the same bytes.
void check(const wire::Bytes &frames)
{
    std::array<uint64_t, 2> next{};
    wire::FrameReader reader(frames);
    for (auto frame = reader.next(); frame && *frame; frame = reader.next()) {
        if ((*frame)->type != wire::Type::Data)
            continue;
        const auto data = wire::decodeData((*frame)->body);
        if (!data || data->head.offset != next[data->head.direction])
            std::abort();
        uint64_t &position = next[data->head.direction];
        for (const std::byte byte : data->payload)
            if (byte != streamByte(position++))
                std::abort();
        if (data->head.has(wire::DataFlag::Fault))
            position += data->head.moved;
        else if (data->head.captured != data->head.moved || data->payload.empty())
            std::abort();
    }
    if (reader.position() != frames.size())
        std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 8)
        return 0;
    wire::Bytes out;
    packets::PacketLosses losses;
    packets::TcpConnection connection(packets::FlowFrames(1, out), losses);
    // Sequence numbers wrap early, in one direction at least.
    const std::array<uint32_t, 2> first{uint32_t(0) - data[0], uint32_t(data[1]) << 24 | data[2]};
    packets::TcpSegment segment;
    segment.syn = true;
    base::Time now = 1;
    connection.open({{}, {}, true}, segment, now);
    for (const base::Direction direction : {base::Direction::Sent, base::Direction::Received}) {
        segment.sequence = first[size_t(direction)] - 1;
        segment.ack = direction == base::Direction::Received;
        segment.acknowledgment = first[size_t(base::Direction::Sent)];
        connection.take(direction, segment, now);
    }
    std::array<uint64_t, 2> around{};
    std::vector<std::byte> bytes;
    for (size_t at = 3; at + 5 <= size; at += 5) {
        const auto direction = base::Direction(data[at] & 1);
        const auto other = size_t(direction) ^ 1;
        uint64_t &here = around[size_t(direction)];
        const uint64_t position = here + data[at + 1] - std::min<uint64_t>(here, 64);
        packets::TcpSegment one;
        one.length = data[at + 2];
        bytes.resize(data[at] & 2 ? one.length : one.length / 2);   // the rest was not captured
        for (size_t i = 0; i < bytes.size(); ++i)
            bytes[i] = streamByte(position + i);
        one.payload = bytes;
        one.sequence = first[size_t(direction)] + uint32_t(position);
        one.ack = data[at] & 4;
        one.acknowledgment = first[other] + uint32_t(around[other] + data[at + 3] - std::min<uint64_t>(around[other], 128));
        one.fin = data[at] >= 250;
        one.rst = data[at] == 249;
        now += base::Time(data[at + 4]) * 2'000'000;
        if (!connection.take(direction, one, now))
            break;
        if (data[at] & 8)
            connection.expire(now);
        if (data[at] & 16)
            here = position + one.length;
        if (connection.heldBytes() > (size_t(8) << 21))
            std::abort();
    }
    connection.end(now);
    if (connection.heldBytes() != 0)
        std::abort();
    check(out);
    return 0;
}
