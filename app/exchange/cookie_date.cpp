// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exchange/cookie_date.h"

#include <algorithm>
#include <cctype>
#include <chrono>

namespace exchange {

namespace {

bool isDigit(char c) { return c >= '0' && c <= '9'; }

// RFC 6265, section 5.1.1, "delimiter".
bool isDelimiter(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return byte == 0x09 || (byte >= 0x20 && byte <= 0x2f) || (byte >= 0x3b && byte <= 0x40) || (byte >= 0x5b && byte <= 0x60) || (byte >= 0x7b && byte <= 0x7e);
}

// Takes `from` to `to` digits at the front that are not followed by another digit.
std::optional<int> takeNumber(std::string_view &token, size_t from, size_t to)
{
    size_t count = 0;
    int value = 0;
    while (count < token.size() && count < to && isDigit(token[count]))
        value = value * 10 + (token[count++] - '0');
    if (count < from || (count < token.size() && isDigit(token[count])))
        return std::nullopt;
    token.remove_prefix(count);
    return value;
}

struct TimeOfDay { int hour = 0, minute = 0, second = 0; };

std::optional<TimeOfDay> timeOf(std::string_view token)
{
    TimeOfDay time;
    for (int *field : {&time.hour, &time.minute, &time.second}) {
        if (field != &time.hour) {
            if (!token.starts_with(':'))
                return std::nullopt;
            token.remove_prefix(1);
        }
        const auto value = takeNumber(token, 1, 2);
        if (!value)
            return std::nullopt;
        *field = *value;
    }
    return time;
}

std::optional<int> monthOf(std::string_view token)
{
    static constexpr std::string_view names = "janfebmaraprmayjunjulaugsepoctnovdec";
    if (token.size() < 3)
        return std::nullopt;
    char name[3];
    std::transform(token.begin(), token.begin() + 3, name, [](unsigned char c) { return char(std::tolower(c)); });
    const size_t at = names.find(std::string_view(name, 3));
    return at == std::string_view::npos || at % 3 ? std::nullopt : std::optional(int(at / 3) + 1);
}

} // namespace

std::optional<int64_t> cookieDate(std::string_view text)
{
    std::optional<TimeOfDay> time;
    std::optional<int> day, month, year;
    for (size_t at = 0; at < text.size();) {
        if (isDelimiter(text[at])) {
            ++at;
            continue;
        }
        size_t end = at;
        while (end < text.size() && !isDelimiter(text[end]))
            ++end;
        std::string_view token = text.substr(at, end - at);
        at = end;
        // The first that a token can be and that is not known yet.
        std::string_view rest = token;
        if (const auto found = time ? std::nullopt : timeOf(token))
            time = found;
        else if (const auto number = day ? std::nullopt : takeNumber(rest, 1, 2))
            day = number;
        else if (const auto name = month ? std::nullopt : monthOf(token))
            month = name;
        else if (!year)
            year = takeNumber(token, 2, 4);
    }
    if (!time || !day || !month || !year)
        return std::nullopt;
    int full = *year;
    if (full >= 70 && full <= 99)
        full += 1900;
    else if (full <= 69)
        full += 2000;
    const std::chrono::year_month_day date{std::chrono::year(full), std::chrono::month(unsigned(*month)), std::chrono::day(unsigned(*day))};
    if (full < 1601 || !date.ok() || time->hour > 23 || time->minute > 59 || time->second > 59)
        return std::nullopt;
    return std::chrono::sys_days(date).time_since_epoch().count() * int64_t(86'400) + time->hour * 3'600 + time->minute * 60 + time->second;
}

} // namespace exchange
