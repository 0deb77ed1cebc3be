// SPDX-License-Identifier: GPL-3.0-or-later
// Statements, commands and questions that stand beside the entries of our own files.
#include "app/exporters/har_import.h"

#include "app/decode/value_text.h"
#include "app/exporters/json_values.h"
#include "app/protocols/protocol_info.h"

#include <utility>

namespace exporters {

namespace {

using nlohmann::json;
using protocols::Half;
using protocols::ItemKind;

// As text again; the reader has limited the depth, and this does not go deeper either.
void appendJson(const json &value, std::string &out, unsigned depth)
{
    constexpr unsigned depthMax = 128;
    bool first = true;
    if (depth > depthMax || value.is_null()) {
        out += "null";
    } else if (value.is_object()) {
        out += '{';
        for (const auto &[name, member] : value.items()) {
            out += std::exchange(first, false) ? "" : ",";
            decode::appendQuoted(name, out);
            out += ':';
            appendJson(member, out, depth + 1);
        }
        out += '}';
    } else if (value.is_array()) {
        out += '[';
        for (const json &member : value) {
            out += std::exchange(first, false) ? "" : ",";
            appendJson(member, out, depth + 1);
        }
        out += ']';
    } else if (value.is_string()) {
        decode::appendQuoted(value.get_ref<const std::string &>(), out);
    } else if (value.is_boolean()) {
        out += value.get<bool>() ? "true" : "false";
    } else if (value.is_number_unsigned()) {
        out += std::to_string(value.get<uint64_t>());
    } else if (value.is_number_integer()) {
        out += std::to_string(value.get<int64_t>());
    } else {
        out += decode::realText(value.get<double>());
    }
}

} // namespace

bool HarImport::addQuery(json &entry)
{
    if (!entry.is_object() || !find(entry, "_query") || !entry["_query"].is_object())
        return false;
    json &query = entry["_query"];
    exchange::Exchange exchange;
    exchange.id = base::ExchangeId(m_file.batch.exchanges.size());
    exchange.kind = exchange::Kind::Query;
    exchange.side = text(entry, "_side") == "server" ? base::Side::Server : base::Side::Client;
    exchange.scheme = text(query, "protocol");
    if (const protocols::ProtocolInfo *protocol = protocols::protocolOfScheme(exchange.scheme))
        exchange.protocol = protocol->id;
    exchange.method = text(query, "verb");
    exchange.path = text(query, "statement");
    exchange.host = text(query, "target");
    const std::string outcome = text(query, "outcome");
    exchange.outcome = outcome == "ok" ? protocols::Outcome::Ok : outcome == "error" ? protocols::Outcome::Error : protocols::Outcome::Unknown;
    exchange.result = text(query, "result");
    if (find(query, "rows"))
        exchange.rows = count(query, "rows");
    exchange.state = exchange::State::Complete;
    exchange.request.complete = exchange.response.complete = true;
    const auto items = [&](const char *name, Half half, ItemKind kind, const char *label) {
        if (!query.contains(name) || !query[name].is_array())
            return;
        for (json &value : query[name]) {
            // What was JSON is a value, everything else is text.
            std::string contents = value.is_string() ? value.get<std::string>() : std::string();
            if (!value.is_string())
                appendJson(value, contents, 0);
            exchange::Item item{.half = half, .kind = kind, .label = label};
            item.wireBytes = contents.size();
            item.slices = m_bodies->add(std::move(contents));
            m_file.batch.items.emplace_back(exchange.id, std::move(item));
        }
    };
    items("parameters", Half::Request, ItemKind::Record, "parameters");
    items("copiedIn", Half::Request, ItemKind::Record, "copy");
    items("message", Half::Request, ItemKind::Message, "");
    items("reply", Half::Response, ItemKind::Message, "");
    items("answer", Half::Response, ItemKind::Row, "");
    items("copiedOut", Half::Response, ItemKind::Record, "");
    items("notices", Half::Response, ItemKind::Notice, "");
    exchange.request.bodyLost = count(query, "requestBytes"); // moved; the file does not have them
    exchange.response.bodyLost = count(query, "responseBytes");
    finish(entry, exchange);
    return true;
}

} // namespace exporters
