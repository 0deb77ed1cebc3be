// SPDX-License-Identifier: GPL-3.0-or-later
// The coding "compress": LZW as the Unix program of that name writes it (RFC 9110, section 8.4.1.1; Welch 1984).
#pragma once

#include "app/decode/coding_stage.h"

#include <array>
#include <cstdint>
#include <vector>

namespace decode {

class CompressStage final : public CodingDecoder::Stage
{
public:
    Step step(std::span<const std::byte> in, std::span<std::byte> out) override;
    // The format has no end marker.
    bool atEnd() const override { return m_headRead == headSize && m_pendingAt == m_pending.size(); }

private:
    static constexpr size_t headSize = 3;
    static constexpr unsigned bitsMin = 9, bitsMax = 16, clearCode = 256, noCode = 0xffffffff;

    bool takeHead(uint8_t);
    bool takeByte(uint8_t);
    bool takeCode(unsigned);
    void widen();
    void startGroup();

    size_t m_headRead = 0;
    unsigned m_widest = bitsMax, m_width = bitsMin;
    bool m_blocks = false;             // code 256 resets the table
    uint32_t m_bits = 0;               // read but not yet a code, lowest first
    unsigned m_bitCount = 0;
    unsigned m_inGroup = 0;            // codes come in groups of eight of one width
    size_t m_skip = 0;                 // bytes left to skip to the next group
    unsigned m_free = clearCode;       // the next code to assign
    unsigned m_last = noCode;
    uint8_t m_first = 0;               // first byte of what the last code stands for
    std::array<uint16_t, 1 << bitsMax> m_prefix{};
    std::array<uint8_t, 1 << bitsMax> m_suffix{};
    std::vector<std::byte> m_pending;  // decoded, waiting for output space
    size_t m_pendingAt = 0;
};

} // namespace decode
