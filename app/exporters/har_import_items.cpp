// SPDX-License-Identifier: GPL-3.0-or-later
// The messages inside an imported entry: ours, Chrome's of channels, and its event streams.
#include "app/exporters/har_import.h"

#include "app/decode/base64.h"
#include "app/protocols/protocol_info.h"

#include <cmath>

namespace exporters {

namespace {

using exchange::Item;
using nlohmann::json;
using protocols::Half;
using protocols::ItemKind;

std::string text(const json &object, const char *name)
{
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

double number(const json &object, const char *name)
{
    const auto found = object.find(name);
    const double value = found != object.end() && found->is_number() ? found->get<double>() : 0;
    return std::isfinite(value) && value > 0 && value < 9e9 ? value : 0;
}

ItemKind kindOf(int opcode)
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

// Chrome's names of the same things.
std::string either(const json &object, const char *ours, const char *chromes)
{
    const std::string own = text(object, ours);
    return own.empty() ? text(object, chromes) : own;
}

} // namespace

void HarImport::items(const json &entry, exchange::Exchange &exchange)
{
    const auto each = [&](std::string_view name, auto make) {
        const auto list = entry.find(name);
        if (list == entry.end() || !list->is_array())
            return;
        for (const json &told : *list) {
            if (!told.is_object())
                continue;
            Item item;
            const double seconds = number(told, "time");
            item.begin = item.end = base::Time(std::llround(seconds * 1e6)) * 1000;   // to the microsecond, as written
            item.lostBytes = uint64_t(number(told, "_lost"));
            item.label = text(told, "_note");
            if (!text(told, "_error").empty())
                item.coding = protocols::ItemCoding::Unknown;
            std::string data = text(told, "data");
            bool base64 = text(told, "encoding") == "base64";
            base64 |= make(told, item);
            if (base64)
                data = decode::fromBase64(data).value_or(data);
            item.wireBytes = data.size() + item.lostBytes;
            item.slices = m_bodies->add(std::move(data));
            m_file.batch.items.emplace_back(exchange.id, std::move(item));
        }
    };
    for (const protocols::ProtocolInfo &protocol : protocols::protocolInfos()) {
        if (protocol.harMessages.empty())
            continue;
        each(protocol.harMessages, [](const json &told, Item &item) {
            item.half = text(told, "type") == "send" ? Half::Request : Half::Response;
            item.kind = kindOf(int(number(told, "opcode")));
            item.code = uint16_t(number(told, "_code"));
            return item.kind == ItemKind::Binary || item.kind == ItemKind::Piece;
        });
        if (entry.contains(protocol.harMessages) || text(entry, "_resourceType") == protocol.harResourceType) {
            exchange.kind = exchange::Kind::Channel;
            exchange.protocol = protocol.id;
        }
    }
    const auto event = [](const json &told, Item &item) {
        item.half = Half::Response;
        const std::string type = either(told, "event", "eventName"), id = either(told, "id", "eventId");
        if (!item.label.empty())
            return false;   // a part of one
        item.kind = ItemKind::Event;
        item.label = (type == "message" ? std::string() : type) + (id.empty() ? "" : "\n" + id);
        return false;
    };
    each("_eventStream", event);
    each("_eventSourceMessages", event);
    each("_records", [](const json &, Item &item) {
        item.half = Half::Response;
        if (item.label.empty())
            item.kind = ItemKind::Record;
        return false;
    });
}

} // namespace exporters
