// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/har_items.h"

#include "app/exchange/item_coding.h"
#include "app/exporters/body_writer.h"
#include "app/exporters/har_grpc.h"
#include "app/exporters/har_head.h"
#include "app/protocols/protocol_info.h"

#include <algorithm>

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

// Where the next "Name: value" in a list separated by ", " begins; the list's end if there is none.
size_t nextHeader(std::string_view list, size_t from)
{
    while (from < list.size()) {
        const size_t colon = list.find(": ", from);
        if (colon == std::string_view::npos)
            return list.size();
        const size_t comma = list.rfind(", ", colon);
        const size_t begin = comma == std::string_view::npos ? 0 : comma + 2;
        const std::string_view name = list.substr(begin, colon - begin);
        if (begin >= from && !name.empty() && name.find_first_of(" \t\"=,;") == std::string_view::npos)
            return begin;
        from = colon + 2;
    }
    return list.size();
}

// Delivery details: "subscription 1, reply to x, Trace: 5". The headers in it are masked by name.
std::string maskedDelivery(EntryContext &c, std::string_view text)
{
    size_t at = nextHeader(text, 0);
    std::string out = c.masker->value(text.substr(0, at), c.masked);
    while (at < text.size()) {
        const size_t value = text.find(": ", at) + 2;
        const size_t next = nextHeader(text, value);
        const size_t end = next < text.size() ? next - 2 : next;
        out += text.substr(at, value - at);
        out += c.masker->header(text.substr(at, value - 2 - at), text.substr(value, end - value), c.masked);
        out += text.substr(end, next - end);
        at = next;
    }
    return out;
}

// The protocol carried in the messages; null: unknown or none. If the response head is missing, or the server chose
// none, the client's offer counts: masking too little is worse than masking too much.
const protocols::ProtocolInfo *carriedProtocol(EntryContext &c)
{
    for (const exchange::Message *half : {&c.exchange.response, &c.exchange.request}) {
        const exchange::Head head = readHead(c, *half);
        const std::string *names = head.find("sec-websocket-protocol");
        if (!names)
            continue;
        for (std::string_view rest = *names; !rest.empty();) {
            const size_t end = std::min(rest.find(','), rest.size());
            std::string_view name = rest.substr(0, end);
            name.remove_prefix(std::min(name.find_first_not_of(" \t"), name.size()));
            name = name.substr(0, name.find_last_not_of(" \t") + 1);
            if (const auto *protocol = protocols::protocolOfSubprotocol(name))
                return protocol;
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
        return nullptr;
    }
    return nullptr;
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
            c.out.pair("delivery", c.masker ? maskedDelivery(c, delivery) : delivery);
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
    if (body.showable()) {
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
    const auto *carried = c.masker && !protocol.harMessages.empty() ? carriedProtocol(c) : nullptr;
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
