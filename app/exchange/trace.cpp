// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exchange/trace.h"

#include "app/protocols/field.h"

#include <algorithm>
#include <array>

namespace exchange {

namespace {

using protocols::Field;

constexpr std::array<std::string_view, 4> requestIds{"x-request-id", "x-correlation-id", "request-id", "correlation-id"};

bool isHex(std::string_view text)
{
    return text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

bool isZero(std::string_view text)
{
    return text.find_first_not_of('0') == std::string_view::npos;
}

std::string text(std::string_view value)
{
    return value.size() <= traceTextMax ? std::string(value) : std::string();
}

// The part before the separator, which is removed with it.
std::string_view cut(std::string_view &rest, char separator)
{
    const size_t end = std::min(rest.find(separator), rest.size());
    const std::string_view part = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return part;
}

void takeTraceParent(std::string_view value, Trace &trace)
{
    if (auto parent = parseTraceParent(value)) {
        trace.trace = std::move(parent->traceId);
        trace.span = std::move(parent->parentId);
    }
}

// https://github.com/openzipkin/b3-propagation: "trace-span-sampled-parent", or a sampling decision alone.
void takeB3(std::string_view value, Trace &trace)
{
    const std::string_view id = cut(value, '-'), span = cut(value, '-');
    if (span.empty())
        return;
    trace.trace = text(id);
    trace.span = text(span);
    cut(value, '-');
    trace.parent = text(value);
}

// https://www.jaegertracing.io/docs/1.6/client-libraries/#tracespan-identity: "trace:span:parent:flags".
void takeJaeger(std::string_view value, Trace &trace)
{
    const std::string_view id = cut(value, ':'), span = cut(value, ':');
    if (span.empty())
        return;
    trace.trace = text(id);
    trace.span = text(span);
}

// "Root=1-67891233-abcdef012345678912345678;Parent=463ac35c9f6413ad;Sampled=1"
void takeAmazon(std::string_view value, Trace &trace)
{
    while (!value.empty()) {
        std::string_view part = cut(value, ';');
        const std::string_view name = cut(part, '=');
        if (name == "Root")
            trace.trace = text(part);
        else if (name == "Parent")
            trace.span = text(part);
    }
}

} // namespace

std::optional<TraceParent> parseTraceParent(std::string_view value)
{
    // "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"; later versions may go on.
    constexpr size_t size = 55;
    if (value.size() < size || value[2] != '-' || value[35] != '-' || value[52] != '-' || value.substr(0, 2) == "ff")
        return std::nullopt;
    if (value.size() > size && (value.substr(0, 2) == "00" || value[size] != '-'))
        return std::nullopt;
    TraceParent parent{std::string(value.substr(3, 32)), std::string(value.substr(36, 16))};
    const std::string_view flags = value.substr(53, 2);
    if (!isHex(value.substr(0, 2)) || !isHex(parent.traceId) || !isHex(parent.parentId) || !isHex(flags) || isZero(parent.traceId) || isZero(parent.parentId))
        return std::nullopt;
    return parent;
}

Trace traceOf(std::span<const Field> fields)
{
    Trace trace;
    if (const auto value = protocols::fieldValue(fields, "traceparent"); !value.empty())
        takeTraceParent(value, trace);
    if (const auto value = protocols::fieldValue(fields, "b3"); trace.trace.empty() && !value.empty())
        takeB3(value, trace);
    if (const auto value = protocols::fieldValue(fields, "x-b3-traceid"); trace.trace.empty() && !value.empty()) {
        trace.trace = text(value);
        trace.span = text(protocols::fieldValue(fields, "x-b3-spanid"));
        trace.parent = text(protocols::fieldValue(fields, "x-b3-parentspanid"));
    }
    if (const auto value = protocols::fieldValue(fields, "uber-trace-id"); trace.trace.empty() && !value.empty())
        takeJaeger(value, trace);
    if (const auto value = protocols::fieldValue(fields, "x-datadog-trace-id"); trace.trace.empty() && !value.empty()) {
        trace.trace = text(value);
        trace.span = text(protocols::fieldValue(fields, "x-datadog-parent-id"));
    }
    if (const auto value = protocols::fieldValue(fields, "x-amzn-trace-id"); trace.trace.empty() && !value.empty())
        takeAmazon(value, trace);
    for (const std::string_view name : requestIds)
        if (trace.request.empty())
            trace.request = text(protocols::fieldValue(fields, name));
    return trace;
}

// https://google.github.io/sqlcommenter/spec/
Trace traceOfStatement(std::string_view statement)
{
    constexpr size_t commentMax = 2048;
    constexpr std::string_view key = "traceparent='";
    Trace trace;
    if (statement.size() > commentMax)
        statement.remove_prefix(statement.size() - commentMax);
    const size_t found = statement.rfind(key);
    if (found == std::string_view::npos || statement.rfind("/*", found) == std::string_view::npos)
        return trace;
    std::string_view value = statement.substr(found + key.size());
    takeTraceParent(cut(value, '\''), trace);
    return trace;
}

} // namespace exchange
