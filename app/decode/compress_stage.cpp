// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/decode/compress_stage.h"

#include <algorithm>

namespace decode {

CompressStage::Step CompressStage::step(std::span<const std::byte> in, std::span<std::byte> out)
{
    Step step;
    for (;;) {
        const size_t ready = std::min(m_pending.size() - m_pendingAt, out.size() - step.produced);
        std::copy_n(m_pending.begin() + std::ptrdiff_t(m_pendingAt), ready, out.begin() + std::ptrdiff_t(step.produced));
        step.produced += ready;
        m_pendingAt += ready;
        if (m_pendingAt < m_pending.size() || step.consumed == in.size())
            return step;
        m_pending.clear();
        m_pendingAt = 0;
        const auto byte = uint8_t(in[step.consumed++]);
        if (m_headRead < headSize ? !takeHead(byte) : !takeByte(byte)) {
            step.error = CodingError::Malformed;
            return step;
        }
    }
}

bool CompressStage::takeHead(uint8_t byte)
{
    static constexpr std::array<uint8_t, 2> magic{0x1f, 0x9d};
    if (m_headRead < magic.size())
        return byte == magic[m_headRead++];
    ++m_headRead;
    m_widest = byte & 0x1f;
    m_blocks = byte & 0x80;
    m_free = clearCode + m_blocks;
    return m_widest >= bitsMin && m_widest <= bitsMax;
}

bool CompressStage::takeByte(uint8_t byte)
{
    if (m_skip > 0) {
        --m_skip;
        return true;
    }
    m_bits |= uint32_t(byte) << m_bitCount;
    m_bitCount += 8;
    while (m_bitCount >= m_width) {
        const unsigned code = m_bits & ((1u << m_width) - 1);
        m_bits >>= m_width;
        m_bitCount -= m_width;
        m_inGroup = (m_inGroup + 1) % 8;
        const unsigned width = m_width;
        if (!takeCode(code))
            return false;
        if (m_width != width || (m_blocks && code == clearCode))
            return true; // the rest of this byte belongs to the group's padding
    }
    return true;
}

// When the width changes, the rest of the group is skipped. `width`: of the group that ends.
void CompressStage::startGroup()
{
    if (m_inGroup > 0) {
        // A group takes as many bytes as its codes have bits.
        const unsigned used = (m_inGroup * m_width + 7) / 8;
        m_skip = m_width - used;
    }
    m_inGroup = 0;
    m_bits = 0;
    m_bitCount = 0;
}

void CompressStage::widen()
{
    if (m_free >= (1u << m_width) && m_width < m_widest) {
        startGroup();
        ++m_width;
    }
}

bool CompressStage::takeCode(unsigned code)
{
    if (m_blocks && code == clearCode) {
        startGroup();
        m_width = bitsMin;
        m_free = clearCode; // the entry created by the next code is never used
        return true;
    }
    if (m_last == noCode) {
        if (code > 0xff)
            return false;
        m_last = code;
        m_first = uint8_t(code);
        m_pending.push_back(std::byte(m_first));
        return true;
    }
    const size_t from = m_pending.size();
    unsigned at = code;
    if (at >= m_free) {
        if (at > m_free)
            return false;
        m_pending.push_back(std::byte(m_first));
        at = m_last;
    }
    for (; at > 0xff; at = m_prefix[at])
        m_pending.push_back(std::byte(m_suffix[at]));
    m_first = uint8_t(at);
    m_pending.push_back(std::byte(m_first));
    std::reverse(m_pending.begin() + std::ptrdiff_t(from), m_pending.end());
    if (m_free < (1u << m_widest)) {
        m_prefix[m_free] = uint16_t(m_last);
        m_suffix[m_free] = m_first;
        ++m_free;
    }
    m_last = code;
    widen();
    return true;
}

} // namespace decode
