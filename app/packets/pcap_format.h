// SPDX-License-Identifier: GPL-3.0-or-later
// The classic format (https://www.ietf.org/archive/id/draft-ietf-opsawg-pcap): either byte order, micro- or nanoseconds.
#pragma once

#include "app/packets/file_format.h"

namespace packets {

class PcapFormat final : public FileFormat
{
public:
    static constexpr size_t fileHeadSize = 24;

    // Null: a file that begins so is none.
    static std::unique_ptr<FileFormat> create(std::span<const std::byte> start);

    size_t headSize() const override { return m_headSize; }
    std::optional<size_t> sizeOf(std::span<const std::byte> head) override;
    bool mayHoldSecrets(std::span<const std::byte>) const override { return false; }
    bool take(std::span<const std::byte> record, Sink &) override;

private:
    PcapFormat() = default;
    uint32_t number(std::span<const std::byte> bytes, size_t at) const;

    bool m_big = false;
    bool m_nanoseconds = false;
    size_t m_headSize = 16;
    LinkType m_linkType = LinkType::Null;
};

} // namespace packets
