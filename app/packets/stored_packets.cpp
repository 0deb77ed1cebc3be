// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/packets/stored_packets.h"

#include "app/capture/run_reader.h"
#include "privhelper/wire/reader.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <limits>

namespace packets {

namespace {

constexpr size_t macAddresses = 12;   // before the EtherType, where a VLAN tag has its place (IEEE 802.1Q)
constexpr size_t vlanTag = 4;

// Returns how many bytes there were; an error: errno.
std::expected<size_t, int> readAt(int file, uint64_t position, std::span<std::byte> to)
{
    size_t done = 0;
    while (done < to.size()) {
        const ssize_t count = pread(file, to.data() + done, to.size() - done, off_t(position + done));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return std::unexpected(errno);
        if (count == 0)
            break;
        done += size_t(count);
    }
    return done;
}

bool continues(const wire::Packet &first, const wire::Packet &next)
{
    return next.time == first.time && next.interface == first.interface && next.captured == first.captured && next.length == first.length
        && next.flow == first.flow && next.cookie == first.cookie;
}

} // namespace

std::expected<StoredPackets, capture::Error> StoredPackets::index(int file)
{
    StoredPackets stored(file);
    capture::RunReader runs(file);
    for (;;) {
        const auto run = runs.next(std::numeric_limits<int64_t>::max());
        if (!run)
            return std::unexpected(run.error());
        if (run->frames.empty())
            break;   // a torn tail is none of the packets
        wire::FrameReader frames(run->frames);
        for (;;) {
            const auto frame = frames.next();
            if (!frame || !*frame)
                break;
            stored.take(**frame, run->filePosition + frames.position() - (*frame)->body.size() - wire::frameHeadSize);
        }
    }
    for (Entry &entry : stored.m_entries)
        entry.time += stored.m_realtimeMinusClock;
    stored.m_end = stored.m_end ? stored.m_end + stored.m_realtimeMinusClock : 0;
    for (auto &[pid, owners] : stored.m_owners) {
        for (Owner &owner : owners)
            owner.since += stored.m_realtimeMinusClock;
    }
    // Nearly in order: several processors write one ring.
    std::ranges::stable_sort(stored.m_entries, {}, &Entry::time);
    return stored;
}

void StoredPackets::take(const wire::Frame &frame, uint64_t position)
{
    switch (frame.type) {
    case wire::Type::Packet:
        if (const auto view = wire::decodePacket(frame.body); view && view->head.offset == 0) {
            m_entries.push_back({view->head.time, position});
            m_end = std::max(m_end, view->head.time);
        }
        break;
    case wire::Type::Started:
        if (const auto started = wire::decode<wire::Started>(frame.body))
            m_realtimeMinusClock = started->realtimeMinusClock;
        break;
    case wire::Type::Interface:
        if (auto interface = wire::decode<wire::Interface>(frame.body))
            m_interfaces.push_back(std::move(*interface));
        break;
    case wire::Type::Process:
        if (const auto process = wire::decode<wire::Process>(frame.body)) {
            // What is listed at the start was there before.
            const base::Time since = process->executed == 2 ? std::numeric_limits<base::Time>::min() / 2 : process->time;
            m_owners[process->pid].push_back({since, process->comm, process->exe});
        }
        break;
    case wire::Type::Losses:
        if (const auto losses = wire::decode<wire::Losses>(frame.body)) {
            for (const wire::Loss &loss : losses->counts) {
                if (loss.place == wire::LossPlace::Kernel && loss.cause == uint8_t(wire::KernelLoss::PacketRing))
                    m_lost = loss.events;
            }
            m_end = std::max(m_end, losses->time);
        }
        break;
    default: break;
    }
}

const StoredPackets::Owner *StoredPackets::owner(uint32_t pid, base::Time time) const
{
    const auto known = m_owners.find(pid);
    if (known == m_owners.end())
        return nullptr;
    const Owner *found = &known->second.front();
    for (const Owner &owner : known->second)
        if (owner.since <= time)
            found = &owner;
    return found;
}

// Appends the bytes of the message at `position`, which is moved behind it. False: there is no further piece of `head`'s packet.
std::expected<bool, int> StoredPackets::readPiece(uint64_t &position, size_t most, wire::Packet &head)
{
    std::array<std::byte, wire::frameHeadSize + wire::packetHeadSize> start;
    const auto had = readAt(m_file, position, start);
    if (!had)
        return std::unexpected(had.error());
    uint32_t length = 0;
    uint16_t type = 0;
    std::memcpy(&length, start.data(), 4);
    std::memcpy(&type, start.data() + 4, 2);
    if (*had < start.size() || type != uint16_t(wire::Type::Packet) || length < wire::packetHeadSize || length > wire::frameMax)
        return false;
    std::vector<std::byte> body(length);
    const auto whole = readAt(m_file, position + wire::frameHeadSize, body);
    if (!whole)
        return std::unexpected(whole.error());
    const auto view = *whole == body.size() ? wire::decodePacket(body) : std::unexpected(wire::ReadError::TornFrame);
    if (!view || view->head.offset != m_bytes.size() || (!m_bytes.empty() && !continues(head, view->head)))
        return false;
    if (m_bytes.empty())
        head = view->head;
    position += wire::frameHeadSize + length;
    m_bytes.insert(m_bytes.end(), view->bytes.begin(), view->bytes.end());
    return m_bytes.size() < std::min<size_t>(head.captured, most);
}

std::expected<std::optional<StoredPackets::Stored>, int> StoredPackets::read(const Entry &entry, size_t most)
{
    Stored stored;
    m_bytes.clear();
    uint64_t position = entry.position;
    stored.head.captured = 0;
    for (;;) {
        const auto more = readPiece(position, most, stored.head);
        if (!more)
            return std::unexpected(more.error());
        if (!*more)
            break;
    }
    const auto from = std::ranges::find(m_interfaces, stored.head.interface, &wire::Interface::index);
    if (from == m_interfaces.end())
        return std::nullopt;
    stored.interface = size_t(from - m_interfaces.begin());
    stored.packet.time = entry.time;
    stored.packet.linkType = LinkType(from->linkType);
    stored.packet.length = stored.head.length;
    if (stored.head.vlanProtocol && stored.packet.linkType == LinkType::Ethernet && m_bytes.size() >= macAddresses) {
        const std::array<std::byte, vlanTag> tag{std::byte(stored.head.vlanProtocol >> 8), std::byte(stored.head.vlanProtocol), std::byte(stored.head.vlanTag >> 8),
                                                 std::byte(stored.head.vlanTag)};
        m_bytes.insert(m_bytes.begin() + macAddresses, tag.begin(), tag.end());
        stored.packet.length += uint32_t(tag.size());
    }
    stored.packet.bytes = m_bytes;
    return stored;
}

} // namespace packets
