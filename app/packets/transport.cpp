// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/packets/transport.h"

#include "app/base/byte_reader.h"

#include <algorithm>

namespace packets {

namespace {
constexpr size_t tcpHeadSize = 20, udpHeadSize = 8;
} // namespace

std::optional<TcpSegment> readTcp(std::span<const std::byte> bytes, size_t length)
{
    if (bytes.size() < tcpHeadSize)
        return std::nullopt;
    base::ByteReader reader(bytes);
    TcpSegment segment;
    segment.ports.source = uint16_t(reader.big(2));
    segment.ports.destination = uint16_t(reader.big(2));
    segment.sequence = uint32_t(reader.big(4));
    segment.acknowledgment = uint32_t(reader.big(4));
    const size_t head = size_t(reader.byte() >> 4) * 4;
    const uint8_t flags = reader.byte();
    segment.fin = flags & 1;
    segment.syn = flags & 2;
    segment.rst = flags & 4;
    segment.ack = flags & 16;
    if (head < tcpHeadSize || head > length)
        return std::nullopt;
    segment.length = length - head;
    segment.payload = bytes.subspan(std::min(head, bytes.size()));
    return segment;
}

std::optional<Datagram> readUdp(std::span<const std::byte> bytes, size_t length)
{
    if (bytes.size() < udpHeadSize)
        return std::nullopt;
    base::ByteReader reader(bytes);
    Datagram datagram;
    datagram.ports.source = uint16_t(reader.big(2));
    datagram.ports.destination = uint16_t(reader.big(2));
    const auto told = size_t(reader.big(2));
    // 0: a jumbogram (RFC 2675).
    const size_t total = told == 0 ? length : std::min(told, length);
    if (total < udpHeadSize)
        return std::nullopt;
    datagram.length = total - udpHeadSize;
    datagram.payload = bytes.subspan(udpHeadSize, std::min(bytes.size(), total) - udpHeadSize);
    return datagram;
}

} // namespace packets
