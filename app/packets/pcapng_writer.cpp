// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/packets/pcapng_writer.h"

#include <algorithm>
#include <cstring>

namespace packets {

namespace {

constexpr uint32_t sectionType = 0x0a0d0d0a, interfaceType = 1, statisticsType = 5, packetType = 6, secretsType = 10;
constexpr uint32_t byteOrderMagic = 0x1a2b3c4d, tlsKeyLog = 0x544c534b;
constexpr size_t secretsMax = size_t(1) << 24;

namespace option {
constexpr uint16_t end = 0, comment = 1, customText = 2988;
constexpr uint16_t application = 4;                                        // of sections
constexpr uint16_t name = 2, description = 3, resolution = 9;              // of interfaces
constexpr uint16_t flags = 2;                                              // of packets
constexpr uint16_t osDropped = 7;                                          // of statistics
}

} // namespace

// Under construction: both lengths are written at its end.
class PcapngWriter::Block
{
public:
    Block(wire::Bytes &out, uint32_t type)
        : m_out(out)
        , m_start(out.size())
    {
        put(type, uint32_t(0));
    }
    Block(const Block &) = delete;
    ~Block()
    {
        if (m_options)
            put(option::end, uint16_t(0));
        const auto length = uint32_t(m_out.size() - m_start + sizeof(uint32_t));
        put(length);
        std::memcpy(m_out.data() + m_start + 4, &length, sizeof length);
    }

    template<class... Values> void put(const Values &...values)
    {
        const auto one = [this](const auto &value) {
            const auto *from = reinterpret_cast<const std::byte *>(&value);
            m_out.insert(m_out.end(), from, from + sizeof value);
        };
        (one(values), ...);
    }
    // Filled up to a multiple of four.
    void bytes(std::span<const std::byte> bytes)
    {
        m_out.insert(m_out.end(), bytes.begin(), bytes.end());
        m_out.resize((m_out.size() - m_start + 3) / 4 * 4 + m_start);
    }
    void text(uint16_t code, std::string_view text)
    {
        if (text.empty())
            return;
        text = text.substr(0, UINT16_MAX);
        begin(code, text.size());
        bytes(std::as_bytes(std::span(text)));
    }
    template<class Value> void value(uint16_t code, Value value)
    {
        begin(code, sizeof value);
        bytes(std::as_bytes(std::span(&value, 1)));
    }
    void custom(std::string_view text)
    {
        if (text.empty())
            return;
        text = text.substr(0, UINT16_MAX - sizeof enterprise);
        begin(option::customText, sizeof enterprise + text.size());
        put(enterprise);
        bytes(std::as_bytes(std::span(text)));
    }

private:
    void begin(uint16_t code, size_t length)
    {
        m_options = true;
        put(code, uint16_t(length));
    }

    wire::Bytes &m_out;
    size_t m_start;
    bool m_options = false;
};

void PcapngWriter::section(std::string_view application, std::string_view comment)
{
    Block block(m_out, sectionType);
    block.put(byteOrderMagic, uint16_t(1), uint16_t(0), int64_t(-1));
    block.text(option::comment, comment);
    block.text(option::application, application);
}

void PcapngWriter::interface(std::string_view name, std::string_view description, LinkType linkType, uint32_t snap)
{
    Block block(m_out, interfaceType);
    block.put(uint16_t(linkType), uint16_t(0), snap);
    block.text(option::name, name);
    block.text(option::description, description);
    block.value(option::resolution, uint8_t(9));
}

void PcapngWriter::secrets(std::string_view keyLog)
{
    while (!keyLog.empty()) {
        // Whole lines, if there are any.
        size_t length = std::min(keyLog.size(), secretsMax);
        if (const size_t line = keyLog.rfind('\n', length - 1); length < keyLog.size() && line != std::string_view::npos)
            length = line + 1;
        Block block(m_out, secretsType);
        block.put(tlsKeyLog, uint32_t(length));
        block.bytes(std::as_bytes(std::span(keyLog.substr(0, length))));
        keyLog.remove_prefix(length);
    }
}

void PcapngWriter::packet(uint32_t interface, const Packet &packet, const About &about)
{
    const auto time = uint64_t(std::max<base::Time>(packet.time, 0));
    Block block(m_out, packetType);
    block.put(interface, uint32_t(time >> 32), uint32_t(time), uint32_t(packet.bytes.size()), packet.length);
    block.bytes(packet.bytes);
    block.text(option::comment, about.comment);
    if (about.way != Way::Unknown)
        block.value(option::flags, uint32_t(about.way));
    block.custom(about.process);
}

void PcapngWriter::statistics(uint32_t interface, base::Time time, uint64_t dropped, std::string_view comment)
{
    const auto now = uint64_t(std::max<base::Time>(time, 0));
    Block block(m_out, statisticsType);
    block.put(interface, uint32_t(now >> 32), uint32_t(now));
    block.text(option::comment, comment);
    block.value(option::osDropped, dropped);
}

} // namespace packets
