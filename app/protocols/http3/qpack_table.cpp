// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/http3/qpack_table.h"

#include <algorithm>
#include <array>

namespace protocols::http3 {

namespace {

struct StaticField {
    std::string_view name, value;
};

// RFC 9204, appendix A.
constexpr std::array<StaticField, staticTableSize> staticTable = { {
    { ":authority", "" },
    { ":path", "/" },
    { "age", "0" },
    { "content-disposition", "" },
    { "content-length", "0" },
    { "cookie", "" },
    { "date", "" },
    { "etag", "" },
    { "if-modified-since", "" },
    { "if-none-match", "" },
    { "last-modified", "" },
    { "link", "" },
    { "location", "" },
    { "referer", "" },
    { "set-cookie", "" },
    { ":method", "CONNECT" },
    { ":method", "DELETE" },
    { ":method", "GET" },
    { ":method", "HEAD" },
    { ":method", "OPTIONS" },
    { ":method", "POST" },
    { ":method", "PUT" },
    { ":scheme", "http" },
    { ":scheme", "https" },
    { ":status", "103" },
    { ":status", "200" },
    { ":status", "304" },
    { ":status", "404" },
    { ":status", "503" },
    { "accept", "*/*" },
    { "accept", "application/dns-message" },
    { "accept-encoding", "gzip, deflate, br" },
    { "accept-ranges", "bytes" },
    { "access-control-allow-headers", "cache-control" },
    { "access-control-allow-headers", "content-type" },
    { "access-control-allow-origin", "*" },
    { "cache-control", "max-age=0" },
    { "cache-control", "max-age=2592000" },
    { "cache-control", "max-age=604800" },
    { "cache-control", "no-cache" },
    { "cache-control", "no-store" },
    { "cache-control", "public, max-age=31536000" },
    { "content-encoding", "br" },
    { "content-encoding", "gzip" },
    { "content-type", "application/dns-message" },
    { "content-type", "application/javascript" },
    { "content-type", "application/json" },
    { "content-type", "application/x-www-form-urlencoded" },
    { "content-type", "image/gif" },
    { "content-type", "image/jpeg" },
    { "content-type", "image/png" },
    { "content-type", "text/css" },
    { "content-type", "text/html; charset=utf-8" },
    { "content-type", "text/plain" },
    { "content-type", "text/plain;charset=utf-8" },
    { "range", "bytes=0-" },
    { "strict-transport-security", "max-age=31536000" },
    { "strict-transport-security", "max-age=31536000; includesubdomains" },
    { "strict-transport-security", "max-age=31536000; includesubdomains; preload" },
    { "vary", "accept-encoding" },
    { "vary", "origin" },
    { "x-content-type-options", "nosniff" },
    { "x-xss-protection", "1; mode=block" },
    { ":status", "100" },
    { ":status", "204" },
    { ":status", "206" },
    { ":status", "302" },
    { ":status", "400" },
    { ":status", "403" },
    { ":status", "421" },
    { ":status", "425" },
    { ":status", "500" },
    { "accept-language", "" },
    { "access-control-allow-credentials", "FALSE" },
    { "access-control-allow-credentials", "TRUE" },
    { "access-control-allow-headers", "*" },
    { "access-control-allow-methods", "get" },
    { "access-control-allow-methods", "get, post, options" },
    { "access-control-allow-methods", "options" },
    { "access-control-expose-headers", "content-length" },
    { "access-control-request-headers", "content-type" },
    { "access-control-request-method", "get" },
    { "access-control-request-method", "post" },
    { "alt-svc", "clear" },
    { "authorization", "" },
    { "content-security-policy", "script-src 'none'; object-src 'none'; base-uri 'none'" },
    { "early-data", "1" },
    { "expect-ct", "" },
    { "forwarded", "" },
    { "if-range", "" },
    { "origin", "" },
    { "purpose", "prefetch" },
    { "server", "" },
    { "timing-allow-origin", "*" },
    { "upgrade-insecure-requests", "1" },
    { "user-agent", "" },
    { "x-forwarded-for", "" },
    { "x-frame-options", "deny" },
    { "x-frame-options", "sameorigin" },
} };

} // namespace

bool findStatic(uint64_t index, TableField &field)
{
    if (index >= staticTableSize)
        return false;
    field = {staticTable[index].name, staticTable[index].value, true, true};
    return true;
}

void QpackTable::setCapacity(uint64_t bytes)
{
    m_capacity = bytes;
    evict(std::min(m_capacity, keptMax));
}

void QpackTable::insert(const TableField &field)
{
    // `field` may point into an entry: copied before anything is evicted.
    Entry entry{{}, uint32_t(field.name.size()), field.nameKnown, field.valueKnown};
    entry.text.reserve(field.name.size() + field.value.size());
    entry.text.append(field.name).append(field.value);
    m_size += entry.text.size() + entryOverhead;
    m_entries.push_back(std::move(entry));
    ++m_inserted;
    evict(std::min(m_capacity, keptMax));
}

void QpackTable::evict(uint64_t limit)
{
    while (!m_entries.empty() && m_size > limit) {
        m_size -= m_entries.front().text.size() + entryOverhead;
        m_entries.pop_front();
    }
}

void QpackTable::lose()
{
    m_lost = true;
    m_entries.clear();
    m_size = 0;
}

bool QpackTable::find(uint64_t absolute, TableField &field) const
{
    field = {{}, {}, false, false};
    const uint64_t oldest = m_inserted - m_entries.size();
    if (m_lost || absolute < oldest || absolute >= m_inserted)
        return false;
    const Entry &entry = m_entries[size_t(absolute - oldest)];
    const std::string_view text = entry.text;
    field = {text.substr(0, entry.nameLength), text.substr(entry.nameLength), entry.nameKnown, entry.valueKnown};
    return true;
}

} // namespace protocols::http3
