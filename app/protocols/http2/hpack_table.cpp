// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/http2/hpack_table.h"

#include <algorithm>
#include <array>

namespace protocols::http2 {

namespace {

constexpr uint64_t defaultSize = 4096;
constexpr uint64_t keptMax = 1 << 20;       // bytes kept of a table, whatever its size
constexpr uint64_t unknownSizeMax = 1 << 16; // kept while its size is unknown

struct StaticField {
    std::string_view name, value;
};

// RFC 7541 appendix A.
constexpr std::array<StaticField, staticTableSize> staticTable = { {
    { ":authority", "" },
    { ":method", "GET" },
    { ":method", "POST" },
    { ":path", "/" },
    { ":path", "/index.html" },
    { ":scheme", "http" },
    { ":scheme", "https" },
    { ":status", "200" },
    { ":status", "204" },
    { ":status", "206" },
    { ":status", "304" },
    { ":status", "400" },
    { ":status", "404" },
    { ":status", "500" },
    { "accept-charset", "" },
    { "accept-encoding", "gzip, deflate" },
    { "accept-language", "" },
    { "accept-ranges", "" },
    { "accept", "" },
    { "access-control-allow-origin", "" },
    { "age", "" },
    { "allow", "" },
    { "authorization", "" },
    { "cache-control", "" },
    { "content-disposition", "" },
    { "content-encoding", "" },
    { "content-language", "" },
    { "content-length", "" },
    { "content-location", "" },
    { "content-range", "" },
    { "content-type", "" },
    { "cookie", "" },
    { "date", "" },
    { "etag", "" },
    { "expect", "" },
    { "expires", "" },
    { "from", "" },
    { "host", "" },
    { "if-match", "" },
    { "if-modified-since", "" },
    { "if-none-match", "" },
    { "if-range", "" },
    { "if-unmodified-since", "" },
    { "last-modified", "" },
    { "link", "" },
    { "location", "" },
    { "max-forwards", "" },
    { "proxy-authenticate", "" },
    { "proxy-authorization", "" },
    { "range", "" },
    { "referer", "" },
    { "refresh", "" },
    { "retry-after", "" },
    { "server", "" },
    { "set-cookie", "" },
    { "strict-transport-security", "" },
    { "transfer-encoding", "" },
    { "user-agent", "" },
    { "vary", "" },
    { "via", "" },
    { "www-authenticate", "" },
} };

} // namespace

HpackTable::HpackTable(bool fromStart)
    : m_sizeMax(fromStart ? defaultSize : unknownSizeMax)
    , m_sizeMaxKnown(fromStart)
    , m_complete(fromStart)
{
}

void HpackTable::beginEmpty() { *this = HpackTable(true); }

HpackTable::Found HpackTable::find(uint64_t index, TableField &field) const
{
    if (index == 0)
        return Found::OutOfRange;
    if (index <= staticTableSize) {
        field = { staticTable[index - 1].name, staticTable[index - 1].value, true, true };
        return Found::Known;
    }
    index -= staticTableSize + 1;
    if (index >= m_entries.size()) {
        field = { {}, {}, false, false };
        return m_complete ? Found::OutOfRange : Found::Unknown;
    }
    const Entry &entry = m_entries[index];
    const std::string_view text = entry.text;
    field = { text.substr(0, entry.nameLength), text.substr(entry.nameLength), entry.nameKnown, entry.valueKnown };
    return Found::Known;
}

void HpackTable::insert(const TableField &field)
{
    // `field` may point into an entry: copied before anything is evicted.
    Entry entry { {}, uint32_t(field.name.size()), field.nameKnown, field.valueKnown };
    entry.text.reserve(field.name.size() + field.value.size());
    entry.text.append(field.name).append(field.value);
    m_size += entry.size();
    m_entries.push_front(std::move(entry));
    evict();
}

void HpackTable::resize(uint64_t sizeMax)
{
    m_sizeMax = sizeMax;
    m_sizeMaxKnown = true;
    if (sizeMax == 0)
        m_complete = true;
    evict();
}

// Partly unknown entries count with their known size. So an entry is evicted only when the encoder's copy is
// certainly gone, and then all older ones are gone too.
void HpackTable::evict()
{
    while (!m_entries.empty() && m_size > std::min(m_sizeMax, keptMax)) {
        m_size -= m_entries.back().size();
        m_entries.pop_back();
        m_complete = m_sizeMaxKnown && m_sizeMax <= keptMax;
    }
}

void HpackTable::forget()
{
    m_entries.clear();
    m_size = 0;
    m_complete = false;
    // What was lost may also have changed the size.
    m_sizeMax = std::max(m_sizeMax, unknownSizeMax);
    m_sizeMaxKnown = false;
}

} // namespace protocols::http2
