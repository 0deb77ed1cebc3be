// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/redis/recognise.h"

#include "app/protocols/redis/redis_parser.h"

#include <algorithm>
#include <array>

namespace protocols::redis {

namespace {

std::string_view textOf(std::span<const std::byte> bytes) { return {reinterpret_cast<const char *>(bytes.data()), bytes.size()}; }

// "TYPE digits CR LF", at most `most` digits; removes it from the text.
Verdict takeNumber(std::string_view &text, char type, size_t most)
{
    if (text.empty())
        return Verdict::NeedMore;
    if (text[0] != type)
        return Verdict::No;
    text.remove_prefix(1);
    size_t digits = 0;
    while (digits < text.size() && digits <= most && text[digits] >= '0' && text[digits] <= '9')
        ++digits;
    if (digits > most || (digits == 0 && !text.empty()))
        return Verdict::No;
    text.remove_prefix(digits);
    constexpr std::string_view end = "\r\n";
    if (text.substr(0, 2) != end.substr(0, std::min<size_t>(2, text.size())))
        return Verdict::No;
    if (text.size() < 2)
        return Verdict::NeedMore;
    text.remove_prefix(2);
    return Verdict::Yes;
}

// A line of words that begins with a common command. It may be another protocol's: the reply decides.
Verdict startsInline(std::string_view text)
{
    static constexpr auto commands = std::to_array<std::string_view>(
        {"AUTH", "CLIENT", "CONFIG", "DBSIZE", "DEL", "EXISTS", "FLUSHALL", "GET", "HELLO", "HGETALL", "INCR", "INFO", "KEYS", "LPUSH",
         "MONITOR", "PING", "SELECT", "SET", "SUBSCRIBE", "TTL"});
    std::string word(text.substr(0, text.find_first_of(" \r\n")));
    std::transform(word.begin(), word.end(), word.begin(), [](char c) { return c >= 'a' && c <= 'z' ? char(c - 32) : c; });
    const bool known = std::find(commands.begin(), commands.end(), word) != commands.end();
    const size_t end = text.find('\n');
    const bool printable = std::all_of(text.begin(), text.begin() + std::ptrdiff_t(std::min(end, text.size())),
                                       [](char c) { return uint8_t(c) >= 0x20 || c == '\r' || c == '\t'; });
    const std::string_view line = text.substr(0, end);
    const bool http = line.find(" HTTP/") != std::string_view::npos || line.find(" http/") != std::string_view::npos;
    return known && printable && !http && end != std::string_view::npos ? Verdict::NeedMore : Verdict::No;
}

Verdict startsReply(std::string_view text)
{
    // Common server replies that occur in no other protocol.
    static constexpr auto lines = std::to_array<std::string_view>({"+PONG\r\n", "-ERR ", "-NOAUTH ", "-WRONGTYPE ", "-MOVED ", "-LOADING "});
    Verdict best = Verdict::No;
    for (const std::string_view line : lines) {
        if (text.starts_with(line))
            return Verdict::Yes;
        if (line.starts_with(text))
            best = Verdict::NeedMore;
    }
    for (const char type : {'$', '*', '%', ':'}) {
        const Verdict verdict = takeNumber(text, type, 10);
        if (verdict != Verdict::No)
            return verdict;
    }
    return best;
}

} // namespace

Verdict startsCommand(std::span<const std::byte> bytes)
{
    std::string_view text = textOf(bytes);
    if (const Verdict count = takeNumber(text, '*', 7); count != Verdict::Yes)
        return count;
    return takeNumber(text, '$', 10);
}

Verdict recognise(std::span<const std::byte> first, Direction direction, base::Side side, bool fromStart)
{
    const bool request = side == base::Side::Unknown || (side == base::Side::Client) == (direction == Direction::Sent);
    if (request) {
        const Verdict verdict = startsCommand(first);
        return verdict == Verdict::No && fromStart ? startsInline(textOf(first)) : verdict;
    }
    return startsReply(textOf(first));
}

} // namespace protocols::redis
