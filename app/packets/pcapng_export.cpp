// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/packets/pcapng_export.h"

#include "app/capture/errors.h"
#include "app/packets/packet_owners.h"
#include "app/packets/pcapng_writer.h"
#include "app/packets/stored_packets.h"

#include <limits>
#include <optional>
#include <vector>

namespace packets {

namespace {

constexpr size_t batchSize = 256 << 10;
constexpr size_t headersMax = 512;   // bytes of a packet that tell its connection: link layer, IP, ports
constexpr uint32_t nowhere = std::numeric_limits<uint32_t>::max();

// Names and paths are the kernel's bytes, whatever they are; pcapng wants UTF-8, of which this is the safe part.
std::string printable(std::string_view text)
{
    std::string result(text);
    for (char &c : result)
        if (c < ' ' || c > '~')
            c = '?';
    return result;
}

class Export
{
public:
    Export(StoredPackets stored, const PcapngOptions &options, const PcapngOut &out)
        : m_stored(std::move(stored))
        , m_options(options)
        , m_out(out)
    {
    }

    std::expected<PcapngReport, capture::Error> run()
    {
        if (auto placed = placeAll(); !placed)
            return std::unexpected(placed.error());
        writeHead();
        for (size_t i = 0; i < m_stored.entries().size(); ++i) {
            if (auto written = write(i); !written)
                return std::unexpected(written.error());
            if (m_bytes.size() >= batchSize && !flush())
                return m_report;
        }
        m_report.lost = m_stored.lost();
        if (m_report.lost > 0 && !m_stored.interfaces().empty())
            m_writer.statistics(0, m_stored.end(), m_report.lost, "Of all interfaces: their packets were written to one ring buffer, which was full.");
        flush();
        return m_report;
    }

private:
    struct Placed {
        uint32_t connection = nowhere;
        bool fromSecond = false, begins = false;
    };

    bool flush()
    {
        const bool good = m_out(m_bytes);
        m_bytes.clear();
        return good;
    }

    std::expected<std::optional<StoredPackets::Stored>, capture::Error> read(size_t index, size_t most)
    {
        auto stored = m_stored.read(m_stored.entries()[index], most);
        if (!stored)
            return std::unexpected(capture::fileError(stored.error(), "read the packets"));
        return *stored;
    }

    // A process may be known from a later packet of the connection only: so before anything is written.
    std::expected<void, capture::Error> placeAll()
    {
        m_places.resize(m_stored.entries().size());
        for (size_t i = 0; i < m_places.size(); ++i) {
            const auto stored = read(i, headersMax);
            if (!stored)
                return std::unexpected(stored.error());
            const auto place = *stored ? m_owners.place((*stored)->packet) : std::nullopt;
            if (!place)
                continue;
            m_places[i] = {place->connection, place->fromSecond, place->begins};
            m_owners.note(*place, (*stored)->head.end, (*stored)->head.pid);
            m_report.connections += place->begins;
        }
        return {};
    }

    void writeHead()
    {
        m_writer.section(m_options.application,
                         m_options.keyLog.empty() ? "" : "This file contains the secrets of TLS handshakes: whoever has it can decrypt these connections.");
        for (const wire::Interface &interface : m_stored.interfaces())
            m_writer.interface(printable(interface.name), "network namespace " + std::to_string(interface.netns) + ", captured by " + printable(interface.hook),
                               LinkType(interface.linkType), interface.snap);
        m_writer.secrets(m_options.keyLog);
    }

    std::expected<void, capture::Error> write(size_t index)
    {
        const auto stored = read(index, std::numeric_limits<size_t>::max());
        if (!stored)
            return std::unexpected(stored.error());
        if (!*stored)
            return {};
        const Placed &placed = m_places[index];
        PacketOwners::Pids pids;
        if (placed.connection != nowhere)
            pids = m_owners.of({placed.connection, placed.fromSecond, placed.begins});
        else if (const wire::Packet &head = (*stored)->head; head.end != wire::PacketEnd::None)
            (head.end == wire::PacketEnd::Sender ? pids.sender : pids.receiver) = head.pid;
        const base::Time time = (*stored)->packet.time;
        const std::string process = forPrograms(pids, time), comment = placed.begins ? forPeople(pids, time) : std::string();
        PcapngWriter::About about;
        about.way = (*stored)->head.direction ? PcapngWriter::Way::Outbound : PcapngWriter::Way::Inbound;
        about.comment = comment;
        about.process = process;
        m_writer.packet(uint32_t((*stored)->interface), (*stored)->packet, about);
        ++m_report.packets;
        m_report.withProcess += !process.empty();
        return {};
    }

    // "curl (pid 12, /usr/bin/curl)"
    std::string named(uint32_t pid, base::Time time) const
    {
        const StoredPackets::Owner *owner = m_stored.owner(pid, time);
        if (!owner)
            return "process " + std::to_string(pid);
        return printable(owner->comm) + " (pid " + std::to_string(pid) + (owner->exe.empty() ? "" : ", " + printable(owner->exe)) + ")";
    }

    std::string forPeople(const PacketOwners::Pids &pids, base::Time time) const
    {
        if (pids.sender && pids.receiver)
            return "From " + named(pids.sender, time) + " to " + named(pids.receiver, time);
        if (pids.sender)
            return "From " + named(pids.sender, time);
        return pids.receiver ? "To " + named(pids.receiver, time) : std::string();
    }

    std::string forPrograms(const PacketOwners::Pids &pids, base::Time time) const
    {
        std::string text;
        const auto add = [&](const char *end, uint32_t pid) {
            if (!pid)
                return;
            const StoredPackets::Owner *owner = m_stored.owner(pid, time);
            text += std::string(text.empty() ? "cleartap " : " ") + end + "=" + std::to_string(pid) + (owner ? ":" + printable(owner->comm) : std::string());
        };
        add("sender", pids.sender);
        add("receiver", pids.receiver);
        return text;
    }

    StoredPackets m_stored;
    const PcapngOptions &m_options;
    const PcapngOut &m_out;
    PacketOwners m_owners;
    std::vector<Placed> m_places;
    wire::Bytes m_bytes;
    PcapngWriter m_writer{m_bytes};
    PcapngReport m_report;
};

} // namespace

std::expected<PcapngReport, capture::Error> writePcapng(int captureFile, const PcapngOptions &options, const PcapngOut &out)
{
    auto stored = StoredPackets::index(captureFile);
    if (!stored)
        return std::unexpected(stored.error());
    return Export(std::move(*stored), options, out).run();
}

} // namespace packets
