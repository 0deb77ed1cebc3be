// SPDX-License-Identifier: GPL-3.0-or-later
// Conversations, and connections with nothing to show, that stand beside the entries of our own files.
#include "app/exporters/har_extensions.h"
#include "app/exporters/har_import.h"
#include "app/exporters/json_values.h"
#include "app/protocols/protocol_info.h"

#include <algorithm>

namespace exporters {

using exchange::Exchange;
using nlohmann::json;

Exchange HarImport::newRow(const json &entry, exchange::Kind kind) const
{
    Exchange row;
    row.id = base::ExchangeId(m_file.batch.exchanges.size());
    row.kind = kind;
    row.side = text(entry, "_side") == "server" ? base::Side::Server : base::Side::Client;
    row.scheme = find(entry, "_tls") ? "tls" : "tcp";
    row.state = exchange::State::Complete;
    return row;
}

bool HarImport::addConversation(json &entry)
{
    if (!entry.is_object() || !find(entry, "_conversation") || !entry["_conversation"].is_object())
        return false;
    json &told = entry["_conversation"];
    Exchange row = newRow(entry, exchange::Kind::Conversation);
    const protocols::ProtocolInfo *protocol = protocols::protocolCalled(text(told, "protocol"));
    row.protocol = protocol ? protocol->id : protocols::Protocol::Opaque;
    row.host = text(told, "target");
    row.reason = text(told, "note");
    row.request.complete = row.response.complete = true;
    extensions(entry, row);
    const auto moved = [](exchange::Message &half, uint64_t bytes) { half.bodyBytes = bytes - std::min(bytes, half.bodyLost); };
    moved(row.request, count(told, "requestBytes"));
    moved(row.response, count(told, "responseBytes"));
    if (told.contains("pieces") && told["pieces"].is_array()) {
        for (json &piece : told["pieces"]) {
            if (!piece.is_object())
                continue;
            keepItem(piece, protocols::ItemKind::Piece, row.id);
            const exchange::Item &item = m_file.batch.items.back().second;
            exchange::Message &half = item.half == protocols::Half::Request ? row.request : row.response;
            half.body.insert(half.body.end(), item.slices.begin(), item.slices.end());
        }
    }
    finish(entry, row);
    return true;
}

bool HarImport::addConnection(json &entry)
{
    const bool failed = find(entry, "_failed");
    if (!failed && !find(entry, "_notReadable"))
        return false;
    Exchange row = newRow(entry, failed ? exchange::Kind::Failed : exchange::Kind::NotReadable);
    row.host = text(entry, "_target");
    row.reason = text(entry, failed ? "_failed" : "_notReadable");
    row.method = failed ? "" : "TLS";
    if (failed)
        row.state = exchange::State::Failed;
    finish(entry, row);
    return true;
}

} // namespace exporters
