// SPDX-License-Identifier: GPL-3.0-or-later
// The static and the dynamic table of HPACK (RFC 7541 section 2.3), parts of which may be unknown.
//
// Indices count from the newest entry. So everything inserted since the capture joined resolves exactly, and older
// entries are known to be unknown. Entries that the encoder has evicted but that are still here do no harm: it no
// longer refers to them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

namespace protocols::http2 {

struct TableField {
    std::string_view name, value;
    bool nameKnown = true;
    bool valueKnown = true;
};

class HpackTable
{
public:
    enum class Found : uint8_t { Known, Unknown, OutOfRange };

    // `fromStart`: the table starts empty, with the size of RFC 9113 section 6.5.2.
    explicit HpackTable(bool fromStart);

    // The views are valid until the next change.
    Found find(uint64_t index, TableField &) const;
    void insert(const TableField &);
    void resize(uint64_t sizeMax);
    // An unknown number of entries was inserted: no older index is right any more.
    void forget();
    // The connection was seen from its first byte.
    void beginEmpty();

    size_t entries() const { return m_entries.size(); }
    bool complete() const { return m_complete; }

private:
    struct Entry {
        std::string text; // name, then value
        uint32_t nameLength;
        bool nameKnown, valueKnown;
        // A lower bound on the entry's size in octets (RFC 7541 section 4.1).
        size_t size() const { return text.size() + 32; }
    };
    void evict();

    std::deque<Entry> m_entries;     // newest first
    size_t m_size = 0;
    uint64_t m_sizeMax;
    bool m_sizeMaxKnown;
    bool m_complete;                 // no entry is older than those here
};

inline constexpr uint64_t staticTableSize = 61;

} // namespace protocols::http2
