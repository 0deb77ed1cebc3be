// SPDX-License-Identifier: GPL-3.0-or-later
// Start lines and fields (RFC 9112 sections 3, 4 and 5), read as leniently as browsers and servers do:
// bare LF, folded lines, odd spaces, lower-case tokens.
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
    std::string_view method, target, version; // version empty: HTTP/0.9, or cut
};

struct StatusLine {
    std::string_view version, reason;
    int status = 0; // 0: not a number
};

// `line` without its end. Nothing: no request or status line at all.
std::optional<RequestLine> parseRequestLine(std::string_view line);
std::optional<StatusLine> parseStatusLine(std::string_view line);

// Whether `text`, the first bytes of something, can be the start of a request or status line. The answer
// never changes from Yes or No when more bytes are known.
enum class Plausible : uint8_t { No, NeedMore, Yes };
Plausible looksLikeRequest(std::string_view text);
Plausible looksLikeResponse(std::string_view text);

// Cuts the first line off `rest`; without its line end. Nothing: no complete line.
std::optional<std::string_view> takeLine(std::string_view &rest);

// Fields of the last section read; views into the bytes read, or in here for folded values. Reused from head
// to head, so that no field costs an allocation.
class FieldSection
{
public:
    explicit FieldSection(size_t fieldsMax);

    // Complete lines only. Fault: the first that was met; reading goes on.
    Fault read(std::string_view lines);
    std::span<const Field> fields() const { return m_fields; }

private:

    size_t m_fieldsMax;
    std::vector<Field> m_fields;
    std::deque<std::string> m_unfolded;
};

} // namespace protocols::http1
