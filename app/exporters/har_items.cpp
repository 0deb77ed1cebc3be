// SPDX-License-Identifier: GPL-3.0-or-later
// The messages inside an exchange, where other programs look for them.
#include "app/exporters/har_entry.h"

#include "app/exchange/item_coding.h"
#include "app/protocols/protocol_info.h"

namespace exporters {

using exchange::Item;
using protocols::ItemCoding;
using protocols::ItemKind;

namespace {

// RFC 6455 section 5.2; absent for what is no message.
std::optional<int> opcodeOf(ItemKind kind)
{
    switch (kind) {
    case ItemKind::Text:
        return 1;
    case ItemKind::Binary:
        return 2;
    case ItemKind::Close:
        return 8;
    case ItemKind::Ping:
        return 9;
    case ItemKind::Pong:
        return 10;
    default:
        return {};
    }
}

} // namespace

// `data`: the contents, masked, with the item's own coding taken off. Text unless `binary`, or when it is none:
// then base64, which is said where a reader could not know. `media`: what they are, where that is known.
void HarEntry::itemData(const Item &item, bool binary, std::string_view media)
{
    BodyInput input;
    input.media = media;
    input.slices = item.slices;
    input.contentEncoding = exchange::codingName(item.coding);
    input.gaps = item.lostBytes > 0 || item.coding == ItemCoding::Unknown;
    input.max = m_bodyMax;
    BodyWriter body(input, m_source, m_masker, m_masked);
    m_bodiesUnread += body.readFailed();
    if (body.showable()) {
        m_out.key("data");
        if (binary || !body.isText())
            body.writeBase64(m_out);
        else
            body.write(m_out);
        if (!binary && !body.isText())
            m_out.pair("encoding", "base64");
    }
    if (item.lostBytes)
        m_out.pair("_lost", item.lostBytes);
    if (item.coding == ItemCoding::Unknown)
        m_out.pair("_error", "cannot be decompressed: what it refers to was not captured, or it is damaged");
    m_out.pairIf("_comment", body.comment());
}

// Chrome's form.
void HarEntry::channelMessage(const Item &item)
{
    m_out.beginObject();
    m_out.pair("type", item.half == protocols::Half::Request ? "send" : "receive");
    m_out.key("time");
    m_out.seconds(item.end);
    const auto opcode = opcodeOf(item.kind);
    if (opcode)
        m_out.pair("opcode", *opcode);
    if (item.kind == ItemKind::Close && item.code)
        m_out.pair("_code", item.code);
    if (item.kind == ItemKind::Message) {
        const size_t feed = item.label.find('\n');
        m_out.pair("topic", item.label.substr(0, feed));
        if (feed != std::string::npos)
            m_out.pair("delivery", item.label.substr(feed + 1));
    } else {
        m_out.pairIf("_note", item.label);
    }
    itemData(item, item.kind == ItemKind::Binary || item.kind == ItemKind::Piece);
    m_out.endObject();
}

// With what is no message (a part that was not captured, what follows a malformed frame) between.
void HarEntry::channelMessages()
{
    if (m_exchange.kind != exchange::Kind::Channel)
        return;
    const protocols::ProtocolInfo &protocol = protocols::protocolInfo(m_exchange.protocol);
    m_out.pairIf("_resourceType", protocol.harResourceType);
    m_out.key(protocol.harMessages.empty() ? "messages" : protocol.harMessages);
    m_out.beginArray();
    m_entry.items.forEach([this](const Item &item) { channelMessage(item); });
    m_out.endArray();
    itemsBeyond();
}

void HarEntry::channel()
{
    m_out.beginObject();
    m_out.pair("protocol", m_exchange.scheme);
    m_out.pairIf("name", maskedText(m_exchange.path));
    m_out.pairIf("target", m_exchange.host);
    m_out.pair("requestBytes", m_exchange.request.bodyBytes + m_exchange.request.bodyLost);
    m_out.pair("responseBytes", m_exchange.response.bodyBytes + m_exchange.response.bodyLost);
    channelMessages();
    m_out.endObject();
}

void HarEntry::writeChannel()
{
    beside([this] {
        m_out.key("_channel");
        channel();
    });
}

void HarEntry::streamedItems(std::string_view name, ItemKind kind)
{
    bool any = false;
    m_entry.items.forEach([&](const Item &item) { any = any || item.kind == kind; });
    if (!any)
        return;
    m_out.key(name);
    m_out.beginArray();
    m_entry.items.forEach([&](const Item &item) {
        if (item.kind != kind && item.kind != ItemKind::Piece)
            return;
        m_out.beginObject();
        m_out.key("time");
        m_out.seconds(item.end);
        if (item.kind == ItemKind::Event) {
            const size_t feed = item.label.find('\n');
            m_out.pair("event", feed == 0 || item.label.empty() ? std::string("message") : item.label.substr(0, feed));
            if (feed != std::string::npos)
                m_out.pair("id", item.label.substr(feed + 1));
        } else {
            m_out.pairIf("_note", item.label);
        }
        itemData(item, false);
        m_out.endObject();
    });
    m_out.endArray();
    itemsBeyond();
}

// Their contents are in the body; that there were more must be said.
void HarEntry::itemsBeyond()
{
    if (m_entry.items.beyond())
        m_out.pair("_messagesBeyond", m_entry.items.beyond());
}

void HarEntry::items()
{
    channelMessages();
    streamedItems("_eventStream", ItemKind::Event);
    streamedItems("_records", ItemKind::Record);
    grpcMessages();
}

} // namespace exporters
