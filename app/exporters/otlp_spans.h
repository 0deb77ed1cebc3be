// SPDX-License-Identifier: GPL-3.0-or-later
// Exchanges as spans of OpenTelemetry: the JSON of OTLP 1.x (opentelemetry-proto, trace/v1), attributes by the semantic conventions for HTTP, databases,
// RPC and messaging (version 1.38). Both halves of a call are spans of one trace, the client's the parent of the server's, and that of what led to it; a `traceparent` in the request (W3C Trace
// Context) is their trace and the client's parent.
#pragma once

#include "app/exporters/har_writer.h"

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace exporters {

struct Span {
    std::string resource;    // JSON: whose it is
    std::string json;
};

class SpanMaker
{
public:
    // Masks as other exports do. `ids`: span and trace ids are derived from it, for the whole run.
    SpanMaker(const ExportOptions &, masking::Key ids);

    // None for what is no request: connections and conversations.
    std::optional<Span> span(const EntrySource &, const base::BodySource &) const;

private:
    std::string traceId(base::ExchangeId call) const;
    std::string spanId(base::ExchangeId) const;

    bool m_masked;
    masking::Masker m_masker;
    masking::Key m_ids;
};

// An ExportTraceServiceRequest: spans grouped by their resource.
std::string traceRequest(std::span<const Span>);

} // namespace exporters
