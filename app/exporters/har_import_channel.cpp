// SPDX-License-Identifier: GPL-3.0-or-later
// Channels that stand beside the entries of our own files.
#include "app/exporters/har_import.h"
#include "app/exporters/json_values.h"
#include "app/protocols/protocol_info.h"

namespace exporters {

using exchange::Item;
using nlohmann::json;
using protocols::ItemKind;

bool HarImport::addChannel(json &entry)
{
    if (!entry.is_object() || !find(entry, "_channel") || !entry["_channel"].is_object())
        return false;
    json &told = entry["_channel"];
    exchange::Exchange row = newRow(entry, exchange::Kind::Channel);
    row.scheme = text(told, "protocol");
    if (const protocols::ProtocolInfo *protocol = protocols::protocolOfScheme(row.scheme))
        row.protocol = protocol->id;
    row.path = text(told, "name");
    row.host = text(told, "target");
    row.request.complete = row.response.complete = true;
    extensions(entry, row);
    row.request.bodyLost = count(told, "requestBytes"); // moved; the file does not have them
    row.response.bodyLost = count(told, "responseBytes");
    if (told.contains("messages") && told["messages"].is_array()) {
        for (json &message : told["messages"]) {
            if (!message.is_object())
                continue;
            const bool published = find(message, "topic") != nullptr;
            keepItem(message, published ? ItemKind::Message : ItemKind::Piece, row.id);
            if (!published)
                continue;
            Item &item = m_file.batch.items.back().second;
            const std::string delivery = text(message, "delivery");
            item.label = text(message, "topic") + (delivery.empty() ? "" : '\n' + delivery);
        }
    }
    finish(entry, row);
    return true;
}

} // namespace exporters
