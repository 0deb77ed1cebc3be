// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/json_writer.h"

#include "app/decode/charset.h"

#include <cstdio>
#include <ctime>

namespace exporters {

namespace {

void appendEscaped(std::string_view text, std::string &out)
{
    static constexpr char digits[] = "0123456789abcdef";
    size_t from = 0;
    for (size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7f)
            continue;
        out += text.substr(from, i - from);
        from = i + 1;
        out += '\\';
        switch (c) {
        case '\n':
            out += 'n';
            break;
        case '\r':
            out += 'r';
            break;
        case '\t':
            out += 't';
            break;
        case '"':
        case '\\':
            out += char(c);
            break;
        default:
            out += "u00";
            out += digits[c >> 4];
            out += digits[c & 15];
        }
    }
    out += text.substr(from);
}

} // namespace

void JsonWriter::separate()
{
    if (m_comma)
        m_out.write(",");
    m_comma = true;
}

void JsonWriter::begin(char bracket)
{
    separate();
    m_comma = false;
    m_out.write({&bracket, 1});
}

void JsonWriter::end(char bracket)
{
    m_comma = true;
    m_out.write({&bracket, 1});
}

void JsonWriter::key(std::string_view name)
{
    text(name);
    m_out.write(":");
    m_comma = false;
}

void JsonWriter::text(std::string_view value)
{
    separate();
    m_scratch.clear();
    m_scratch += '"';
    if (decode::isUtf8(value)) {
        appendEscaped(value, m_scratch);
    } else {
        decode::CharsetDecoder decoder("utf-8");
        std::string repaired;
        decoder.feed(std::as_bytes(std::span(value)), repaired);
        decoder.finish(repaired);
        appendEscaped(repaired, m_scratch);
    }
    m_scratch += '"';
    m_out.write(m_scratch);
}

void JsonWriter::json(std::string_view value)
{
    separate();
    m_out.write(value);
}

void JsonWriter::number(int64_t value)
{
    separate();
    m_out.write(std::to_string(value));
}

void JsonWriter::number(uint64_t value)
{
    separate();
    m_out.write(std::to_string(value));
}

void JsonWriter::boolean(bool value)
{
    separate();
    m_out.write(value ? "true" : "false");
}

void JsonWriter::milliseconds(base::Duration value)
{
    if (value < 0)
        return number(int64_t(-1));
    separate();
    char fraction[16];
    std::snprintf(fraction, sizeof fraction, ".%06d", int(value % 1'000'000));
    std::string text = std::to_string(value / 1'000'000) + fraction;
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.'))
        text.pop_back();
    m_out.write(text);
}

void JsonWriter::seconds(base::Time value)
{
    separate();
    char text[40];
    std::snprintf(text, sizeof text, "%lld.%06d", static_cast<long long>(value / 1'000'000'000), int(value % 1'000'000'000 / 1000));
    m_out.write(text);
}

void JsonWriter::time(base::Time value)
{
    text(isoTime(value));
}

void JsonWriter::beginText()
{
    separate();
    m_out.write("\"");
}

void JsonWriter::textPiece(std::string_view piece)
{
    m_scratch.clear();
    appendEscaped(piece, m_scratch);
    m_out.write(m_scratch);
}

std::string isoTime(base::Time value)
{
    time_t seconds = value / 1'000'000'000;
    int milliseconds = int(value / 1'000'000 % 1'000);
    if (milliseconds < 0) {
        milliseconds += 1'000;
        --seconds;
    }
    tm parts{};
    gmtime_r(&seconds, &parts);
    char text[80];
    std::snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday,
                  parts.tm_hour, parts.tm_min, parts.tm_sec, milliseconds);
    return text;
}

} // namespace exporters
