// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/decode/json_writer.h"

#include "app/decode/json_text.h"

#include <algorithm>
#include <cstdio>
#include <ctime>

namespace decode {

void JsonWriter::separate()
{
    if (m_comma)
        write(",");
    m_comma = true;
}

void JsonWriter::begin(char bracket)
{
    separate();
    m_comma = false;
    write({&bracket, 1});
}

void JsonWriter::end(char bracket)
{
    m_comma = true;
    write({&bracket, 1});
}

void JsonWriter::key(std::string_view name)
{
    text(name);
    write(":");
    m_comma = false;
}

void JsonWriter::text(std::string_view value)
{
    separate();
    m_scratch.clear();
    appendQuoted(value, m_scratch);
    write(m_scratch);
}

void JsonWriter::json(std::string_view value)
{
    separate();
    write(value);
}

void JsonWriter::members(std::string_view object)
{
    const size_t begin = object.find_first_not_of(" \t\r\n{"), end = object.find_last_of('}');
    if (begin == std::string_view::npos || end == std::string_view::npos || begin >= end)
        return;
    json(object.substr(begin, end - begin));
}

void JsonWriter::number(int64_t value)
{
    separate();
    write(std::to_string(value));
}

void JsonWriter::number(uint64_t value)
{
    separate();
    write(std::to_string(value));
}

// JSON has no infinities and no NaN.
void JsonWriter::number(double value)
{
    const std::string digits = realText(value);
    if (!isJsonNumber(digits))
        return text(digits);
    separate();
    write(digits);
}

void JsonWriter::null()
{
    separate();
    write("null");
}

void JsonWriter::boolean(bool value)
{
    separate();
    write(value ? "true" : "false");
}

// `value` divided by `unit`, exactly.
void JsonWriter::fraction(int64_t value, int64_t unit, int digits)
{
    separate();
    char part[24];
    std::snprintf(part, sizeof part, ".%0*lld", digits, static_cast<long long>(value % unit));
    std::string text = std::to_string(value / unit) + part;
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.'))
        text.pop_back();
    write(text);
}

void JsonWriter::milliseconds(base::Duration value)
{
    if (value < 0)
        return number(int64_t(-1));
    fraction(value, 1'000'000, 6);
}

void JsonWriter::seconds(base::Time value)
{
    fraction(std::max<base::Time>(0, value) / 1'000, 1'000'000, 6);
}

void JsonWriter::beginText()
{
    separate();
    write("\"");
}

void JsonWriter::textPiece(std::string_view piece)
{
    m_scratch.clear();
    appendEscaped(piece, m_scratch);
    write(m_scratch);
}

std::string isoTime(base::Time value, unsigned fractionDigits)
{
    time_t seconds = value / 1'000'000'000;
    int nanoseconds = int(value % 1'000'000'000);
    if (nanoseconds < 0) {
        nanoseconds += 1'000'000'000;
        --seconds;
    }
    tm parts{};
    gmtime_r(&seconds, &parts);
    char text[80];
    const int length = std::snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d.%09d", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday,
                                     parts.tm_hour, parts.tm_min, parts.tm_sec, nanoseconds);
    return std::string(text, size_t(length) - (9 - std::clamp(fractionDigits, 3u, 9u))) + 'Z';
}

} // namespace decode
