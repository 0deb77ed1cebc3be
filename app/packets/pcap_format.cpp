// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/packets/pcap_format.h"

#include "app/base/byte_reader.h"
#include "app/packets/pcapng_format.h"

#include <algorithm>

namespace packets {

namespace {

constexpr uint32_t microseconds = 0xa1b2c3d4, nanoseconds = 0xa1b23c4d;
// A variant whose records have eight more bytes (Kuznetzov's libpcap).
constexpr uint32_t extended = 0xa1b2cd34;

uint32_t read(bool big, std::span<const std::byte> bytes, size_t at)
{
    base::ByteReader reader(bytes.subspan(at, 4));
    return uint32_t(big ? reader.big(4) : reader.little(4));
}

} // namespace

std::unique_ptr<FileFormat> PcapFormat::create(std::span<const std::byte> start)
{
    if (start.size() < fileHeadSize)
        return nullptr;
    for (const bool big : {false, true}) {
        const uint32_t magic = read(big, start, 0);
        if (magic != microseconds && magic != nanoseconds && magic != extended)
            continue;
        std::unique_ptr<PcapFormat> format(new PcapFormat);
        format->m_big = big;
        format->m_nanoseconds = magic == nanoseconds;
        format->m_headSize = magic == extended ? 24 : 16;
        // The upper half says how long frame check sequences are.
        format->m_linkType = LinkType(read(big, start, 20) & 0xffff);
        return format;
    }
    return nullptr;
}

uint32_t PcapFormat::number(std::span<const std::byte> bytes, size_t at) const
{
    return read(m_big, bytes, at);
}

std::optional<size_t> PcapFormat::sizeOf(std::span<const std::byte> head)
{
    const size_t size = m_headSize + size_t(number(head, 8));
    return size <= recordMax ? std::optional(size) : std::nullopt;
}

bool PcapFormat::take(std::span<const std::byte> record, Sink &sink)
{
    Packet packet;
    packet.time = base::Time(number(record, 0)) * 1'000'000'000 + base::Time(number(record, 4)) * (m_nanoseconds ? 1 : 1000);
    packet.linkType = m_linkType;
    packet.bytes = record.subspan(m_headSize);
    packet.length = std::max(number(record, 12), uint32_t(packet.bytes.size()));
    sink.packet(packet);
    return true;
}

Recognised recogniseFormat(std::span<const std::byte> start)
{
    if (auto format = PcapFormat::create(start))
        return {std::move(format), PcapFormat::fileHeadSize};
    return {PcapngFormat::create(start), 0};
}

} // namespace packets
