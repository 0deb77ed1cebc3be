// SPDX-License-Identifier: GPL-3.0-or-later
// What a span says of an exchange: its name and attributes by OpenTelemetry's semantic conventions.
#pragma once

#include "app/decode/json_writer.h"
#include "app/exporters/har_writer.h"

#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace exporters {

struct SpanFacts {
    using Value = std::variant<std::string, int64_t>;
    std::string name;                    // of few kinds: no ids in it
    std::vector<std::pair<std::string_view, Value>> attributes;
    bool failed = false;
    std::string failure;                 // in words; may be empty
    std::string traceParent, traceState; // as in the request's head; empty: none
};

// `masker` null: nothing is masked.
SpanFacts spanFacts(const EntrySource &, const base::BodySource &, const masking::Masker *masker);

// Writes KeyValue objects (common.proto) into an open list. Empty texts are left out.
class OtlpAttributes
{
public:
    explicit OtlpAttributes(decode::JsonWriter &out) : m_out(out) {}
    void add(std::string_view name, std::string_view value);
    void add(std::string_view name, const char *value) { add(name, std::string_view(value)); }
    void add(std::string_view name, const std::string &value) { add(name, std::string_view(value)); }
    void add(std::string_view name, int64_t value);

private:
    decode::JsonWriter &m_out;
};

} // namespace exporters
