// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/mysql/messages.h"

#include "app/protocols/text_rows.h"

#include <bit>
#include <charconv>
#include <cstdio>

namespace protocols::mysql {

namespace {

// include/field_types.h
enum Type : uint8_t { Decimal = 0, Tiny = 1, Short = 2, Long = 3, Float = 4, Double = 5, Null = 6, Timestamp = 7, LongLong = 8, Int24 = 9,
                      Date = 10, Time = 11, DateTime = 12, Year = 13, NewDecimal = 246 };

bool isNumber(uint8_t type)
{
    switch (type) {
    case Decimal:
    case Tiny:
    case Short:
    case Long:
    case Float:
    case Double:
    case LongLong:
    case Int24:
    case Year:
    case NewDecimal:
        return true;
    default:
        return false;
    }
}

void appendInteger(std::string &json, uint64_t value, size_t bytes, bool isUnsigned)
{
    const unsigned unused = unsigned(64 - 8 * bytes);
    json += isUnsigned ? std::to_string(value) : std::to_string(int64_t(value << unused) >> unused);
}

template <typename Float>
void appendFloat(std::string &json, Float value)
{
    char text[64];
    const auto end = std::to_chars(text, text + sizeof text, value).ptr;
    appendNumber(json, {text, size_t(end - text)});
}

// "2026-11-22 11:03:44.123456", as far as it was sent.
void appendDate(std::string &json, std::string_view bytes)
{
    ByteReader reader(bytes);
    char text[64];
    const auto year = unsigned(reader.little(2)), month = unsigned(reader.byte()), day = unsigned(reader.byte());
    int size = std::snprintf(text, sizeof text, "%04u-%02u-%02u", year, month, day);
    std::string out(text, size_t(size));
    if (bytes.size() >= 7) {
        const auto hour = unsigned(reader.byte()), minute = unsigned(reader.byte()), second = unsigned(reader.byte());
        size = std::snprintf(text, sizeof text, " %02u:%02u:%02u", hour, minute, second);
        out.append(text, size_t(size));
    }
    if (bytes.size() >= 11) {
        size = std::snprintf(text, sizeof text, ".%06u", unsigned(reader.little(4)));
        out.append(text, size_t(size));
    }
    appendQuoted(json, out);
}

void appendTime(std::string &json, std::string_view bytes)
{
    ByteReader reader(bytes);
    const bool negative = reader.byte() != 0;
    const unsigned long long days = reader.little(4), hours = reader.byte();
    char text[64];
    const auto minute = unsigned(reader.byte()), second = unsigned(reader.byte());
    int size = std::snprintf(text, sizeof text, "%s%02llu:%02u:%02u", negative ? "-" : "", days * 24 + hours, minute, second);
    std::string out(text, size_t(size));
    if (bytes.size() >= 12) {
        size = std::snprintf(text, sizeof text, ".%06u", unsigned(reader.little(4)));
        out.append(text, size_t(size));
    }
    appendQuoted(json, out);
}

} // namespace

std::optional<uint64_t> lenenc(ByteReader &reader)
{
    const uint8_t first = reader.byte();
    if (first < 0xfb)
        return first;
    if (first == 0xfc)
        return reader.little(2);
    if (first == 0xfd)
        return reader.little(3);
    if (first == 0xfe)
        return reader.little(8);
    return std::nullopt;
}

std::string_view lenencText(ByteReader &reader)
{
    const std::optional<uint64_t> size = lenenc(reader);
    return size ? reader.take(size_t(*size)) : std::string_view();
}

Column readColumn(std::string_view payload)
{
    ByteReader reader(payload);
    for (int i = 0; i < 4; ++i)
        lenencText(reader);   // catalog, schema, table, original table
    Column column;
    column.name = lenencText(reader);
    if (!reader.good())
        column.name = "?";
    // MariaDB has an additional field in between, so the fixed-size ones are counted from the end.
    constexpr size_t fixedBytes = 12;
    if (payload.size() >= fixedBytes) {
        ByteReader fixed(payload.substr(payload.size() - fixedBytes));
        fixed.take(6);        // character set, length
        column.type = fixed.byte();
        column.isUnsigned = fixed.little(2) & 0x20;
    }
    return column;
}

bool appendBinaryValue(std::string &json, ByteReader &reader, uint8_t type, bool isUnsigned)
{
    const size_t before = json.size();
    switch (type) {
    case Tiny:
        appendInteger(json, reader.little(1), 1, isUnsigned);
        break;
    case Short:
    case Year:
        appendInteger(json, reader.little(2), 2, isUnsigned);
        break;
    case Long:
    case Int24:
        appendInteger(json, reader.little(4), 4, isUnsigned);
        break;
    case LongLong:
        appendInteger(json, reader.little(8), 8, isUnsigned);
        break;
    case Float:
        appendFloat(json, std::bit_cast<float>(uint32_t(reader.little(4))));
        break;
    case Double:
        appendFloat(json, std::bit_cast<double>(reader.little(8)));
        break;
    case Null:
        json += "null";
        break;
    case Date:
    case DateTime:
    case Timestamp:
        appendDate(json, lenencText(reader));
        break;
    case Time:
        appendTime(json, lenencText(reader));
        break;
    default: {
        const std::optional<uint64_t> size = lenenc(reader);
        if (!size || *size > reader.left()) {
            appendCell(json, reader.rest(), size ? *size - reader.left() : 0);
            return false;
        }
        const std::string_view text = reader.take(size_t(*size));
        if (isNumber(type))
            appendNumber(json, text);
        else
            appendCell(json, text);
    }
    }
    if (!reader.good())
        json.resize(before), json += "\"…\"";
    return reader.good();
}

std::string rowText(std::string_view payload, const std::vector<Column> &columns, bool binary)
{
    ByteReader reader(payload);
    std::string_view nulls;
    if (binary) {
        reader.take(1);
        nulls = reader.take((columns.size() + 9) / 8);
        if (!reader.good())
            return "{}";
    }
    std::string json = "{";
    for (size_t i = 0; i < columns.size(); ++i) {
        if (json.size() > TextRows::rowMax) {
            closeCut(json, true, columns.size() - i);
            return json;
        }
        json += i > 0 ? "," : "";
        appendQuoted(json, columns[i].name);
        json += ':';
        if (binary) {
            const size_t bit = i + 2;
            if (uint8_t(nulls[bit / 8]) >> bit % 8 & 1)
                json += "null";
            else if (!appendBinaryValue(json, reader, columns[i].type, columns[i].isUnsigned)) {
                closeCut(json, true, columns.size() - i - 1);
                return json;
            }
            continue;
        }
        if (reader.peek() == 0xfb) {
            reader.byte();
            json += "null";
            continue;
        }
        const std::optional<uint64_t> size = lenenc(reader);
        if (!reader.good() || !size || *size > reader.left()) {
            appendCell(json, reader.rest(), size ? *size - reader.left() : 0);
            closeCut(json, true, columns.size() - i - 1);
            return json;
        }
        if (isNumber(columns[i].type))
            appendNumber(json, reader.take(size_t(*size)));
        else
            appendCell(json, reader.take(size_t(*size)));
    }
    return json + '}';
}

Okay readOkay(std::string_view payload)
{
    ByteReader reader(payload);
    reader.byte();
    Okay okay;
    okay.affected = lenenc(reader).value_or(0);
    lenenc(reader);   // last insert id
    okay.status = uint16_t(reader.little(2));
    okay.warnings = uint16_t(reader.little(2));
    return okay;
}

std::string errorWords(std::string_view payload)
{
    ByteReader reader(payload);
    reader.byte();
    std::string words = std::to_string(reader.little(2));
    if (reader.peek() == '#') {
        reader.byte();
        words += " (" + std::string(reader.take(5)) + ')';
    }
    return words + ": " + limitedText(reader.rest(), 1000);
}

Login readLogin(std::string_view payload)
{
    ByteReader reader(payload);
    Login login;
    login.capabilities = uint32_t(reader.little(4));
    if (!(login.capabilities & Protocol41)) {
        login.capabilities &= 0xffff;
        login.wantsTls = (login.capabilities & Ssl) && payload.size() <= 5;
        return login;
    }
    reader.take(28);   // maximum packet size, character set, reserved
    login.wantsTls = (login.capabilities & Ssl) && reader.atEnd();
    if (login.wantsTls)
        return login;
    login.user = limitedText(reader.text(), 256);
    if (login.capabilities & AuthLenenc)
        lenencText(reader);
    else if (login.capabilities & SecureConnection)
        reader.take(reader.byte());
    else
        reader.text();
    if (login.capabilities & ConnectWithDb)
        login.database = limitedText(reader.text(), 256);
    return login;
}

uint32_t greetingCapabilities(std::string_view payload)
{
    ByteReader reader(payload);
    reader.byte();
    reader.text();
    reader.take(13);   // thread, first part of the scramble, filler
    const uint64_t lower = reader.little(2);
    reader.take(3);    // character set, status
    return uint32_t(lower | reader.little(2) << 16);
}

std::string greetingVersion(std::string_view payload)
{
    ByteReader reader(payload);
    reader.byte();
    return limitedText(reader.text(), 100);
}

} // namespace protocols::mysql
