// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/har_items.h"

#include "app/exchange/item_coding.h"
#include "app/exporters/body_writer.h"
#include "app/exporters/har_grpc.h"
#include "app/exporters/har_head.h"
#include "app/exporters/masked_items.h"
#include "app/protocols/protocol_info.h"

#include <optional>

namespace exporters {

using exchange::Item;
using protocols::ItemCoding;
using protocols::ItemKind;

namespace {

// RFC 6455 section 5.2; nullopt if it is not a message.
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

// The protocol carried in the messages; null: unknown or none.
const protocols::ProtocolInfo *carriedIn(EntryContext &c)
{
    const exchange::Head response = readHead(c, c.exchange.response);
    const auto *carried = exporters::carriedProtocol(response);
    return carried || response.find("sec-websocket-protocol") ? carried : carriedProtocol(readHead(c, c.exchange.request));
}

// Packets may be split anywhere between two messages, so secrets cannot be found in a single message.
void writeCarried(EntryContext &c, const Item &item, const protocols::ProtocolInfo &carried)
{
    c.out.pair("size", item.wireBytes);
    if (item.lostBytes)
        c.out.pair("_lost", item.lostBytes);
    c.out.pair("_comment", "Bytes omitted: they are " + std::string(carried.name) + ", which is exported masked as separate entries. An unmasked export contains them.");
}

// Chrome's format. `carried`: in a masked file, the protocol in binary messages; null: unknown.
void writeChannelMessage(EntryContext &c, const Item &item, const protocols::ProtocolInfo *carried)
{
    c.out.beginObject();
    c.out.pair("type", item.half == protocols::Half::Request ? "send" : "receive");
    c.out.key("time");
    c.out.seconds(item.end);
    const auto opcode = opcodeOf(item.kind);
    if (opcode)
        c.out.pair("opcode", *opcode);
    if (item.kind == ItemKind::Close && item.code)
        c.out.pair("_code", item.code);
    if (item.kind == ItemKind::Message) {
        const size_t feed = item.label.find('\n');
        const std::string topic = item.label.substr(0, feed);
        c.out.pair("topic", c.masker ? c.masker->value(topic, c.masked) : topic);
        if (feed != std::string::npos) {
            const std::string delivery = item.label.substr(feed + 1);
            c.out.pair("delivery", c.masker ? maskedDelivery(*c.masker, delivery, c.masked) : delivery);
        }
    } else {
        c.out.pairIf("_note", c.masker ? c.masker->value(item.label, c.masked) : item.label);
    }
    const bool binary = item.kind == ItemKind::Binary || item.kind == ItemKind::Piece;
    if (carried && binary)
        writeCarried(c, item, *carried);
    else
        writeItemData(c, item, binary);
    c.out.endObject();
}

void writeStreamedItems(EntryContext &c, std::string_view name, ItemKind kind)
{
    bool any = false;
    c.entry.items.forEach([&](const Item &item) { any = any || item.kind == kind; });
    if (!any)
        return;
    c.out.key(name);
    c.out.beginArray();
    c.entry.items.forEach([&](const Item &item) {
        if (item.kind != kind && item.kind != ItemKind::Piece)
            return;
        c.out.beginObject();
        c.out.key("time");
        c.out.seconds(item.end);
        if (item.kind == ItemKind::Event) {
            const size_t feed = item.label.find('\n');
            c.out.pair("event", feed == 0 || item.label.empty() ? std::string("message") : item.label.substr(0, feed));
            if (feed != std::string::npos)
                c.out.pair("id", item.label.substr(feed + 1));
        } else {
            c.out.pairIf("_note", item.label);
        }
        writeItemData(c, item, false);
        c.out.endObject();
    });
    c.out.endArray();
    writeItemsBeyond(c);
}

} // namespace

void writeItemData(EntryContext &c, const exchange::Item &item, bool binary, std::string_view media)
{
    BodyInput input;
    input.media = media;
    input.slices = item.slices;
    input.contentEncoding = exchange::codingName(item.coding);
    input.gaps = item.lostBytes > 0 || item.coding == ItemCoding::Unknown;
    input.mayHaveCharset = false;
    input.max = c.options.bodyMax;
    BodyWriter body(input, c.source, c.masker, c.masked);
    c.bodiesUnread += body.readFailed();
    // What cannot be decompressed cannot be searched for secrets.
    const bool unsearched = c.masker && item.coding == ItemCoding::Unknown && !item.slices.empty();
    if (body.showable() && !unsearched) {
        c.out.key("data");
        if (binary || !body.isText())
            body.writeBase64(c.out);
        else
            body.write(c.out);
        if (!binary && !body.isText())
            c.out.pair("encoding", "base64");
    }
    if (item.lostBytes)
        c.out.pair("_lost", item.lostBytes);
    if (item.coding == ItemCoding::Unknown)
        c.out.pair("_error", "cannot be decompressed: earlier data is missing, or it is corrupt");
    c.out.pairIf("_comment", body.comment());
}

void writeItemsBeyond(EntryContext &c)
{
    if (c.entry.items.beyond())
        c.out.pair("_messagesBeyond", c.entry.items.beyond());
}

// Includes items that are not messages (parts not captured, data after a malformed frame).
void writeChannelMessages(EntryContext &c)
{
    if (c.exchange.kind != exchange::Kind::Channel)
        return;
    const protocols::ProtocolInfo &protocol = protocols::protocolInfo(c.exchange.protocol);
    c.out.pairIf("_resourceType", protocol.harResourceType);
    c.out.key(protocol.harMessages.empty() ? "messages" : protocol.harMessages);
    c.out.beginArray();
    const auto *carried = c.masker && !protocol.harMessages.empty() ? carriedIn(c) : nullptr;
    c.entry.items.forEach([&](const Item &item) { writeChannelMessage(c, item, carried); });
    c.out.endArray();
    writeItemsBeyond(c);
}

void writeItems(EntryContext &c)
{
    writeChannelMessages(c);
    writeStreamedItems(c, "_eventStream", ItemKind::Event);
    writeStreamedItems(c, "_records", ItemKind::Record);
    writeGrpcMessages(c);
}

} // namespace exporters
