// SPDX-License-Identifier: GPL-3.0-or-later
// Writes the blocks of a pcapng file (https://www.ietf.org/archive/id/draft-ietf-opsawg-pcapng), little-endian, with times in
// nanoseconds. No I/O: appends to a buffer.
#pragma once

#include "app/base/time.h"
#include "app/packets/packet.h"
#include "privhelper/wire/writer.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace packets {

class PcapngWriter
{
public:
    // Cleartap has no Private Enterprise Number: this one is for examples (RFC 5612). So the text says whose it is.
    static constexpr uint32_t enterprise = 32'473;

    // `out` outlives this.
    explicit PcapngWriter(wire::Bytes &out)
        : m_out(out)
    {
    }

    // The first block. Texts are UTF-8, and at most 65,535 bytes; empty: left out.
    void section(std::string_view application, std::string_view comment);
    // Numbered from 0 in the order in which they are written. `snap`: bytes captured of each packet; 0: all.
    void interface(std::string_view name, std::string_view description, LinkType, uint32_t snap);
    // A key log (RFC 9850), in pieces of at most 2^24 bytes. Before the packets that it opens.
    void secrets(std::string_view keyLog);

    enum class Way : uint8_t { Unknown = 0, Inbound = 1, Outbound = 2 };
    struct About {
        Way way = Way::Unknown;
        std::string_view comment;    // empty: none
        std::string_view process;    // for programs, in a custom option; empty: none
    };
    void packet(uint32_t interface, const Packet &, const About &);
    // The program that captured has lost this many packets. `time`: now.
    void statistics(uint32_t interface, base::Time time, uint64_t dropped, std::string_view comment);

private:
    class Block;
    wire::Bytes &m_out;
};

} // namespace packets
