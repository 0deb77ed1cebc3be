// SPDX-License-Identifier: GPL-3.0-or-later
// Start lines and fields (RFC 9112 sections 3, 4 and 5), parsed as leniently as browsers and servers do: bare LF,
// folded lines, odd white space, lower-case tokens.
#pragma once

#include "app/protocols/event.h"

#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace protocols::http1 {

struct RequestLine {
    std::string_view method, target, version; // version empty: HTTP/0.9, or truncated
};

struct StatusLine {
    std::string_view version, reason;
    int status = 0; // 0: not a number
};

// `line` without its line end. nullopt: not a request or status line at all.
std::optional<RequestLine> parseRequestLine(std::string_view line);
std::optional<StatusLine> parseStatusLine(std::string_view line);

// Whether `text`, the first bytes of something, can be the start of a request or status line. More bytes never change
// a Yes or a No.
enum class Plausible : uint8_t { No, NeedMore, Yes };
Plausible looksLikeRequest(std::string_view text);
Plausible looksLikeResponse(std::string_view text);

// Takes the first line off `rest`, without its line end. nullopt: no complete line.
std::optional<std::string_view> takeLine(std::string_view &rest);

// Fields of the last section read; views into the input, or into this object for folded values. Reused from head to
// head, so that fields cost no allocation.
class FieldSection
{
public:
    explicit FieldSection(size_t fieldsMax);

    // Complete lines only. Returns the first fault found; reading continues after it.
    Fault read(std::string_view lines);
    std::span<const Field> fields() const { return m_fields; }

private:

    size_t m_fieldsMax;
    std::vector<Field> m_fields;
    std::deque<std::string> m_unfolded;
};

} // namespace protocols::http1
