// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/har_time.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <optional>

namespace exporters {

namespace {

constexpr base::Time second = 1'000'000'000;
constexpr int64_t secondsMax = 9'000'000'000; // the year 2255: later ones overflow nanoseconds

bool isDigit(char c) { return c >= '0' && c <= '9'; }

// Takes `from` to `to` digits off the front.
std::optional<int> takeNumber(std::string_view &text, size_t from, size_t to)
{
    size_t count = 0;
    while (count < text.size() && count < to && isDigit(text[count]))
        ++count;
    int value = 0;
    if (count < from || std::from_chars(text.data(), text.data() + count, value).ec != std::errc{})
        return std::nullopt;
    text.remove_prefix(count);
    return value;
}

bool take(std::string_view &text, char c)
{
    const bool found = text.starts_with(c);
    text.remove_prefix(found);
    return found;
}

void skipBlanks(std::string_view &text)
{
    while (take(text, ' ') || take(text, '\t'))
        continue;
}

std::optional<int64_t> secondsOf(int year, int month, int day)
{
    const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(unsigned(month)), std::chrono::day(unsigned(day))};
    if (!date.ok())
        return std::nullopt;
    return std::chrono::sys_days(date).time_since_epoch().count() * int64_t(86'400);
}

// "03:04", "03:04:05", "03:04:05.678", ",678".
std::optional<base::Time> takeTimeOfDay(std::string_view &text)
{
    const auto hour = takeNumber(text, 1, 2);
    if (!hour || !take(text, ':'))
        return std::nullopt;
    const auto minute = takeNumber(text, 2, 2);
    std::optional<int> seconds = 0;
    if (take(text, ':'))
        seconds = takeNumber(text, 2, 2);
    if (!minute || !seconds || *hour > 24 || *minute > 59 || *seconds > 60)
        return std::nullopt;
    base::Time time = (base::Time(*hour) * 3'600 + *minute * 60 + *seconds) * second;
    if (take(text, '.') || take(text, ',')) {
        for (base::Time unit = second / 10; !text.empty() && isDigit(text.front()); text.remove_prefix(1), unit /= 10)
            time += (text.front() - '0') * unit;
    }
    return time;
}

// The offset from UTC; nullopt if it is not a zone.
std::optional<base::Time> takeZone(std::string_view &text)
{
    skipBlanks(text);
    if (text.empty() || take(text, 'Z') || take(text, 'z'))
        return 0;
    for (const std::string_view name : {"GMT", "UTC"}) {
        if (text.starts_with(name)) {
            text.remove_prefix(name.size());
            return text.empty() ? std::optional<base::Time>(0) : takeZone(text);
        }
    }
    const bool west = text.front() == '-';
    if (!take(text, '+') && !take(text, '-'))
        return std::nullopt;
    const auto hours = takeNumber(text, 1, 2);
    take(text, ':');
    const auto minutes = text.empty() || !isDigit(text.front()) ? std::optional(0) : takeNumber(text, 2, 2);
    if (!hours || !minutes || *hours > 24 || *minutes > 59)
        return std::nullopt;
    return (west ? -1 : 1) * (base::Time(*hours) * 3'600 + *minutes * 60) * second;
}

base::Time joined(std::optional<int64_t> day, std::optional<base::Time> timeOfDay, std::optional<base::Time> zone, std::string_view rest)
{
    skipBlanks(rest);
    // JavaScript's own format appends the zone's name: "GMT+0100 (Central European Standard Time)".
    if (!day || !timeOfDay || !zone || (!rest.empty() && !rest.starts_with('(')) || *day < 0 || *day > secondsMax)
        return 0;
    return std::max<base::Time>(0, *day * second + *timeOfDay - *zone);
}

base::Time isoForm(std::string_view text)
{
    const auto year = takeNumber(text, 4, 4);
    if (!year || !take(text, '-'))
        return 0;
    const auto month = takeNumber(text, 1, 2);
    if (!month || !take(text, '-'))
        return 0;
    const auto day = takeNumber(text, 1, 2);
    if (!day)
        return 0;
    const auto date = secondsOf(*year, *month, *day);
    if (text.empty())
        return joined(date, 0, 0, text);
    if (!take(text, 'T') && !take(text, 't') && !take(text, ' '))
        return 0;
    skipBlanks(text);
    const auto timeOfDay = takeTimeOfDay(text);
    const auto zone = takeZone(text);
    return joined(date, timeOfDay, zone, text);
}

std::optional<int> takeMonth(std::string_view &text)
{
    static constexpr std::string_view names = "JanFebMarAprMayJunJulAugSepOctNovDec";
    const size_t at = text.size() < 3 ? std::string_view::npos : names.find(text.substr(0, 3));
    if (at == std::string_view::npos || at % 3)
        return std::nullopt;
    text.remove_prefix(3);
    return int(at / 3) + 1;
}

// "Fri, 02 Jan 2026 03:04:05 GMT", "Fri Jan 02 2026 03:04:05 GMT+0100 (CET)".
base::Time wordForm(std::string_view text)
{
    const size_t blank = text.find(' ');
    if (blank == std::string_view::npos)
        return 0;
    text.remove_prefix(blank);
    skipBlanks(text);
    std::optional<int> month = takeMonth(text);
    skipBlanks(text);
    const auto day = takeNumber(text, 1, 2);
    skipBlanks(text);
    if (!month)
        month = takeMonth(text);
    skipBlanks(text);
    const auto year = takeNumber(text, 4, 4);
    skipBlanks(text);
    if (!day || !month || !year)
        return 0;
    const auto timeOfDay = takeTimeOfDay(text);
    const auto zone = takeZone(text);
    return joined(secondsOf(*year, *month, *day), timeOfDay, zone, text);
}

base::Time numberForm(std::string_view text)
{
    double value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (read.ec != std::errc{} || read.ptr != text.data() + text.size() || !(value >= 1e8))
        return 0;
    constexpr double millisecondsFrom = 1e11; // as seconds that would be the year 5138
    const double seconds = value >= millisecondsFrom ? value / 1000 : value;
    return seconds < double(secondsMax) ? base::Time(std::llround(seconds * 1e6)) * 1000 : 0;
}

} // namespace

base::Time parseTime(std::string_view text)
{
    skipBlanks(text);
    while (text.ends_with(' '))
        text.remove_suffix(1);
    if (text.empty())
        return 0;
    if (!isDigit(text.front()))
        return wordForm(text);
    return text.size() > 4 && text[4] == '-' ? isoForm(text) : numberForm(text);
}

unsigned fractionDigits(std::string_view text)
{
    const size_t point = text.find_last_of(".,");
    if (point == std::string_view::npos)
        return 0;
    size_t end = point + 1;
    while (end < text.size() && isDigit(text[end]))
        ++end;
    return unsigned(std::min<size_t>(end - point - 1, 9));
}

} // namespace exporters
