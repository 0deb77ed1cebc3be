// SPDX-License-Identifier: GPL-3.0-or-later
// What is no exchange of any protocol that is read: bytes both ways, and connections that carried nothing.
#include "app/exporters/har_entry.h"
#include "app/exporters/har_extensions.h"
#include "app/protocols/protocol_info.h"

namespace exporters {

namespace {

// What is a secret in bytes that nobody can read is not known, so a masked file goes without them.
constexpr std::string_view leftOut =
    "The bytes are left out: what is secret in them is not known. An unmasked export has them.";

} // namespace

void HarEntry::piece(const exchange::Item &item)
{
    m_out.beginObject();
    m_out.pair("type", item.half == protocols::Half::Request ? "send" : "receive");
    m_out.key("time");
    m_out.seconds(item.end);
    m_out.pair("size", item.wireBytes);
    m_out.pairIf("_note", item.label);
    if (!m_masker && !item.slices.empty())
        itemData(item, false);
    else if (item.lostBytes)
        m_out.pair("_lost", item.lostBytes);
    m_out.endObject();
}

void HarEntry::conversation()
{
    m_out.beginObject();
    m_out.pairIf("protocol", protocols::protocolInfo(m_exchange.protocol).name);
    m_out.pairIf("target", m_exchange.host);
    m_out.pairIf("note", m_exchange.reason);
    m_out.pair("requestBytes", m_exchange.request.bodyBytes + m_exchange.request.bodyLost);
    m_out.pair("responseBytes", m_exchange.response.bodyBytes + m_exchange.response.bodyLost);
    m_out.key("pieces");
    m_out.beginArray();
    m_entry.items.forEach([this](const exchange::Item &item) { piece(item); });
    m_out.endArray();
    itemsBeyond();
    if (m_masker && m_entry.items.size() > 0)
        m_out.pair("comment", leftOut);
    m_out.endObject();
}

void HarEntry::writeConversation()
{
    beside([this] {
        m_out.key("_conversation");
        conversation();
    });
}

void HarEntry::writeConnection()
{
    beside([this] {
        m_out.pairIf("_target", m_exchange.host);
        m_out.pair(m_exchange.kind == exchange::Kind::Failed ? "_failed" : "_notReadable", m_exchange.reason);
    });
}

} // namespace exporters
