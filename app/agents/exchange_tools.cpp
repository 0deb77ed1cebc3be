// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/agents/tool.h"

#include "app/agents/comparison.h"
#include "app/agents/matching.h"
#include "app/protocols/protocol_info.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

namespace agents {

namespace {

constexpr uint64_t listMost = 500;
constexpr uint64_t bodyUsual = 4096, bodyMost = 64 * 1024;

struct Found {
    exporters::EntrySource entry;
    std::shared_ptr<const base::BodySource> bodies;
    calls::Account account;
};

// What refusal() gives, or that the capture has no such exchange.
std::expected<Found, std::string> exchangeOf(const Arguments &in, const NamedCapture &capture, uint64_t id)
{
    if (const auto refused = refusal(in, capture))
        return std::unexpected(*refused);
    std::optional<Found> found;
    uint32_t size = 0;
    (*capture)->look([&](const exchange::Store &store, const calls::Calls &calls) {
        size = store.size();
        if (id < size)
            found = Found{exporters::entrySource(store, base::ExchangeId(id), &calls), nullptr, calls::account(store, calls, base::ExchangeId(id))};
    });
    if (!found)
        return std::unexpected(fmt::format("There is no exchange {}: the capture has {}, numbered from 0.", id, size));
    found->bodies = (*capture)->bodies();
    return std::move(*found);
}

Answer listExchanges(Workbench &bench, Arguments &in, const Turn &turn)
{
    const auto capture = captureOf(bench, in);
    const auto filter = filterOf(in);
    std::vector<std::string> fields = in.texts("fields");
    const uint64_t offset = in.count("offset", 0, 0, UINT32_MAX), limit = in.count("limit", 50, 1, listMost);
    const std::string order = in.choice("order", "oldest", {"oldest", "newest", "slowest"});
    if (const auto refused = refusal(in, capture))
        return std::unexpected(*refused);
    if (!filter)
        return std::unexpected(filter.error());
    for (const std::string &field : fields)
        if (std::ranges::find(ExchangeView::fields(), field) == ExchangeView::fields().end())
            return std::unexpected(fmt::format("There is no field {}; there are {}.", field.substr(0, 50), fmt::join(ExchangeView::fields(), ", ")));
    if (fields.empty())
        fields = ExchangeView::usualFields();
    Json list = Json::array();
    size_t total = 0;
    const auto bodies = (*capture)->bodies();
    (*capture)->look([&](const exchange::Store &store, const calls::Calls &calls) {
        auto ids = matching(*filter, store, calls, *bodies, turn.cancelled);
        total = ids.size();
        if (order == "newest")
            std::ranges::reverse(ids);
        if (order == "slowest")
            std::ranges::sort(ids, [&](base::ExchangeId one, base::ExchangeId other) {
                const base::Duration took = store.duration(one), otherTook = store.duration(other);
                return took != otherTook ? took > otherTook : one < other;
            });
        for (size_t i = size_t(offset); i < ids.size() && list.size() < limit && !turn.cancelled(); ++i)
            list.push_back(bench.view.row(store, calls, ids[i], fields));
    });
    Json json{{"total", total}, {"offset", offset}};
    if (offset + list.size() < total)
        json["next_offset"] = offset + list.size();
    json["exchanges"] = std::move(list);
    return json;
}

std::string groupOf(const exchange::Store &store, base::ExchangeId id, const std::string &by)
{
    if (by == "host")
        return std::string(store.host(id));
    if (by == "method")
        return std::string(store.method(id));
    if (by == "status")
        return store.status(id) ? std::to_string(store.status(id)) : "none";
    if (by == "type")
        return std::string(store.contentType(id));
    if (by == "protocol")
        return std::string(protocols::protocolInfo(store.protocol(id)).name);
    return store.process(id) < store.processes().size() ? store.processes()[store.process(id)].comm : "unknown";
}

Answer countExchanges(Workbench &bench, Arguments &in, const Turn &turn)
{
    constexpr size_t groupsMost = 200;
    const auto capture = captureOf(bench, in);
    const auto filter = filterOf(in);
    const bool grouped = in.has("group_by");
    const std::string by = in.choice("group_by", "host", {"host", "method", "status", "type", "protocol", "process"});
    if (const auto refused = refusal(in, capture))
        return std::unexpected(*refused);
    if (!filter)
        return std::unexpected(filter.error());
    std::map<std::string, uint64_t> groups;
    size_t total = 0;
    const auto bodies = (*capture)->bodies();
    (*capture)->look([&](const exchange::Store &store, const calls::Calls &calls) {
        const auto ids = matching(*filter, store, calls, *bodies, turn.cancelled);
        total = ids.size();
        for (const base::ExchangeId id : ids)
            if (grouped)
                ++groups[groupOf(store, id, by)];
    });
    Json json{{"total", total}};
    if (!grouped)
        return json;
    std::vector<std::pair<uint64_t, std::string>> order;
    order.reserve(groups.size());
    for (const auto &[name, count] : groups)
        order.emplace_back(count, name);
    std::ranges::sort(order, [](const auto &one, const auto &other) { return one.first != other.first ? one.first > other.first : one.second < other.second; });
    Json list = Json::array();
    for (const auto &[count, name] : order)
        if (list.size() < groupsMost)
            list.push_back({{by, name}, {"count", count}});
    json["groups"] = std::move(list);
    if (order.size() > groupsMost)
        json["groups_left_out"] = order.size() - groupsMost;
    return json;
}

Answer getExchange(Workbench &bench, Arguments &in, const Turn &)
{
    const auto capture = captureOf(bench, in);
    const uint64_t id = in.requiredCount("id", UINT32_MAX), bodyBytes = in.count("body_bytes", bodyUsual, 0, bodyMost);
    const uint64_t first = in.count("messages_offset", 0, 0, UINT32_MAX), count = in.count("messages", 20, 0, 200);
    const auto found = exchangeOf(in, capture, id);
    if (!found)
        return std::unexpected(found.error());
    Json json{{"id", id}, {"exchange", bench.view.whole(found->entry, *found->bodies, bodyBytes, uint32_t(first), uint32_t(count))}};
    const uint64_t messages = std::max<uint64_t>(found->entry.items.size(), found->entry.rows.size());
    if (first + count < messages)
        json["next_messages_offset"] = first + count;
    return json;
}

Answer getBody(Workbench &bench, Arguments &in, const Turn &)
{
    const auto capture = captureOf(bench, in);
    const uint64_t id = in.requiredCount("id", UINT32_MAX), offset = in.count("offset", 0, 0, uint64_t(1) << 40), bytes = in.count("bytes", 16 * 1024, 1, bodyMost);
    const std::string half = in.choice("half", "response", {"request", "response"});
    const auto found = exchangeOf(in, capture, id);
    if (!found)
        return std::unexpected(found.error());
    Json json = bench.view.body(found->entry, half == "request" ? protocols::Half::Request : protocols::Half::Response, *found->bodies, offset, size_t(bytes));
    json["id"] = id;
    json["half"] = half;
    return json;
}

Answer compareExchanges(Workbench &bench, Arguments &in, const Turn &)
{
    const auto capture = captureOf(bench, in);
    const uint64_t a = in.requiredCount("a", UINT32_MAX), b = in.requiredCount("b", UINT32_MAX);
    const std::string otherId = in.text("capture_of_b");
    const NamedCapture other = otherId.empty() ? capture : captureOf(bench, otherId);
    const auto one = exchangeOf(in, capture, a), two = exchangeOf(in, other, b);
    if (!one || !two)
        return std::unexpected(one ? two.error() : one.error());
    constexpr uint32_t messages = 50;
    return comparison(bench.view.whole(one->entry, *one->bodies, bodyMost, 0, messages), bench.view.whole(two->entry, *two->bodies, bodyMost, 0, messages));
}

Answer explainSlow(Workbench &bench, Arguments &in, const Turn &)
{
    const auto capture = captureOf(bench, in);
    const uint64_t id = in.requiredCount("id", UINT32_MAX);
    const auto found = exchangeOf(in, capture, id);
    if (!found)
        return std::unexpected(found.error());
    Json json = bench.view.why(found->account);
    json["id"] = id;
    return json;
}

constexpr std::array<Tool, 6> rows{{
    {"list_exchanges", "List exchanges",
     "Lists requests with their responses, queries, and other exchanges of a capture, one row each, a page at a time. Begin here or with count_exchanges, and narrow with a filter rather than "
     "by reading all pages. The filter language: words match host, path, statement, process; host:*.local path:/api method:POST proc:nginx status:404 status:5xx status>=400 dur>500ms wait>100ms size>10k "
     "is:error is:query is:failed is:unreadable protocol:postgresql side:client operation: type:json header:\"name: value\" body:\"text\"; - negates, or, parentheses, quotes. "
     "A call between two captured programs has a row for each end (other_half): side:client shows each once. A value like masked-9f3c27b1 stands for a secret; the same secret has the same tag.",
     R"({"type":"object","properties":{
"capture":{"type":"string","description":"Its id, such as c1"},
"filter":{"type":"string","description":"Only those that match, e.g. status>=400 host:api"},
"fields":{"type":"array","items":{"type":"string"},"description":"Which of: id time side process pid peer protocol kind method url status outcome result type operation state request_bytes response_bytes lost_bytes messages duration_ms wait_ms connection other_half why"},
"order":{"type":"string","enum":["oldest","newest","slowest"],"default":"oldest"},
"offset":{"type":"integer","minimum":0,"default":0,"description":"next_offset of the previous page"},
"limit":{"type":"integer","minimum":1,"maximum":500,"default":50}},"required":["capture"],"additionalProperties":false})",
     R"({"type":"object","properties":{"total":{"type":"integer"},"offset":{"type":"integer"},"next_offset":{"type":"integer"},"exchanges":{"type":"array","items":{"type":"object"}}},"required":["total","offset","exchanges"]})",
     true, listExchanges},
    {"count_exchanges", "Count exchanges", "Counts the exchanges that match a filter (the language of list_exchanges), in all or by group: the cheapest first look at a capture.",
     R"({"type":"object","properties":{"capture":{"type":"string","description":"Its id, such as c1"},"filter":{"type":"string"},
"group_by":{"type":"string","enum":["host","method","status","type","protocol","process"]}},"required":["capture"],"additionalProperties":false})",
     R"({"type":"object","properties":{"total":{"type":"integer"},"groups":{"type":"array","items":{"type":"object"}},"groups_left_out":{"type":"integer"}},"required":["total"]})", true,
     countExchanges},
    {"get_exchange", "Get an exchange",
     "One exchange as a whole, in the form of a HAR entry: headers, decoded bodies (each cut after body_bytes), timings in milliseconds, process, connection, TLS, losses, messages or rows. For the rest of a "
     "body use get_body, for more messages messages_offset.",
     R"({"type":"object","properties":{"capture":{"type":"string","description":"Its id, such as c1"},"id":{"type":"integer","minimum":0},
"body_bytes":{"type":"integer","minimum":0,"maximum":65536,"default":4096},
"messages":{"type":"integer","minimum":0,"maximum":200,"default":20,"description":"How many messages (WebSocket, events, gRPC) or rows of a query"},
"messages_offset":{"type":"integer","minimum":0,"default":0}},"required":["capture","id"],"additionalProperties":false})",
     {}, true, getExchange},
    {"get_body", "Get a part of a body",
     "A part of one body, decompressed: text, or base64 if it is not text. Continue at next_offset while there is one.",
     R"({"type":"object","properties":{"capture":{"type":"string","description":"Its id, such as c1"},"id":{"type":"integer","minimum":0},
"half":{"type":"string","enum":["request","response"],"default":"response"},"offset":{"type":"integer","minimum":0,"default":0},
"bytes":{"type":"integer","minimum":1,"maximum":65536,"default":16384}},"required":["capture","id"],"additionalProperties":false})",
     {}, true, getBody},
    {"compare_exchanges", "Compare two exchanges",
     "Says in what two exchanges differ: method, URL, status, headers, bodies (JSON value by value, other text line by line), outcome, TLS, timings. What is alike is left out. Use it for a request that works and one that does not.",
     R"({"type":"object","properties":{"capture":{"type":"string","description":"Its id, such as c1"},"a":{"type":"integer","minimum":0},"b":{"type":"integer","minimum":0},
"capture_of_b":{"type":"string","description":"If b is in another capture"}},"required":["capture","a","b"],"additionalProperties":false})",
     {}, true, compareExchanges},
    {"explain_slow", "Explain a duration",
     "Says what took the time of one exchange: name lookup, connecting, TLS, the client, the network, waiting to be read, the server, or the answer; with the figures and how sure that is. Find candidates with list_exchanges order=slowest.",
     R"({"type":"object","properties":{"capture":{"type":"string","description":"Its id, such as c1"},"id":{"type":"integer","minimum":0}},"required":["capture","id"],"additionalProperties":false})",
     {}, true, explainSlow},
}};

} // namespace

std::span<const Tool> exchangeTools()
{
    return rows;
}

} // namespace agents
