// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tls/opened_records.h"

#include <algorithm>
#include <cstring>

namespace tls {

namespace {

bool same(std::span<const std::byte> a, std::span<const std::byte> b)
{
    return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size()) == 0;
}

bool same(const RecordKeys &a, const RecordKeys &b)
{
    return same(a.key.bytes(), b.key.bytes()) && same(a.iv.bytes(), b.iv.bytes()) && same(a.macKey.bytes(), b.macKey.bytes());
}

// The end of a tag, or of what is encrypted: as good as random.
size_t slotOf(const Record &record)
{
    uint32_t end = 0;
    std::memcpy(&end, record.bytes.data() + record.bytes.size() - sizeof end, sizeof end);
    return end % OpenedRecords::slots;
}

} // namespace

std::optional<RecordCipher::Opened> OpenedRecords::open(RecordCipher &cipher, const Record &record, uint64_t sequence,
                                                        std::span<std::byte, RecordCipher::bufferSize> buffer)
{
    m_slots.resize(slots);
    Slot &slot = m_slots[slotOf(record)];
    if (slot.sequence == sequence && same(slot.record, record.bytes) && same(slot.keys, cipher.keys())) {
        ++m_reused;
        m_last = &slot;
        std::ranges::copy(slot.content, buffer.begin());
        return RecordCipher::Opened{slot.type, buffer.first(slot.content.size())};
    }
    const auto opened = cipher.open(record, sequence, buffer);
    m_last = opened ? &slot : nullptr;
    if (!opened)
        return opened;
    slot.keys = cipher.keys();
    slot.sequence = sequence;
    slot.record.assign(record.bytes.begin(), record.bytes.end());
    slot.type = opened->type;
    slot.place = {};
    slot.content.assign(opened->content.begin(), opened->content.end());
    return opened;
}

} // namespace tls
