// SPDX-License-Identifier: GPL-3.0-or-later
// What stands beside the HTTP of an entry: messages of gRPC, trailers, losses, faults, operations.
#include "app/decode/base64.h"
#include "app/exporters/har_extensions.h"
#include "app/exporters/har_import.h"
#include "app/exporters/json_values.h"

#include <algorithm>
#include <cmath>

namespace exporters {

namespace {

using exchange::Exchange;
using exchange::Item;
using nlohmann::json;
using protocols::Fault;
using protocols::Half;
using protocols::ItemKind;

// Seconds since 1970 (Chrome, mitmproxy), or milliseconds (HTTP Toolkit); 0 for none of both.
base::Time timeOf(const json &message, const char *name)
{
    const double value = number(message, name).value_or(0);
    constexpr double millisecondsFrom = 1e11; // as seconds that would be the year 5138
    const double seconds = value >= millisecondsFrom ? value / 1000 : value;
    return seconds > 0 && seconds < 9e9 ? base::Time(std::llround(seconds * 1e6)) * 1000 : 0;
}

base::Duration milliseconds(const json &object, const char *name)
{
    const double value = number(object, name).value_or(0);
    return value > 0 && value < 1e12 ? std::llround(value * 1e6) : 0;
}

Fault faultOf(const std::string &words)
{
    for (unsigned fault = 1; fault <= unsigned(Fault::CaptureEnded); ++fault) {
        if (faultWords(Fault(fault)) == words)
            return Fault(fault);
    }
    return Fault::None;
}

} // namespace

void HarImport::keepItem(json &message, ItemKind kind, base::ExchangeId id)
{
    std::string data = takeText(message, "data");
    if (auto bytes = kind == ItemKind::Grpc || text(message, "encoding") == "base64" ? decode::fromBase64(data) : std::nullopt)
        data = std::move(*bytes);
    Item item;
    item.kind = kind;
    item.half = text(message, "type") == "send" ? Half::Request : Half::Response;
    item.begin = item.end = timeOf(message, "time");
    item.code = uint16_t(std::min<uint64_t>(count(message, "code"), UINT16_MAX));
    item.lostBytes = count(message, "_lost");
    item.wireBytes = find(message, "size") ? count(message, "size") : data.size() + item.lostBytes;
    item.label = text(message, "_note");
    if (const json *compressed = find(message, "compressed"); compressed && compressed->is_boolean())
        item.code = compressed->get<bool>();
    item.slices = m_bodies->add(std::move(data));
    m_file.batch.items.emplace_back(id, std::move(item));
}

// Those that no browser has: of gRPC, and HTTP Toolkit's end of a conversation.
void HarImport::messages(json &entry, Exchange &exchange)
{
    if (entry.contains("_webSocketClose") && entry["_webSocketClose"].is_object()) {
        json &close = entry["_webSocketClose"];
        close["data"] = text(close, "reason");
        close["time"] = find(close, "timestamp") ? close["timestamp"] : json();
        keepItem(close, ItemKind::Close, exchange.id);
    }
    if (!entry.contains("_grpcMessages") || !entry["_grpcMessages"].is_array())
        return;
    for (json &message : entry["_grpcMessages"]) {
        if (message.is_object())
            keepItem(message, text(message, "_note").empty() ? ItemKind::Grpc : ItemKind::Piece, exchange.id);
    }
}

void HarImport::keepTrailers(const json &message, exchange::Message &half)
{
    const json *trailers = find(message, "_trailers");
    if (!trailers)
        return;
    std::string fields = headerLines(*trailers);
    if (!fields.empty())
        half.trailers = m_bodies->add(std::move(fields));
}

void HarImport::extensions(json &entry, Exchange &exchange)
{
    exchange.operation = text(entry, "_operation");
    if (const json *outcome = find(entry, "_outcome"); outcome && outcome->is_object()) {
        const json *error = find(*outcome, "error");
        exchange.outcome = error && error->is_boolean() && error->get<bool>() ? protocols::Outcome::Error : protocols::Outcome::Ok;
        exchange.result = text(*outcome, "words");
    }
    if (const json *lost = find(entry, "_lost")) {
        exchange.lostBytes = count(*lost, "bytes");
        exchange.lostEvents = uint32_t(std::min<uint64_t>(count(*lost, "events"), UINT32_MAX));
    }
    const auto cut = [&](const char *name, exchange::Message &half) {
        const json *truncated = find(entry, "_truncated");
        const json *part = truncated ? find(*truncated, name) : nullptr;
        if (!part)
            return;
        const uint64_t captured = count(*part, "captured"), total = count(*part, "total");
        half.bodyLost = total > captured ? total - captured : 0;
        half.complete = half.bodyLost == 0;
    };
    cut("request", exchange.request);
    cut("response", exchange.response);
    if (const json *stalled = find(entry, "_stalledMs"); stalled && stalled->is_object()) {
        exchange.request.stalled = milliseconds(*stalled, "request");
        exchange.response.stalled = milliseconds(*stalled, "response");
    }
    // Ours are words for a fault; others' are reasons why there was no answer.
    const std::string error = !text(entry, "_error").empty() ? text(entry, "_error") : text(entry.contains("response") ? entry["response"] : entry, "_error");
    if (const Fault fault = faultOf(error); fault != Fault::None) {
        (exchange.status ? exchange.response : exchange.request).fault = fault;
        (exchange.status ? exchange.response : exchange.request).complete = false;
        if (fault == Fault::CutByClose)
            exchange.state = exchange::State::Cut;
    } else if (exchange.reason.empty() && exchange.status == 0) {
        exchange.reason = error;
    }
}

} // namespace exporters
