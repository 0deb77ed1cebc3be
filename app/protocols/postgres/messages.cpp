// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/postgres/messages.h"

#include "app/protocols/byte_reader.h"
#include "app/protocols/text_rows.h"

#include <bit>
#include <charconv>
#include <cmath>

namespace protocols::postgres {

namespace {

// src/include/catalog/pg_type.dat
enum Oid : uint32_t { Bool = 16, Bytea = 17, Int8 = 20, Int2 = 21, Int4 = 23, Text = 25, OidType = 26, Json = 114, Float4 = 700, Float8 = 701,
                      Bpchar = 1042, Varchar = 1043, Numeric = 1700, Uuid = 2950, Jsonb = 3802, Name = 19 };

bool isNumber(uint32_t type)
{
    return type == Int8 || type == Int2 || type == Int4 || type == OidType || type == Float4 || type == Float8 || type == Numeric;
}

void appendFloat(std::string &json, double value, bool single)
{
    char text[64];
    const auto end = single ? std::to_chars(text, text + sizeof text, float(value)).ptr : std::to_chars(text, text + sizeof text, value).ptr;
    appendNumber(json, {text, size_t(end - text)});
}

void appendBinary(std::string &json, std::string_view value, uint32_t type)
{
    const uint64_t number = ByteReader(value).big(std::min<size_t>(value.size(), 8));
    if (type == Bool && value.size() == 1)
        json += number ? "true" : "false";
    else if (type == Int2 && value.size() == 2)
        json += std::to_string(int16_t(number));
    else if (type == Int4 && value.size() == 4)
        json += std::to_string(int32_t(number));
    else if (type == Int8 && value.size() == 8)
        json += std::to_string(int64_t(number));
    else if (type == OidType && value.size() == 4)
        json += std::to_string(number);
    else if (type == Float4 && value.size() == 4)
        appendFloat(json, double(std::bit_cast<float>(uint32_t(number))), true);
    else if (type == Float8 && value.size() == 8)
        appendFloat(json, std::bit_cast<double>(number), false);
    else if (type == Text || type == Varchar || type == Bpchar || type == Name || type == Json)
        appendQuoted(json, value);
    else if (type == Jsonb && value.starts_with('\1'))
        appendQuoted(json, value.substr(1));
    else
        appendHex(json, value);
}

uint16_t formatOf(const std::vector<uint16_t> &formats, size_t index)
{
    return formats.empty() ? 0 : formats.size() == 1 ? formats[0] : index < formats.size() ? formats[index] : 0;
}

} // namespace

std::vector<Column> readRowDescription(std::string_view payload)
{
    ByteReader reader(payload);
    std::vector<Column> columns;
    const uint64_t count = reader.big(2);
    for (uint64_t i = 0; i < count && reader.good(); ++i) {
        Column column;
        column.name = reader.text();
        reader.take(6);   // table, number of the column in it
        column.type = uint32_t(reader.big(4));
        reader.take(6);   // size, modifier
        column.format = uint16_t(reader.big(2));
        columns.push_back(std::move(column));
    }
    return columns;
}

void appendValue(std::string &json, std::string_view value, uint32_t type, bool binary, uint64_t more)
{
    if (more > 0)
        appendCell(json, value, more);
    else if (binary)
        appendBinary(json, value, type);
    else if (isNumber(type))
        appendNumber(json, value);
    else if (type == Bool && (value == "t" || value == "f"))
        json += value == "t" ? "true" : "false";
    else
        appendCell(json, value);
}

std::string rowText(std::string_view payload, const std::vector<Column> *columns, const std::vector<uint16_t> *formats)
{
    ByteReader reader(payload);
    const auto count = size_t(reader.big(2));
    const bool named = columns && columns->size() == count;
    std::string json(1, named ? '{' : '[');
    for (size_t i = 0; i < count; ++i) {
        const auto length = int32_t(reader.big(4));
        if (!reader.good() || json.size() > TextRows::rowMax) {
            closeCut(json, named, count - i);
            return json;
        }
        if (i > 0)
            json += ',';
        if (named) {
            appendQuoted(json, (*columns)[i].name);
            json += ':';
        }
        if (length < 0) {
            json += "null";
            continue;
        }
        const bool whole = size_t(length) <= reader.left();
        const std::string_view value = whole ? reader.take(size_t(length)) : reader.rest();
        const uint16_t format = formats && !formats->empty() ? formatOf(*formats, i) : named ? (*columns)[i].format : 0;
        appendValue(json, value, named ? (*columns)[i].type : 0, format == 1, size_t(length) - value.size());
        if (!whole) {
            closeCut(json, named, count - i - 1);
            return json;
        }
    }
    return json + (named ? '}' : ']');
}

ErrorFields readError(std::string_view payload)
{
    ByteReader reader(payload);
    ErrorFields fields;
    std::string translated;
    while (reader.good() && reader.peek() != 0) {
        const char field = char(reader.byte());
        const std::string value = limitedText(reader.text(), 4096);
        switch (field) {
        case 'S': translated = value; break;
        case 'V': fields.severity = value; break;
        case 'C': fields.code = value; break;
        case 'M': fields.message = value; break;
        case 'D': fields.detail = value; break;
        case 'H': fields.hint = value; break;
        default: break;
        }
    }
    if (fields.severity.empty())
        fields.severity = translated;   // before PostgreSQL 9.6
    return fields;
}

std::string errorWords(const ErrorFields &fields)
{
    std::string words = fields.severity == "ERROR" ? "" : fields.severity + ' ';
    words += fields.code + ": " + fields.message;
    return words;
}

std::optional<uint64_t> rowsOfTag(std::string_view tag)
{
    const size_t space = tag.rfind(' ');
    if (space == std::string_view::npos)
        return std::nullopt;
    uint64_t rows = 0;
    const auto [end, error] = std::from_chars(tag.data() + space + 1, tag.data() + tag.size(), rows);
    return error == std::errc{} && end == tag.data() + tag.size() ? std::optional(rows) : std::nullopt;
}

} // namespace protocols::postgres
