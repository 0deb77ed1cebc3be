// SPDX-License-Identifier: GPL-3.0-or-later
// The static and the dynamic table of QPACK (RFC 9204, section 3). Entries have absolute indices, so after a loss on the
// encoder's stream no index is certain any more: the table is then unknown for good, and says so.
#pragma once

#include "app/protocols/http2/hpack_table.h"

#include <cstdint>
#include <deque>
#include <string>

namespace protocols::http3 {

using http2::TableField;

inline constexpr uint64_t staticTableSize = 99;
// Nothing beyond the end.
bool findStatic(uint64_t index, TableField &);

class QpackTable
{
public:
    // SETTINGS_QPACK_MAX_TABLE_CAPACITY of whoever decodes (section 5).
    void setMaxCapacity(uint64_t bytes) { m_maxCapacity = bytes; m_maxKnown = true; }
    // 0: unknown.
    uint64_t maxEntries() const { return m_maxKnown ? m_maxCapacity / entryOverhead : 0; }
    void setCapacity(uint64_t bytes);
    void insert(const TableField &);
    // An unknown number of entries was inserted.
    void lose();
    bool lost() const { return m_lost; }

    uint64_t insertCount() const { return m_inserted; }
    // The views are valid until the next change. False: an entry that is not there; its field is unknown.
    bool find(uint64_t absolute, TableField &) const;

private:
    static constexpr uint64_t entryOverhead = 32;   // section 3.2.1
    static constexpr uint64_t keptMax = 1 << 20;    // bytes kept of a table, whatever its capacity
    struct Entry {
        std::string text;   // name, then value
        uint32_t nameLength;
        bool nameKnown, valueKnown;
    };
    void evict(uint64_t limit);

    std::deque<Entry> m_entries;   // oldest first
    uint64_t m_inserted = 0;
    uint64_t m_size = 0;
    uint64_t m_capacity = 0;
    uint64_t m_maxCapacity = 0;
    bool m_maxKnown = false;
    bool m_lost = false;
};

} // namespace protocols::http3
