// SPDX-License-Identifier: GPL-3.0-or-later
// Opens the packets of one direction of a connection, level by level, and follows its key updates and packet numbers.
#pragma once

#include "app/quic/packet_cipher.h"

namespace quic {

enum class Level : uint8_t { Initial, ZeroRtt, Handshake, OneRtt };
inline constexpr size_t levelCount = 4;

// None: a Retry, which has no payload.
std::optional<Level> levelOf(PacketType);

class Opener
{
public:
    bool has(Level level) const { return cipher(level) != nullptr; }
    void install(Level, std::unique_ptr<PacketCipher>);
    void remove(Level level) { m_ciphers[size_t(level)].reset(); }

    // The payload, within `buffer`. Nothing: not sealed with the level's keys.
    std::optional<std::span<const std::byte>> open(Level, const Packet &, std::vector<std::byte> &buffer);
    // Whether these keys open it; installs them if so.
    std::optional<std::span<const std::byte>> tryKeys(Level, std::unique_ptr<PacketCipher>, const Packet &, std::vector<std::byte> &buffer);

private:
    using Payload = std::optional<std::span<const std::byte>>;
    PacketCipher *cipher(Level level) const { return m_ciphers[size_t(level)].get(); }
    int64_t &largest(Level level) { return m_largest[level == Level::Initial ? 0 : level == Level::Handshake ? 1 : 2]; }
    Payload openWith(PacketCipher &, Level, const Packet &, const PacketCipher::Unmasked &, std::vector<std::byte> &buffer);
    Payload openOneRtt(const Packet &, const PacketCipher::Unmasked &, std::vector<std::byte> &buffer);

    std::array<std::unique_ptr<PacketCipher>, levelCount> m_ciphers;   // of 1-RTT, that of the first phase: it protects all headers
    std::unique_ptr<PacketCipher> m_current, m_previous;               // of 1-RTT after key updates
    bool m_phase = false;
    uint64_t m_updates = 0;
    std::array<int64_t, 3> m_largest{-1, -1, -1};                      // packet numbers, by space (RFC 9000, section 12.3)
};

} // namespace quic
