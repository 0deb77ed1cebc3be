// SPDX-License-Identifier: GPL-3.0-or-later
// Statements, commands and questions with their answers: no HTTP, so no entries of a HAR.
#include "app/exporters/har_entry.h"

#include "app/decode/json_scan.h"
#include "app/masking/statement.h"

#include <algorithm>

namespace exporters {

namespace {

using protocols::Half;
using protocols::ItemKind;

constexpr size_t itemMax = 1 << 20;

bool isSql(protocols::Protocol protocol)
{
    return protocol == protocols::Protocol::Postgres || protocol == protocols::Protocol::MySql;
}

// What the parsers write as JSON is JSON, unless it was cut.
bool isJson(const exchange::Item &item, std::string_view text)
{
    const bool written = item.kind == ItemKind::Row || item.kind == ItemKind::Notice || item.label == "parameters";
    return written && !text.empty() && !text.ends_with("…");
}

std::string_view outcomeName(protocols::Outcome outcome)
{
    return outcome == protocols::Outcome::Ok ? "ok" : outcome == protocols::Outcome::Error ? "error" : "";
}

} // namespace

std::string HarEntry::maskedText(std::string_view text)
{
    if (!m_masker)
        return std::string(text);
    if (isSql(m_exchange.protocol))
        return masking::maskSql(*m_masker, text, m_masked);
    if (m_exchange.protocol == protocols::Protocol::Redis)
        return masking::maskRedisCommand(*m_masker, text, m_masked);
    return m_masker->value(text, m_masked);
}

// A list of values: those that the statement gives to a secret name, and what is secret in the others.
std::string HarEntry::maskedParameters(const std::string &list)
{
    const std::vector<size_t> secret = isSql(m_exchange.protocol) ? masking::secretParameters(*m_masker, m_exchange.path) : std::vector<size_t>();
    std::string named = "[";
    decode::JsonMembers members(list);
    for (size_t number = 0; const auto member = members.next(); ++number) {
        named += number ? "," : "";
        const bool hidden = std::find(secret.begin(), secret.end(), number) != secret.end()
            && (member->kind == decode::JsonKind::String || member->kind == decode::JsonKind::Number);
        if (hidden) {
            const std::string value = member->kind == decode::JsonKind::String ? decode::jsonUnescaped(member->value.substr(1, member->value.size() - 2)) : std::string(member->value);
            named += '"' + m_masker->hide(value, "statement", "parameter", m_masked) + '"';
        } else {
            named += m_masker->json("[" + std::string(member->value) + "]", m_masked).substr(1);
            named.pop_back();
        }
    }
    return members.closed() ? named + "]" : m_masker->json(list, m_masked);
}

// The items of one kind and half (and label, unless that is empty), as JSON where they are that.
void HarEntry::queryItems(std::string_view name, Half half, ItemKind kind, std::string_view label)
{
    bool any = false;
    for (const exchange::Item &item : m_entry.rows) {
        if (item.half != half || item.kind != kind || (!label.empty() && item.label != label))
            continue;
        const auto bytes = m_source.read(item.slices, itemMax);
        if (!bytes) {
            ++m_bodiesUnread;
            continue;
        }
        std::string text(reinterpret_cast<const char *>(bytes->data()), bytes->size());
        const bool json = isJson(item, text);
        if (m_masker && label == "parameters" && json)
            text = maskedParameters(text);
        else if (m_masker)
            text = json ? m_masker->json(text, m_masked) : m_masker->value(text, m_masked);
        if (!any) {
            m_out.key(name);
            m_out.beginArray();
            any = true;
        }
        if (json)
            m_out.json(text);
        else
            m_out.text(text);
    }
    if (any)
        m_out.endArray();
}

void HarEntry::query()
{
    m_out.beginObject();
    m_out.pair("protocol", m_exchange.scheme);
    m_out.pairIf("verb", m_exchange.method);
    m_out.pair("statement", maskedText(m_exchange.path));
    m_out.pairIf("target", m_exchange.host);
    queryItems("parameters", Half::Request, ItemKind::Record, "parameters");
    queryItems("copiedIn", Half::Request, ItemKind::Record, "copy");
    m_out.pairIf("outcome", outcomeName(m_exchange.outcome));
    m_out.pairIf("result", m_exchange.result);
    if (m_exchange.rows)
        m_out.pair("rows", *m_exchange.rows);
    queryItems("answer", Half::Response, ItemKind::Row);
    queryItems("copiedOut", Half::Response, ItemKind::Record);
    queryItems("notices", Half::Response, ItemKind::Notice);
    m_out.pair("requestBytes", m_exchange.request.bodyBytes + m_exchange.request.bodyLost);
    m_out.pair("responseBytes", m_exchange.response.bodyBytes + m_exchange.response.bodyLost);
    m_out.endObject();
}

void HarEntry::writeQuery()
{
    beside([this] {
        m_out.key("_query");
        query();
    });
}

} // namespace exporters
