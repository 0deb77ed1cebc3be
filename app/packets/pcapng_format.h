// SPDX-License-Identifier: GPL-3.0-or-later
// pcapng (https://www.ietf.org/archive/id/draft-ietf-opsawg-pcapng): sections of either byte order, interfaces, packets, secrets.
#pragma once

#include "app/packets/file_format.h"

#include <vector>

namespace packets {

class PcapngFormat final : public FileFormat
{
public:
    static constexpr size_t interfacesMax = 65'536;   // of a section

    // Null: a file that begins so is none.
    static std::unique_ptr<FileFormat> create(std::span<const std::byte> start);

    size_t headSize() const override { return 12; }
    std::optional<size_t> sizeOf(std::span<const std::byte> head) override;
    bool mayHoldSecrets(std::span<const std::byte> head) const override;
    bool take(std::span<const std::byte> record, Sink &) override;

private:
    struct Interface {
        LinkType linkType = LinkType::Null;
        uint32_t captureLength = 0;        // 0: no limit
        uint8_t resolution = 6;            // of times: the option if_tsresol
        int64_t offset = 0;                // seconds: if_tsoffset
        uint64_t dropped = 0;              // as it last said
    };
    struct Block;
    bool section(const Block &);
    bool interface(const Block &);
    bool packet(const Block &, bool obsolete, Sink &);
    bool simplePacket(const Block &, Sink &);
    bool statistics(const Block &, Sink &);
    bool secrets(const Block &, Sink &);
    bool isBig(std::span<const std::byte> head) const;

    bool m_big = false;
    std::vector<Interface> m_interfaces;
};

} // namespace packets
