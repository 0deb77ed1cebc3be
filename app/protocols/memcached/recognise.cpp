// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/memcached/memcached_parser.h"

#include <algorithm>
#include <array>

namespace protocols::memcached {

namespace {

constexpr size_t lineMax = 2048;   // of an incomplete line to wait for

// Redis, HTTP and chat protocols have lines of words too: unless certain, the reply decides.
Verdict startsCommand(std::string_view text, bool fromStart)
{
    const auto command = readCommand(text);
    if (!command)
        return Verdict::No;
    if (command->size == 0) {
        static constexpr auto verbs = std::to_array<std::string_view>(
            {"set ", "add ", "replace ", "append ", "prepend ", "cas ", "get ", "gets ", "gat ", "gats ", "delete ", "incr ", "decr ", "touch ", "stats", "version", "flush_all",
             "verbosity ", "mg ", "ms ", "md ", "ma ", "mn", "me "});
        const bool begins = std::ranges::any_of(verbs, [text](std::string_view verb) { return text.starts_with(verb) || verb.starts_with(text); });
        return fromStart && begins && text.size() < lineMax ? Verdict::NeedMore : Verdict::No;
    }
    if (command->certain)
        return Verdict::Yes;
    const bool http = command->line.find(" HTTP/") != std::string_view::npos || command->line.find(" http/") != std::string_view::npos;
    return fromStart && command->wellFormed && !http ? Verdict::NeedMore : Verdict::No;
}

Verdict startsAnswer(std::string_view text, bool fromStart)
{
    static constexpr auto lines = std::to_array<std::string_view>({"END\r\n", "STORED\r\n", "NOT_STORED\r\n", "EXISTS\r\n", "NOT_FOUND\r\n", "DELETED\r\n", "TOUCHED\r\n",
                                                                   "HD\r\n", "EN\r\n", "MN\r\n", "CLIENT_ERROR ", "SERVER_ERROR ", "VERSION 1.", "STAT pid "});
    const auto answer = readAnswer(text);
    if (!answer)
        return Verdict::No;
    Verdict best = Verdict::No;
    for (const std::string_view line : lines) {
        if (fromStart && text.starts_with(line))
            return Verdict::Yes;
        if (fromStart && line.starts_with(text))
            best = Verdict::NeedMore;
    }
    if (answer->size == 0) {
        const auto begins = [text](std::string_view word) { return text.starts_with(word) || word.starts_with(text); };
        return fromStart && text.size() < lineMax && (begins("VALUE ") || begins("VA ") || begins("HD ")) ? Verdict::NeedMore : best;
    }
    if (!answer->hasData)
        return fromStart && answer->kind == Answer::Kind::Meta ? Verdict::Yes : best;
    // The data ends with a line end where it should, as far as it is here.
    const std::string_view behind = text.substr(std::min<size_t>(text.size(), answer->size + size_t(answer->data))).substr(0, 2);
    return std::string_view("\r\n").starts_with(behind) ? Verdict::Yes : Verdict::No;
}

} // namespace

Verdict recognise(std::span<const std::byte> first, Direction direction, base::Side side, bool fromStart)
{
    const std::string_view text(reinterpret_cast<const char *>(first.data()), first.size());
    const bool request = side == base::Side::Unknown || (side == base::Side::Client) == (direction == Direction::Sent);
    return request ? startsCommand(text, fromStart) : startsAnswer(text, fromStart);
}

} // namespace protocols::memcached
