// SPDX-License-Identifier: GPL-3.0-or-later
// Statements, commands and questions with their answers: no HTTP, so no entries of a HAR.
#include "app/exporters/har_entry.h"

#include "app/masking/statement.h"

namespace exporters {

namespace {

using protocols::Half;
using protocols::ItemKind;

constexpr size_t itemMax = 1 << 20;

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
    return m_masker ? masking::maskStatement(*m_masker, protocols::protocolInfo(m_exchange.protocol), text, m_masked) : std::string(text);
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
        if (m_masker && (json || text.starts_with('{')))
            text = m_masker->json(text, m_masked);
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
    queryItems("message", Half::Request, ItemKind::Message);
    m_out.pairIf("outcome", outcomeName(m_exchange.outcome));
    m_out.pairIf("result", m_exchange.result);
    if (m_exchange.rows)
        m_out.pair("rows", *m_exchange.rows);
    queryItems("answer", Half::Response, ItemKind::Row);
    queryItems("copiedOut", Half::Response, ItemKind::Record);
    queryItems("reply", Half::Response, ItemKind::Message);
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
