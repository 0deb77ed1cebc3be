// SPDX-License-Identifier: GPL-3.0-or-later
// A connection id of QUIC: up to 20 bytes that name a connection wherever its packets come from (RFC 9000, section 5.1).
#pragma once

#include <algorithm>
#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <span>

namespace quic {

class ConnectionId
{
public:
    static constexpr size_t sizeMax = 20;

    ConnectionId() = default;
    // Longer ones are cut.
    explicit ConnectionId(std::span<const std::byte> bytes)
        : m_size(uint8_t(std::min(bytes.size(), sizeMax)))
    {
        std::copy_n(bytes.begin(), m_size, m_bytes.begin());
    }

    std::span<const std::byte> bytes() const { return std::span(m_bytes).first(m_size); }
    size_t size() const { return m_size; }
    bool empty() const { return m_size == 0; }
    // Whether a packet's bytes begin with it.
    bool begins(std::span<const std::byte> packet) const
    {
        return packet.size() >= m_size && std::equal(packet.begin(), packet.begin() + m_size, m_bytes.begin());
    }

    auto operator<=>(const ConnectionId &) const = default;

private:
    std::array<std::byte, sizeMax> m_bytes{};   // zeros after the size
    uint8_t m_size = 0;
};

} // namespace quic
