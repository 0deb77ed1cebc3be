// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/otlp_spans.h"

#include "app/exporters/har_extensions.h"
#include "app/exporters/otlp_attributes.h"

#include <map>

namespace exporters {

namespace {

// trace.proto: SpanKind, StatusCode.
constexpr int serverKind = 2, clientKind = 3, errorStatus = 2;

// The finalizer of SplitMix64: spreads each bit over all.
uint64_t mixed(uint64_t value)
{
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9u;
    value = (value ^ (value >> 27)) * 0x94d049bb133111ebu;
    return value ^ (value >> 31);
}

// Never zero, which would be no id.
uint64_t derived(uint64_t key, uint64_t number)
{
    return mixed(key + 0x9e3779b97f4a7c15u * (number + 1)) | 1;
}

std::string hex(uint64_t number)
{
    std::string text;
    for (int shift = 60; shift >= 0; shift -= 4)
        text += "0123456789abcdef"[number >> shift & 15];
    return text;
}

std::string resourceOf(const EntrySource &entry)
{
    std::string json;
    decode::JsonWriter out(json);
    out.beginObject();
    out.key("attributes");
    out.beginArray();
    OtlpAttributes attributes(out);
    if (entry.process) {
        attributes.add("service.name", entry.process->comm);
        attributes.add("process.pid", entry.process->pid);
        attributes.add("process.executable.path", entry.process->exe);
        attributes.add("container.id", entry.process->container);
    } else {
        attributes.add("service.name", "unknown_service");
    }
    out.endArray();
    out.endObject();
    return json;
}

} // namespace

SpanMaker::SpanMaker(const ExportOptions &options, masking::Key ids)
    : m_masked(options.masked)
    , m_masker(options.key, options.rules, options.seen.get())
    , m_ids(ids)
{
}

std::string SpanMaker::traceId(base::ExchangeId call) const
{
    return hex(derived(m_ids.first, call)) + hex(derived(~m_ids.first, call));
}

std::string SpanMaker::spanId(base::ExchangeId id) const
{
    return hex(derived(m_ids.second, id));
}

std::optional<Span> SpanMaker::span(const EntrySource &entry, const base::BodySource &bodies) const
{
    const exchange::Exchange &exchange = entry.exchange;
    const bool request = exchange.kind == exchange::Kind::Http || exchange.kind == exchange::Kind::Query || exchange.kind == exchange::Kind::Channel;
    const base::Time begin = beginOf(exchange), end = std::max(begin, endOf(exchange));
    if (!request || begin == 0)
        return std::nullopt;
    const SpanFacts facts = spanFacts(entry, bodies, m_masked ? &m_masker : nullptr);
    const bool joined = entry.call && entry.call->otherHalf != base::noId;
    const bool server = (entry.call ? entry.call->side : exchange.side) == base::Side::Server;
    const auto parent = exchange::parseTraceParent(facts.traceParent);
    Span span{resourceOf(entry), {}};
    decode::JsonWriter out(span.json);
    out.beginObject();
    const bool traced = entry.call && !entry.call->trace.empty();
    out.pair("traceId", parent ? parent->traceId : traced ? entry.call->trace : traceId(entry.call ? entry.call->first : exchange.id));
    out.pair("spanId", spanId(exchange.id));
    if (server && joined)
        out.pair("parentSpanId", spanId(entry.call->otherHalf));
    else if (entry.call && entry.call->cause.cause != base::noId && !(parent && parent->parentId != entry.call->causeSpan))
        out.pair("parentSpanId", spanId(entry.call->cause.cause));
    else if (parent)
        out.pair("parentSpanId", parent->parentId);
    out.pairIf("traceState", facts.traceState);
    out.pair("name", facts.name);
    out.pair("kind", server ? serverKind : clientKind);
    out.pair("startTimeUnixNano", std::to_string(begin));
    out.pair("endTimeUnixNano", std::to_string(end));
    out.key("attributes");
    out.beginArray();
    OtlpAttributes attributes(out);
    for (const auto &[name, value] : facts.attributes)
        std::visit([&, key = name](const auto &each) { attributes.add(key, each); }, value);
    out.endArray();
    out.key("status");
    out.beginObject();
    if (facts.failed) {
        out.pair("code", errorStatus);
        out.pairIf("message", facts.failure);
    }
    out.endObject();
    out.endObject();
    return span;
}

std::string traceRequest(std::span<const Span> spans)
{
    std::map<std::string_view, std::vector<std::string_view>> byResource;
    for (const Span &span : spans)
        byResource[span.resource].push_back(span.json);
    std::string text;
    decode::JsonWriter out(text);
    out.beginObject();
    out.key("resourceSpans");
    out.beginArray();
    for (const auto &[resource, own] : byResource) {
        out.beginObject();
        out.key("resource");
        out.json(resource);
        out.key("scopeSpans");
        out.beginArray();
        out.beginObject();
        out.key("scope");
        out.beginObject();
        out.pair("name", "cleartap");
        out.pair("version", CLEARTAP_VERSION);
        out.endObject();
        out.key("spans");
        out.beginArray();
        for (const std::string_view span : own)
            out.json(span);
        out.endArray();
        out.endObject();
        out.endArray();
        out.endObject();
    }
    out.endArray();
    out.endObject();
    return text;
}

} // namespace exporters
