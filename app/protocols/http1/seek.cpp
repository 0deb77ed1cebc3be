// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/http1/seek.h"

#include "app/protocols/http1/text.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace protocols::http1 {

namespace {

constexpr auto knownMethods = std::to_array<std::string_view>({
    "GET", "POST", "PUT", "HEAD", "DELETE", "OPTIONS", "PATCH", "CONNECT", "TRACE", "ACL", "BASELINE-CONTROL", "BIND",
    "CHECKIN", "CHECKOUT", "COPY", "LABEL", "LINK", "LOCK", "MERGE", "MKACTIVITY", "MKCALENDAR", "MKCOL", "MKREDIRECTREF",
    "MKWORKSPACE", "MOVE", "NOTIFY", "ORDERPATCH", "PROPFIND", "PROPPATCH", "PURGE", "QUERY", "REBIND", "REPORT", "SEARCH",
    "SUBSCRIBE", "UNBIND", "UNCHECKOUT", "UNLINK", "UNLOCK", "UNSUBSCRIBE", "UPDATE", "UPDATEREDIRECTREF",
    "VERSION-CONTROL", "M-SEARCH",
});

// Where in `line` (without its LF) a request line starts: "GET /x HTTP/1.1", also directly after the last bytes of a
// body. An unknown method counts only at the start of a whole line.
std::optional<size_t> requestStart(std::string_view line, bool cut)
{
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    constexpr std::string_view version = " HTTP/1.";
    if (line.size() < version.size() + 1 || !isDigit(line.back()) || !line.substr(0, line.size() - 1).ends_with(version))
        return std::nullopt;
    line.remove_suffix(version.size() + 1);
    const size_t blank = line.rfind(' ');
    if (blank == std::string_view::npos || blank + 1 == line.size())
        return std::nullopt;
    const std::string_view before = line.substr(0, blank);
    size_t best = 0;
    for (std::string_view method : knownMethods) {
        if (method.size() > best && before.ends_with(method))
            best = method.size();
    }
    if (best > 0)
        return before.size() - best;
    const bool token = !before.empty() && before.size() <= 32 && std::ranges::all_of(before, isTokenCharacter);
    return token && !cut ? std::optional<size_t>(0) : std::nullopt;
}

} // namespace

bool isKnownMethod(std::string_view method) { return std::ranges::find(knownMethods, method) != knownMethods.end(); }

Seek::Result Seek::next(std::span<const std::byte> data)
{
    const Result result = m_half == Half::Request ? nextRequest(textOf(data)) : nextResponse(textOf(data));
    m_skip -= std::min(m_skip, result.pass);
    return result;
}

Seek::Result Seek::nextRequest(std::string_view data)
{
    size_t lineBegin = 0;
    size_t scan = m_scanned;
    bool cut = m_lineCut;
    while (scan < data.size()) {
        const auto *end = static_cast<const char *>(std::memchr(data.data() + scan, '\n', data.size() - scan));
        if (!end)
            break;
        const size_t lineEnd = size_t(end - data.data());
        // Only the last seekLineMax bytes of a line are examined, however the bytes are split, so that the result
        // does not depend on that.
        const size_t from = std::max(lineBegin, lineEnd - std::min(lineEnd, seekLineMax));
        const auto start = requestStart(data.substr(from, lineEnd - from), cut || from > lineBegin);
        if (start && from + *start >= m_skip) {
            m_scanned = 0;
            m_lineCut = false;
            return { from + *start, true };
        }
        lineBegin = scan = lineEnd + 1;
        cut = false;
    }
    const size_t rest = data.size() - lineBegin;
    const size_t keep = rest > 2 * seekLineMax ? seekLineMax : rest;
    m_lineCut = cut || keep < rest;
    m_scanned = keep;
    return { data.size() - keep, false };
}

Seek::Result Seek::nextResponse(std::string_view data) const
{
    constexpr std::string_view pattern = "HTTP/1.";
    constexpr size_t shortest = 13; // "HTTP/1.1 200" and one more byte
    size_t from = m_skip;
    while (from < data.size()) {
        const auto *found = static_cast<const char *>(
            memmem(data.data() + from, data.size() - from, pattern.data(), pattern.size()));
        if (!found)
            break;
        const size_t at = size_t(found - data.data());
        const std::string_view line = data.substr(at);
        if (line.size() < shortest)
            return { at, false };
        const bool digits = isDigit(line[7]) && line[8] == ' ' && line[9] >= '1' && line[9] <= '9' && isDigit(line[10])
            && isDigit(line[11]);
        if (digits && (line[12] == ' ' || line[12] == '\r' || line[12] == '\n'))
            return { at, true };
        from = at + 1;
    }
    // The last bytes may be the beginning of the pattern.
    for (size_t keep = std::min(pattern.size() - 1, data.size() - std::min(from, data.size())); keep > 0; --keep) {
        if (data.ends_with(pattern.substr(0, keep)))
            return { data.size() - keep, false };
    }
    return { data.size(), false };
}

} // namespace protocols::http1
