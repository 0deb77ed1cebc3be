// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/packets/pcapng_format.h"

#include "app/base/byte_reader.h"

#include <algorithm>

namespace packets {

namespace {

enum class BlockType : uint32_t {
    Interface = 1, ObsoletePacket = 2, SimplePacket = 3, Statistics = 5, EnhancedPacket = 6, Secrets = 10, Section = 0x0a0d0d0a,
};
// Of a section header block.
constexpr uint32_t byteOrderMagic = 0x1a2b3c4d;
constexpr uint32_t tlsKeyLog = 0x544c534b;
// Type and length before the body, length after it.
constexpr size_t bodyAt = 8, frameSize = 12;

namespace option {
constexpr uint16_t end = 0, resolution = 9, offset = 14;   // of interfaces
constexpr uint16_t ifDropped = 5, osDropped = 7;           // of statistics
}

constexpr uint64_t powerOf10(unsigned exponent)
{
    uint64_t value = 1;
    while (exponent-- > 0)
        value *= 10;
    return value;
}

// The fraction of a second, from units of 10^-n or, with the highest bit, 2^-n seconds.
base::Time timeOf(uint64_t units, uint8_t resolution, int64_t offset)
{
    constexpr uint64_t billion = 1'000'000'000;
    const unsigned exponent = resolution & 0x7f;
    const bool binary = resolution & 0x80;
    if (exponent > (binary ? 63u : 19u))
        return 0;
    const uint64_t perSecond = binary ? uint64_t(1) << exponent : powerOf10(exponent);
    uint64_t rest = units % perSecond;
    if (!binary)
        rest = exponent <= 9 ? rest * powerOf10(9 - exponent) : rest / powerOf10(exponent - 9);
    else if (exponent > 30)
        rest = (rest >> (exponent - 30)) * billion >> 30;
    else
        rest = rest * billion >> exponent;
    // Beyond the year 2262 there is none.
    constexpr int64_t secondsMax = INT64_MAX / int64_t(billion) - 1;
    const uint64_t seconds = units / perSecond;
    if (seconds > uint64_t(secondsMax) || offset > secondsMax - int64_t(seconds) || offset < -int64_t(seconds))
        return 0;
    return (int64_t(seconds) + offset) * int64_t(billion) + int64_t(rest);
}

} // namespace

// The body of a block, in the byte order of its section.
struct PcapngFormat::Block {
    std::span<const std::byte> body;
    bool big;

    uint64_t number(size_t at, size_t size) const
    {
        if (at + size > body.size())
            return 0;
        base::ByteReader reader(body.subspan(at, size));
        return big ? reader.big(size) : reader.little(size);
    }
    // Calls `visit(code, value)` for each option from `at` on.
    template<class Visit> void options(size_t at, Visit visit) const
    {
        while (at + 4 <= body.size()) {
            const auto code = uint16_t(number(at, 2));
            const auto length = size_t(number(at + 2, 2));
            at += 4;
            if (code == option::end || length > body.size() - at)
                return;
            visit(code, Block{body.subspan(at, length), big});
            at += (length + 3) & ~size_t(3);
        }
    }
};

std::unique_ptr<FileFormat> PcapngFormat::create(std::span<const std::byte> start)
{
    const Block head{start, false};
    if (start.size() < frameSize || BlockType(head.number(0, 4)) != BlockType::Section)
        return nullptr;
    auto format = std::make_unique<PcapngFormat>();
    return format->sizeOf(start.first(frameSize)) ? std::move(format) : nullptr;
}

// A section header tells its own.
bool PcapngFormat::isBig(std::span<const std::byte> head) const
{
    const Block little{head, false};
    return BlockType(little.number(0, 4)) == BlockType::Section ? little.number(bodyAt, 4) != byteOrderMagic : m_big;
}

std::optional<size_t> PcapngFormat::sizeOf(std::span<const std::byte> head)
{
    const Block block{head, isBig(head)};
    const auto type = BlockType(block.number(0, 4));
    const size_t length = block.number(4, 4);
    if (type == BlockType::Section && block.number(bodyAt, 4) != byteOrderMagic)
        return std::nullopt;
    const size_t size = (length + 3) & ~size_t(3);
    return size >= frameSize && size <= recordMax ? std::optional(size) : std::nullopt;
}

bool PcapngFormat::mayHoldSecrets(std::span<const std::byte> head) const
{
    const auto type = BlockType(Block{head, isBig(head)}.number(0, 4));
    return type == BlockType::Secrets || type == BlockType::Section;
}

bool PcapngFormat::take(std::span<const std::byte> record, Sink &sink)
{
    const bool big = isBig(record);
    const Block whole{record, big};
    const auto type = BlockType(whole.number(0, 4));
    if (whole.number(record.size() - 4, 4) != whole.number(4, 4))
        return false;
    const Block block{record.subspan(bodyAt, record.size() - frameSize), big};
    switch (type) {
    case BlockType::Section: return section(block);
    case BlockType::Interface: return interface(block);
    case BlockType::EnhancedPacket: return packet(block, false, sink);
    case BlockType::ObsoletePacket: return packet(block, true, sink);
    case BlockType::SimplePacket: return simplePacket(block, sink);
    case BlockType::Statistics: return statistics(block, sink);
    case BlockType::Secrets: return secrets(block, sink);
    }
    return true;   // names, journals, blocks of other programs
}

bool PcapngFormat::section(const Block &block)
{
    if (block.body.size() < 16)
        return false;
    m_big = block.big;
    m_interfaces.clear();
    return block.number(4, 2) == 1;   // the major version
}

bool PcapngFormat::interface(const Block &block)
{
    if (block.body.size() < 8 || m_interfaces.size() >= interfacesMax)
        return false;
    Interface made;
    made.linkType = LinkType(block.number(0, 2));
    made.captureLength = uint32_t(block.number(4, 4));
    block.options(8, [&](uint16_t code, const Block &value) {
        if (code == option::resolution && value.body.size() == 1)
            made.resolution = uint8_t(value.number(0, 1));
        else if (code == option::offset && value.body.size() == 8)
            made.offset = int64_t(value.number(0, 8));
    });
    m_interfaces.push_back(made);
    return true;
}

bool PcapngFormat::packet(const Block &block, bool obsolete, Sink &sink)
{
    constexpr size_t headSize = 20;
    if (block.body.size() < headSize)
        return false;
    const size_t which = block.number(0, obsolete ? 2 : 4);
    const size_t captured = block.number(12, 4);
    if (which >= m_interfaces.size() || captured > block.body.size() - headSize)
        return false;
    const Interface &from = m_interfaces[which];
    Packet packet;
    packet.time = timeOf(block.number(4, 4) << 32 | block.number(8, 4), from.resolution, from.offset);
    packet.linkType = from.linkType;
    packet.bytes = block.body.subspan(headSize, captured);
    packet.length = std::max(uint32_t(block.number(16, 4)), uint32_t(captured));
    sink.packet(packet);
    return true;
}

// Of the first interface, without a time, and without its captured length.
bool PcapngFormat::simplePacket(const Block &block, Sink &sink)
{
    if (block.body.size() < 4 || m_interfaces.empty())
        return false;
    const Interface &from = m_interfaces.front();
    Packet packet;
    packet.linkType = from.linkType;
    packet.length = uint32_t(block.number(0, 4));
    const size_t captured = from.captureLength ? std::min(packet.length, from.captureLength) : packet.length;
    if (captured > block.body.size() - 4)
        return false;
    packet.bytes = block.body.subspan(4, captured);
    sink.packet(packet);
    return true;
}

bool PcapngFormat::statistics(const Block &block, Sink &sink)
{
    const size_t which = block.number(0, 4);
    if (block.body.size() < 12 || which >= m_interfaces.size())
        return false;
    uint64_t dropped = 0;
    block.options(12, [&](uint16_t code, const Block &value) {
        if ((code == option::ifDropped || code == option::osDropped) && value.body.size() == 8)
            dropped += value.number(0, 8);
    });
    // Counts since the start of the capture.
    uint64_t &before = m_interfaces[which].dropped;
    if (dropped > before)
        sink.dropped(dropped - before);
    before = std::max(before, dropped);
    return true;
}

bool PcapngFormat::secrets(const Block &block, Sink &sink)
{
    const size_t length = block.number(4, 4);
    if (block.body.size() < 8 || length > block.body.size() - 8)
        return false;
    if (block.number(0, 4) == tlsKeyLog)
        sink.secrets({reinterpret_cast<const char *>(block.body.data()) + 8, length});
    return true;
}

} // namespace packets
