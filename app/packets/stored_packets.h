// SPDX-License-Identifier: GPL-3.0-or-later
// The packets that a capture file of ours holds beside its flows (wire::Packet), in order of their times.
#pragma once

#include "app/capture/source.h"
#include "app/packets/packet.h"
#include "privhelper/wire/messages.h"

#include <expected>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace packets {

class StoredPackets
{
public:
    struct Entry {
        base::Time time = 0;       // of day
        uint64_t position = 0;     // of its first message in the file
    };
    // A process as the capture tells of it from `since` on.
    struct Owner {
        base::Time since = 0;
        std::string comm, exe;
    };

    // Reads the whole capture file once; `file` stays the caller's, and must outlive this. Errors: as of capture::RunReader.
    static std::expected<StoredPackets, capture::Error> index(int file);

    const std::vector<wire::Interface> &interfaces() const { return m_interfaces; }
    const std::vector<Entry> &entries() const { return m_entries; }
    uint64_t lost() const { return m_lost; }          // packets for which there was no room
    base::Time end() const { return m_end; }          // of the last message that has a time; 0: none has
    // Null: unknown.
    const Owner *owner(uint32_t pid, base::Time) const;

    // One packet as it was at the interface, with the VLAN tag that the card took off. None: it was lost later.
    struct Stored {
        wire::Packet head;
        size_t interface = 0;      // in interfaces()
        Packet packet;             // its bytes are valid until the next call
    };
    // `most`: bytes that are wanted of it. Error: errno.
    std::expected<std::optional<Stored>, int> read(const Entry &, size_t most);

private:
    explicit StoredPackets(int file)
        : m_file(file)
    {
    }
    void take(const wire::Frame &, uint64_t position);
    std::expected<bool, int> readPiece(uint64_t &position, size_t most, wire::Packet &head);

    int m_file;
    base::Time m_realtimeMinusClock = 0;
    base::Time m_end = 0;
    uint64_t m_lost = 0;
    std::vector<wire::Interface> m_interfaces;
    std::vector<Entry> m_entries;
    std::map<uint32_t, std::vector<Owner>> m_owners;
    std::vector<std::byte> m_bytes;
};

} // namespace packets
