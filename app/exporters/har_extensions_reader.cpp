// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/har_extensions_reader.h"

#include "app/exporters/har_extensions.h"
#include "app/exporters/json_values.h"

#include <cmath>

namespace exporters {

namespace {

using exchange::Exchange;
using json = nlohmann::ordered_json;
using protocols::Fault;

base::Duration milliseconds(const json &object, const char *name)
{
    const double value = number(object, name).value_or(0);
    return value > 0 && value < 1e12 ? std::llround(value * 1e6) : 0;
}

std::optional<uint64_t> tokenCount(const json &tokens, const char *name)
{
    return find(tokens, name) ? std::optional(count(tokens, name)) : std::nullopt;
}

Fault faultOf(const std::string &words)
{
    for (unsigned fault = 1; fault <= unsigned(Fault::BeyondLimit); ++fault) {
        if (faultWords(Fault(fault)) == words)
            return Fault(fault);
    }
    return Fault::None;
}

} // namespace

void readExtensions(const json &entry, Exchange &exchange)
{
    exchange.operation = text(entry, "_operation");
    exchange.dialect = protocols::dialectOfId(text(entry, "_dialect"));
    if (const json *call = findObject(entry, "_llm"))
        if (const json *tokens = findObject(*call, "tokens"))
            exchange.tokens = {tokenCount(*tokens, "input"), tokenCount(*tokens, "output")};
    if (const json *outcome = findObject(entry, "_outcome")) {
        exchange.outcome = flag(*outcome, "error") ? protocols::Outcome::Error : protocols::Outcome::Ok;
        exchange.result = text(*outcome, "words");
    }
    if (const json *lost = find(entry, "_lost")) {
        exchange.lostBytes = count(*lost, "bytes");
        exchange.lostEvents = count32(*lost, "events");
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
    if (const json *stalled = findObject(entry, "_stalledMs")) {
        exchange.request.stalled = milliseconds(*stalled, "request");
        exchange.response.stalled = milliseconds(*stalled, "response");
    }
    // Ours name a fault; other tools' are reasons for a missing response.
    std::string error = text(entry, "_error");
    if (const json *response = find(entry, "response"); response && error.empty())
        error = text(*response, "_error");
    if (const Fault fault = faultOf(error); fault != Fault::None) {
        const bool request = !exchange.status || (fault == Fault::BeyondLimit && !exchange.response.bodyLost);
        exchange::Message &half = request ? exchange.request : exchange.response;
        half.fault = fault;
        half.complete = false;
        if (fault == Fault::CutByClose || fault == Fault::BeyondLimit)
            exchange.state = exchange::State::Cut;
    } else if (exchange.reason.empty() && exchange.status == 0) {
        exchange.reason = error;
    }
}

} // namespace exporters
