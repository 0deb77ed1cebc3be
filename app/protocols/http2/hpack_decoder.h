// SPDX-License-Identifier: GPL-3.0-or-later
// Decodes the header blocks of one direction (RFC 7541). Never fails for good: unknown entries are marked as such,
// malformed data costs the rest of its block and the dynamic table.
#pragma once

#include "app/protocols/http2/hpack_table.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace protocols::http2 {

// Decoded fields in the order of the block. Reused from block to block.
class FieldList
{
public:
    struct Item {
        uint32_t nameAt, nameLength, valueAt, valueLength;
        bool nameKnown, valueKnown;
    };
    void clear();
    // False: a limit was reached, the field was dropped.
    bool add(const TableField &, size_t bytesMax, size_t fieldsMax);
    size_t size() const { return m_items.size(); }
    TableField operator[](size_t i) const;

private:
    std::string m_text;
    std::vector<Item> m_items;
};

class HpackDecoder
{
public:
    enum class Result : uint8_t {
        Complete,
        Limited,    // some fields were dropped; the table is correct
        Malformed,  // what precedes the damage is in the list; the table is forgotten
    };

    explicit HpackDecoder(bool fromStart) : m_table(fromStart) { }

    Result decode(std::span<const std::byte> block, FieldList &, size_t bytesMax, size_t fieldsMax);
    HpackTable &table() { return m_table; }

private:
    struct Reader;
    bool decodeField(Reader &, FieldList &, size_t bytesMax, size_t fieldsMax);
    bool readString(Reader &, std::string &buffer, std::string_view &text);

    HpackTable m_table;
    std::string m_name, m_value;
    bool m_limited = false;
};

} // namespace protocols::http2
