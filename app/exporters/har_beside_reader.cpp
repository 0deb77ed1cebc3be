// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/har_beside_reader.h"

#include "app/exporters/har_extensions.h"
#include "app/exporters/har_extensions_reader.h"
#include "app/exporters/har_items_reader.h"
#include "app/exporters/json_tree.h"
#include "app/exporters/json_values.h"
#include "app/protocols/protocol_info.h"

#include <algorithm>
#include <utility>

namespace exporters {

namespace {

using exchange::Exchange;
using json = nlohmann::ordered_json;
using protocols::Half;
using protocols::ItemKind;
using protocols::Protocol;

Protocol protocolOf(std::string_view scheme)
{
    const protocols::ProtocolInfo *row = protocols::protocolOfScheme(scheme);
    return row ? row->id : Protocol::Unknown;
}

} // namespace

void BesideReader::add(const json &entry, Exchange row)
{
    m_carriers.read(entry, row);
    m_capture.add(std::move(row));
}

bool BesideReader::query(json &entry)
{
    json *told = findObject(entry, "_query");
    if (!told)
        return false;
    json &query = *told;
    Exchange exchange;
    exchange.id = m_capture.nextExchange();
    exchange.kind = exchange::Kind::Query;
    exchange.side = text(entry, "_side") == "server" ? base::Side::Server : base::Side::Client;
    exchange.scheme = text(query, "protocol");
    exchange.protocol = protocolOf(exchange.scheme);
    exchange.method = text(query, "verb");
    exchange.path = text(query, "statement");
    exchange.host = text(query, "target");
    exchange.operation = text(query, "operation");
    exchange.dialect = exchange.protocol == protocols::Protocol::JsonRpc ? protocols::Dialect::JsonRpc : protocols::Dialect::None;
    const std::string outcome = text(query, "outcome");
    exchange.outcome = outcome == "ok" ? protocols::Outcome::Ok : outcome == "error" ? protocols::Outcome::Error : protocols::Outcome::Unknown;
    exchange.result = text(query, "result");
    if (find(query, "rows"))
        exchange.rows = count(query, "rows");
    exchange.state = exchange::State::Complete;
    exchange.request.complete = exchange.response.complete = true;
    const auto items = [&](const char *name, Half half, ItemKind kind, const char *label) {
        const json *values = findArray(query, name);
        for (size_t i = 0; values && i < values->size(); ++i) {
            const json &value = (*values)[i];
            exchange::Item item{.half = half, .kind = kind, .label = label};
            // Copied rows are text, everything else is JSON.
            std::string contents;
            if (value.is_string() && kind == ItemKind::Record && (half == Half::Response || item.label == "copy"))
                contents = value.get<std::string>();
            else
                appendJson(value, contents);
            item.wireBytes = contents.size();
            item.slices = m_capture.keep(std::move(contents));
            m_capture.addItem(exchange.id, std::move(item));
        }
    };
    items("parameters", Half::Request, ItemKind::Record, "parameters");
    items("copiedIn", Half::Request, ItemKind::Record, "copy");
    items("records", Half::Request, ItemKind::Record, "");
    items("message", Half::Request, ItemKind::Message, "");
    items("reply", Half::Response, ItemKind::Message, "");
    items("answer", Half::Response, ItemKind::Row, "");
    items("copiedOut", Half::Response, ItemKind::Record, "");
    items("notices", Half::Response, ItemKind::Notice, "");
    exchange.request.bodyLost = count(query, "requestBytes"); // sent; the file does not contain them
    exchange.response.bodyLost = count(query, "responseBytes");
    add(entry, std::move(exchange));
    return true;
}

Exchange BesideReader::newRow(const json &entry, exchange::Kind kind) const
{
    Exchange row;
    row.id = m_capture.nextExchange();
    row.kind = kind;
    row.side = text(entry, "_side") == "server" ? base::Side::Server : base::Side::Client;
    row.scheme = find(entry, "_tls") ? "tls" : "tcp";
    row.state = exchange::State::Complete;
    return row;
}

bool BesideReader::conversation(json &entry)
{
    json *found = findObject(entry, "_conversation");
    if (!found)
        return false;
    json &told = *found;
    Exchange row = newRow(entry, exchange::Kind::Conversation);
    const protocols::ProtocolInfo *protocol = protocols::protocolCalled(text(told, "protocol"));
    row.protocol = protocol ? protocol->id : Protocol::Opaque;
    row.host = text(told, "target");
    row.reason = text(told, "note");
    row.request.complete = row.response.complete = true;
    readExtensions(entry, row);
    const auto moved = [](exchange::Message &half, uint64_t bytes) { half.bodyBytes = bytes - std::min(bytes, half.bodyLost); };
    moved(row.request, count(told, "requestBytes"));
    moved(row.response, count(told, "responseBytes"));
    if (json *pieces = findArray(told, "pieces")) {
        for (json &piece : *pieces) {
            if (!piece.is_object())
                continue;
            const exchange::Item &item = readItem(piece, protocols::ItemKind::Piece, m_capture, row.id);
            exchange::Message &half = item.half == protocols::Half::Request ? row.request : row.response;
            half.body.insert(half.body.end(), item.slices.begin(), item.slices.end());
        }
    }
    add(entry, std::move(row));
    return true;
}

bool BesideReader::channel(json &entry)
{
    json *found = findObject(entry, "_channel");
    if (!found)
        return false;
    json &told = *found;
    Exchange row = newRow(entry, exchange::Kind::Channel);
    row.scheme = text(told, "protocol");
    row.protocol = protocolOf(row.scheme);
    row.path = text(told, "name");
    row.host = text(told, "target");
    row.request.complete = row.response.complete = true;
    readExtensions(entry, row);
    row.request.bodyLost = count(told, "requestBytes"); // sent; the file does not contain them
    row.response.bodyLost = count(told, "responseBytes");
    if (json *messages = findArray(told, "messages")) {
        for (json &message : *messages) {
            if (!message.is_object())
                continue;
            const bool published = find(message, "topic");
            exchange::Item &item = readItem(message, published ? ItemKind::Message : ItemKind::Piece, m_capture, row.id);
            const std::string delivery = text(message, "delivery");
            if (published)
                item.label = text(message, "topic") + (delivery.empty() ? "" : '\n' + delivery);
        }
    }
    add(entry, std::move(row));
    return true;
}

bool BesideReader::connection(json &entry)
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
    add(entry, std::move(row));
    return true;
}

} // namespace exporters
