// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/har_items_reader.h"

#include "app/decode/base64.h"
#include "app/exporters/json_values.h"
#include "app/protocols/protocol_info.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace exporters {

namespace {

using exchange::Item;
using json = nlohmann::ordered_json;
using protocols::Half;
using protocols::ItemKind;

// Seconds since 1970 (Chrome, mitmproxy), or milliseconds (HTTP Toolkit); 0 if neither.
base::Time timeOf(const json &message)
{
    const double value = number(message, "time").value_or(0);
    constexpr double millisecondsFrom = 1e11; // as seconds that would be the year 5138
    const double seconds = value >= millisecondsFrom ? value / 1000 : value;
    return seconds > 0 && seconds < 9e9 ? base::Time(std::llround(seconds * 1e6)) * 1000 : 0; // to the microsecond, as written
}

// RFC 6455, section 5.2.
ItemKind kindOfOpcode(int64_t opcode)
{
    switch (opcode) {
    case 1:
        return ItemKind::Text;
    case 2:
        return ItemKind::Binary;
    case 8:
        return ItemKind::Close;
    case 9:
        return ItemKind::Ping;
    case 10:
        return ItemKind::Pong;
    default:
        return ItemKind::Piece;
    }
}

// Our name for a member, or Chrome's.
std::string either(const json &object, const char *ours, const char *chromes)
{
    std::string own = text(object, ours);
    return own.empty() ? text(object, chromes) : own;
}

template <typename Read>
void forEachObject(json &entry, const char *list, Read read)
{
    json *members = findArray(entry, list);
    if (!members)
        return;
    for (json &member : *members) {
        if (member.is_object())
            read(member);
    }
}

void readEvent(json &message, HarCapture &capture, base::ExchangeId id)
{
    const bool part = !text(message, "_note").empty();
    const std::string type = either(message, "event", "eventName"), name = either(message, "id", "eventId");
    Item &item = readItem(message, part ? ItemKind::Piece : ItemKind::Event, capture, id);
    item.half = Half::Response;
    if (!part)
        item.label = (type == "message" ? std::string() : type) + (name.empty() ? "" : "\n" + name);
}

} // namespace

Item &readItem(json &message, ItemKind kind, HarCapture &capture, base::ExchangeId id)
{
    std::string data = text(message, "data");
    const bool binary = kind == ItemKind::Grpc || kind == ItemKind::Binary;
    if (binary || text(message, "encoding") == "base64")
        data = decode::fromBase64(data).value_or(data);
    Item item;
    item.kind = kind;
    item.half = text(message, "type") == "send" ? Half::Request : Half::Response;
    item.begin = item.end = timeOf(message);
    item.code = uint16_t(std::min<uint64_t>(count(message, "_code"), UINT16_MAX));
    item.lostBytes = count(message, "_lost");
    item.wireBytes = find(message, "size") ? count(message, "size") : data.size() + item.lostBytes;
    item.label = text(message, "_note");
    if (!text(message, "_error").empty())
        item.coding = protocols::ItemCoding::Unknown;
    if (kind == ItemKind::Grpc)
        item.code = flag(message, "compressed");
    item.slices = capture.keep(std::move(data));
    return capture.addItem(id, std::move(item));
}

void readItems(json &entry, HarCapture &capture, exchange::Exchange &exchange)
{
    const base::ExchangeId id = exchange.id;
    for (const protocols::ProtocolInfo &protocol : protocols::protocolInfos()) {
        if (protocol.harMessages.empty())
            continue;
        const std::string list(protocol.harMessages);
        if (find(entry, list.c_str()) || text(entry, "_resourceType") == protocol.harResourceType) {
            exchange.kind = exchange::Kind::Channel;
            exchange.protocol = protocol.id;
        }
        forEachObject(entry, list.c_str(), [&](json &message) {
            const ItemKind kind = kindOfOpcode(integer(message, "opcode"));
            if (kind == ItemKind::Piece) // its data is base64 without being marked as such
                message["encoding"] = "base64";
            readItem(message, kind, capture, id);
        });
    }
    forEachObject(entry, "_eventStream", [&](json &message) { readEvent(message, capture, id); });
    forEachObject(entry, "_eventSourceMessages", [&](json &message) { readEvent(message, capture, id); });
    forEachObject(entry, "_records", [&](json &message) {
        readItem(message, text(message, "_note").empty() ? ItemKind::Record : ItemKind::Piece, capture, id).half = Half::Response;
    });
    if (json *close = findObject(entry, "_webSocketClose")) { // HTTP Toolkit's end of a conversation
        (*close)["data"] = text(*close, "reason");
        (*close)["time"] = find(*close, "timestamp") ? (*close)["timestamp"] : json();
        (*close)["_code"] = count(*close, "code");
        readItem(*close, ItemKind::Close, capture, id);
    }
    forEachObject(entry, "_grpcMessages", [&](json &message) {
        readItem(message, text(message, "_note").empty() ? ItemKind::Grpc : ItemKind::Piece, capture, id);
    });
}

} // namespace exporters
