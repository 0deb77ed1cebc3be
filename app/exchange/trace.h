// SPDX-License-Identifier: GPL-3.0-or-later
// The ids that programs pass on from request to request, so that what belongs together can be found again.
#pragma once

#include "app/protocols/event.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace exchange {

// As the request carries them; empty: it does not. At most traceTextMax bytes each.
struct Trace {
    std::string trace;     // the id of the whole work, often in hexadecimal digits
    std::string span;      // of the step that sent the request
    std::string parent;    // of the step around that one (b3)
    std::string request;   // X-Request-ID and the like
    bool empty() const { return trace.empty() && request.empty(); }
    bool operator==(const Trace &) const = default;
};
inline constexpr size_t traceTextMax = 128;

// W3C Trace Context, section 3.2. In hexadecimal digits.
struct TraceParent {
    std::string traceId, parentId;
};
// nullopt: not one, or with ids that are all zero.
std::optional<TraceParent> parseTraceParent(std::string_view value);

// From the fields of a request: traceparent, b3, X-B3-*, uber-trace-id (Jaeger), x-datadog-*, X-Amzn-Trace-Id; X-Request-ID,
// X-Correlation-ID, Request-Id. The first of several counts.
Trace traceOf(std::span<const protocols::Field>);
// From the comment that sqlcommenter puts at the end of a statement: traceparent='...'.
Trace traceOfStatement(std::string_view statement);

} // namespace exchange
