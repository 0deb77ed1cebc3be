// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/quic/opener.h"

#include <algorithm>
#include <utility>

namespace quic {

namespace {

// After a gap in the capture the number may be further ahead than a receiver's could be.
constexpr int windowsAhead = 16;
// Key updates that a gap may hide.
constexpr int updatesAhead = 3;

} // namespace

std::optional<Level> levelOf(PacketType type)
{
    switch (type) {
    case PacketType::Initial: return Level::Initial;
    case PacketType::ZeroRtt: return Level::ZeroRtt;
    case PacketType::Handshake: return Level::Handshake;
    case PacketType::OneRtt: return Level::OneRtt;
    case PacketType::Retry: break;
    }
    return std::nullopt;
}

void Opener::install(Level level, std::unique_ptr<PacketCipher> keys) { m_ciphers[size_t(level)] = std::move(keys); }

Opener::Payload Opener::openWith(PacketCipher &keys, Level level, const Packet &packet, const PacketCipher::Unmasked &unmasked,
                                 std::vector<std::byte> &buffer)
{
    const uint64_t first = fullNumber(largest(level), unmasked.truncated, unmasked.numberLength);
    const uint64_t window = uint64_t(1) << (8 * unmasked.numberLength);
    for (uint64_t ahead = 0; ahead < windowsAhead; ++ahead) {
        const uint64_t number = first + ahead * window;
        if (const Payload payload = keys.open(packet, unmasked, number, buffer)) {
            largest(level) = std::max(largest(level), int64_t(number));
            return payload;
        }
    }
    return std::nullopt;
}

Opener::Payload Opener::open(Level level, const Packet &packet, std::vector<std::byte> &buffer)
{
    PacketCipher *keys = cipher(level);
    const auto unmasked = keys ? keys->unmask(packet) : std::nullopt;
    if (!unmasked)
        return std::nullopt;
    return level == Level::OneRtt ? openOneRtt(packet, *unmasked, buffer) : openWith(*keys, level, packet, *unmasked, buffer);
}

// RFC 9001, section 6: the bit tells one phase from the next; packets of the previous one may still arrive.
Opener::Payload Opener::openOneRtt(const Packet &packet, const PacketCipher::Unmasked &unmasked, std::vector<std::byte> &buffer)
{
    constexpr Level level = Level::OneRtt;
    PacketCipher &current = m_current ? *m_current : *cipher(level);
    if (unmasked.keyPhase() == m_phase)
        if (const Payload payload = openWith(current, level, packet, unmasked, buffer))
            return payload;
    PacketCipher *previous = m_updates == 1 ? cipher(level) : m_previous.get();
    if (unmasked.keyPhase() != m_phase && previous)
        if (const Payload payload = openWith(*previous, level, packet, unmasked, buffer))
            return payload;
    std::unique_ptr<PacketCipher> next = current.successor();
    bool phase = !m_phase;
    for (int update = 0; update < updatesAhead && next; ++update, phase = !phase) {
        if (phase == unmasked.keyPhase()) {
            if (const Payload payload = openWith(*next, level, packet, unmasked, buffer)) {
                // The first one stays where it is, for the headers.
                m_previous = std::exchange(m_current, std::move(next));
                m_phase = phase;
                ++m_updates;
                return payload;
            }
        }
        next = next->successor();
    }
    return std::nullopt;
}

Opener::Payload Opener::tryKeys(Level level, std::unique_ptr<PacketCipher> keys, const Packet &packet, std::vector<std::byte> &buffer)
{
    const auto unmasked = keys ? keys->unmask(packet) : std::nullopt;
    if (!unmasked)
        return std::nullopt;
    const Payload payload = openWith(*keys, level, packet, *unmasked, buffer);
    if (payload)
        install(level, std::move(keys));
    return payload;
}

} // namespace quic
