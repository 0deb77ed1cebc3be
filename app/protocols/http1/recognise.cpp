// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/http1/http1_parser.h"

#include "app/protocols/http1/head_parser.h"
#include "app/protocols/http1/seek.h"
#include "app/protocols/http1/text.h"

namespace protocols::http1 {

namespace {

constexpr size_t longestGuess = 64 * 1024; // a stretch without any message start
// Decides an unfinished start line by its method, once this many bytes are held (protocol_slot.cpp).
constexpr size_t lineGuess = 4 * 1024;

Verdict startsRequest(std::string_view text)
{
    while (!text.empty() && (text.front() == '\r' || text.front() == '\n'))
        text.remove_prefix(1);
    const Plausible plausible = looksLikeRequest(text);
    if (plausible != Plausible::Yes)
        return plausible == Plausible::No ? Verdict::No : Verdict::NeedMore;
    std::string_view rest = text;
    if (const auto line = takeLine(rest)) {
        const auto parsed = parseRequestLine(*line);
        return parsed && startsWithNoCase(parsed->version, "http/1.") ? Verdict::Yes : Verdict::No;
    }
    for (char c : text) {
        if (uint8_t(c) < 0x20 && !isBlank(c) && c != '\r')
            return Verdict::No;
    }
    if (text.size() < lineGuess)
        return Verdict::NeedMore;
    return isKnownMethod(text.substr(0, text.find(' '))) ? Verdict::Yes : Verdict::No;
}

Verdict startsResponse(std::string_view text)
{
    constexpr std::string_view start = "http/1.";
    if (text.size() < start.size())
        return startsWithNoCase(text, start.substr(0, text.size())) ? Verdict::NeedMore : Verdict::No;
    return startsWithNoCase(text, start) ? Verdict::Yes : Verdict::No;
}

Verdict anywhere(std::span<const std::byte> first, Half half)
{
    Seek seek(half);
    if (seek.next(first).found)
        return Verdict::Yes;
    return first.size() < longestGuess ? Verdict::NeedMore : Verdict::No;
}

Verdict either(Verdict a, Verdict b)
{
    if (a == Verdict::Yes || b == Verdict::Yes)
        return Verdict::Yes;
    return a == Verdict::NeedMore || b == Verdict::NeedMore ? Verdict::NeedMore : Verdict::No;
}

} // namespace

Verdict recognise(std::span<const std::byte> first, Direction direction, base::Side side, bool fromStart)
{
    const auto asHalf = [&](Half half) {
        if (!fromStart)
            return anywhere(first, half);
        return half == Half::Request ? startsRequest(textOf(first)) : startsResponse(textOf(first));
    };
    if (side == base::Side::Unknown)
        return either(asHalf(Half::Request), asHalf(Half::Response));
    const bool request = (side == base::Side::Client) == (direction == Direction::Sent);
    return asHalf(request ? Half::Request : Half::Response);
}

} // namespace protocols::http1
