// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/packets/ip_fragments.h"

#include <algorithm>
#include <cstring>

namespace packets {

namespace {
constexpr size_t wholeMax = 65'535;
} // namespace

IpFragments::Key IpFragments::keyOf(const IpPacket &packet)
{
    Key key{};
    std::memcpy(key.data(), packet.source.bytes.data(), 16);
    std::memcpy(key.data() + 16, packet.destination.bytes.data(), 16);
    std::memcpy(key.data() + 32, &packet.fragment->id, 4);
    key[36] = uint8_t(packet.source.family);
    // In IPv6 only the first fragment's counts, and the number identifies the packet without it.
    key[37] = packet.source.family == base::Family::V4 ? packet.protocol : uint8_t(0);
    return key;
}

std::optional<std::span<const std::byte>> IpFragments::add(const IpPacket &packet, base::Time time)
{
    while (!m_ages.empty() && time - m_packets.at(m_ages.front()).begun > m_limits.within)
        giveUp(m_packets.find(m_ages.front()));
    const Key key = keyOf(packet);
    auto it = m_packets.find(key);
    if (it == m_packets.end()) {
        if (m_packets.size() >= std::max<size_t>(m_limits.packets, 1))
            giveUp(m_packets.find(m_ages.front()));
        it = m_packets.try_emplace(key).first;
        it->second.begun = time;
        it->second.age = m_ages.insert(m_ages.end(), key);
    }
    Whole &whole = it->second;
    if (!put(whole, packet)) {
        giveUp(it);
        return std::nullopt;
    }
    if (whole.length != whole.have)
        return std::nullopt;
    m_done.clear();
    for (const auto &[offset, piece] : whole.pieces)
        m_done.insert(m_done.end(), piece.begin(), piece.end());
    m_ages.erase(whole.age);
    m_packets.erase(it);
    return m_done;
}

bool IpFragments::put(Whole &whole, const IpPacket &packet)
{
    const uint32_t begin = packet.fragment->offset;
    const size_t end = begin + packet.length;
    // All but the last are multiples of eight bytes.
    if (packet.payload.size() < packet.length || packet.length == 0 || end > wholeMax || (packet.fragment->more && packet.length % 8 != 0))
        return false;
    if (!packet.fragment->more) {
        if (whole.length && *whole.length != end)
            return false;
        whole.length = end;
    }
    const auto after = whole.pieces.lower_bound(begin);
    if (after != whole.pieces.end() && after->first == begin && after->second.size() == packet.length)
        return true;   // sent, or captured, twice
    if (after != whole.pieces.end() && after->first < end)
        return false;
    if (after != whole.pieces.begin() && std::prev(after)->first + std::prev(after)->second.size() > begin)
        return false;
    whole.pieces.emplace_hint(after, begin, std::vector(packet.payload.begin(), packet.payload.end()));
    whole.have += packet.length;
    return !whole.length || std::prev(whole.pieces.end())->first + std::prev(whole.pieces.end())->second.size() <= *whole.length;
}

void IpFragments::giveUp(Packets::iterator it)
{
    ++m_incomplete;
    m_ages.erase(it->second.age);
    m_packets.erase(it);
}

void IpFragments::finish()
{
    while (!m_packets.empty())
        giveUp(m_packets.begin());
}

} // namespace packets
