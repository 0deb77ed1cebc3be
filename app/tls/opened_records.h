// SPDX-License-Identifier: GPL-3.0-or-later
// Records whose connection is captured at both ends: each is opened once, and its content given to the other end too. Which
// end comes first does not matter; the other one has the same bytes, keys and number, or it is opened again.
#pragma once

#include "app/tls/record_cipher.h"

#include <vector>

namespace tls {

class OpenedRecords
{
public:
    // Bounds the records that are between the two ends at a time, over all connections; at most 9 MB.
    static constexpr size_t slots = 256;

    // As RecordCipher::open().
    std::optional<RecordCipher::Opened> open(RecordCipher &, const Record &, uint64_t sequence, std::span<std::byte, RecordCipher::bufferSize> buffer);

    // Of the record opened last, for those whose connection is shared: where its sender's plaintext begins, once that was told.
    struct Place {
        uint64_t stream = 0, offset = 0;
    };
    const Place *place() const { return m_last && m_last->place.stream ? &m_last->place : nullptr; }
    void tell(const Place &place)
    {
        if (m_last)
            m_last->place = place;
    }
    bool isShared() const { return m_last; }
    // The record opened last is none of a shared connection.
    void notShared() { m_last = nullptr; }

    uint64_t reused() const { return m_reused; }

private:
    struct Slot {
        RecordKeys keys;
        uint64_t sequence = 0;
        std::vector<std::byte> record;
        ContentType type = ContentType::Alert;
        std::vector<std::byte> content;
        Place place;
    };
    std::vector<Slot> m_slots;   // by the last bytes of a record
    Slot *m_last = nullptr;
    uint64_t m_reused = 0;
};

} // namespace tls
