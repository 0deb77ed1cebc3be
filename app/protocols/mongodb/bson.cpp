// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/mongodb/bson.h"

#include "app/decode/base64.h"
#include "app/decode/value_text.h"
#include "app/protocols/byte_reader.h"
#include "app/protocols/mongodb/decimal.h"
#include "app/protocols/text_rows.h"

#include <bit>
#include <chrono>
#include <cmath>
#include <cstdio>

namespace protocols::mongodb {

namespace {

enum Type : uint8_t {
    Double = 0x01, String = 0x02, Embedded = 0x03, Array = 0x04, Binary = 0x05, Undefined = 0x06, ObjectId = 0x07,
    Boolean = 0x08, DateTime = 0x09, Null = 0x0a, Regex = 0x0b, DbPointer = 0x0c, Code = 0x0d, Symbol = 0x0e,
    CodeWithScope = 0x0f, Int32 = 0x10, Timestamp = 0x11, Int64 = 0x12, Decimal128 = 0x13, MinKey = 0xff, MaxKey = 0x7f,
};

constexpr int depthMax = 100;

// Size of a value; nullopt if it is not a BSON type or incomplete.
std::optional<size_t> sizeOf(uint8_t type, std::string_view rest)
{
    ByteReader reader(rest);
    const auto prefixed = [&](size_t more) -> size_t { return size_t(reader.little(4)) + more; };
    size_t size = 0;
    switch (type) {
    case Undefined:
    case Null:
    case MinKey:
    case MaxKey:
        return 0;
    case Boolean:
        size = 1;
        break;
    case Int32:
        size = 4;
        break;
    case Double:
    case DateTime:
    case Timestamp:
    case Int64:
        size = 8;
        break;
    case ObjectId:
        size = 12;
        break;
    case Decimal128:
        size = 16;
        break;
    case String:
    case Code:
    case Symbol:
        size = prefixed(4);
        break;
    case Binary:
        size = prefixed(5);
        break;
    case DbPointer:
        size = prefixed(16);
        break;
    case Embedded:
    case Array:
    case CodeWithScope:
        size = prefixed(0);
        if (size < 5)
            return {};
        break;
    case Regex:
        reader.text();
        reader.text();
        size = reader.at();
        break;
    default:
        return {};
    }
    if (!reader.good() || size > rest.size())
        return {};
    return size;
}

// The contents of a length-prefixed string, without its NUL.
std::string_view stringAt(std::string_view value)
{
    ByteReader reader(value);
    const size_t size = size_t(reader.little(4));
    return size == 0 ? std::string_view() : reader.take(size).substr(0, size - 1);
}

std::string hex(std::string_view bytes)
{
    constexpr const char *digits = "0123456789abcdef";
    std::string text;
    for (const char c : bytes) {
        text += digits[uint8_t(c) >> 4];
        text += digits[uint8_t(c) & 15];
    }
    return text;
}

// Milliseconds since 1970. Relaxed format for the years from 1970 that ISO 8601 writes with four digits.
void appendDate(std::string &json, int64_t milliseconds)
{
    constexpr int64_t year10000 = 253'402'300'800'000;
    if (milliseconds < 0 || milliseconds >= year10000) {
        json += "{\"$date\":{\"$numberLong\":\"" + std::to_string(milliseconds) + "\"}}";
        return;
    }
    using namespace std::chrono;
    const sys_time<std::chrono::milliseconds> time{std::chrono::milliseconds(milliseconds)};
    const auto day = floor<days>(time);
    const year_month_day date(day);
    const hh_mm_ss clock(time - day);
    char text[48];
    std::snprintf(text, sizeof text, "{\"$date\":\"%04d-%02u-%02uT%02d:%02d:%02d", int(date.year()), unsigned(date.month()), unsigned(date.day()),
                  int(clock.hours().count()), int(clock.minutes().count()), int(clock.seconds().count()));
    json += text;
    // As in the BSON corpus, and as drivers write it: three fractional digits, or none.
    if (const int fraction = int(clock.subseconds().count()); fraction > 0) {
        std::snprintf(text, sizeof text, ".%03d", fraction);
        json += text;
    }
    json += "Z\"}";
}

class Writer
{
public:
    Writer(std::string &json, size_t max)
        : m_json(json)
        , m_end(json.size() + max)
    {
    }

    bool document(std::string_view bytes, bool array, int depth)
    {
        Document document(bytes);
        m_json += array ? '[' : '{';
        bool whole = true, first = true;
        for (Element element; whole && depth <= depthMax && m_json.size() <= m_end && document.next(element); first = false) {
            m_json += first ? "" : ",";
            if (!array) {
                appendQuoted(m_json, element.name);
                m_json += ':';
            }
            whole = value(element, depth);
        }
        if (const size_t left = document.left(); left > 0 && whole) {
            m_json += first ? "" : ",";
            m_json += (array ? "\"… (" : "\"…\":\"") + std::to_string(left) + (array ? " bytes more)\"" : " bytes more\"");
        }
        m_json += array ? ']' : '}';
        return whole && document.whole();
    }

private:
    bool value(const Element &element, int depth)
    {
        ByteReader reader(element.value);
        switch (element.type) {
        case Double: {
            const double number = std::bit_cast<double>(reader.little(8));
            if (std::isfinite(number))
                m_json += decode::realText(number);
            else
                m_json += std::string("{\"$numberDouble\":\"") + (std::isnan(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity") + "\"}";
            return true;
        }
        case String:
            return text(stringAt(element.value));
        case Embedded:
        case Array:
            return document(element.value, element.type == Array, depth + 1);
        case Binary: {
            const size_t size = size_t(reader.little(4));
            const std::string subtype = hex(reader.take(1));
            const std::string_view bytes = reader.take(size), kept = bytes.substr(0, room() * 3 / 4);
            m_json += "{\"$binary\":{\"base64\":\"" + decode::toBase64(kept) + "\",\"subType\":\"" + subtype + "\"}}";
            return kept.size() == bytes.size();
        }
        case Undefined:
            m_json += "{\"$undefined\":true}";
            return true;
        case ObjectId:
            m_json += "{\"$oid\":\"" + hex(element.value) + "\"}";
            return true;
        case Boolean:
            m_json += reader.byte() ? "true" : "false";
            return true;
        case DateTime:
            appendDate(m_json, int64_t(reader.little(8)));
            return true;
        case Null:
            m_json += "null";
            return true;
        case Regex: {
            m_json += "{\"$regularExpression\":{\"pattern\":";
            const bool whole = text(reader.text());
            m_json += ",\"options\":";
            appendQuoted(m_json, reader.text());
            m_json += "}}";
            return whole;
        }
        case DbPointer: {
            const std::string_view name = stringAt(element.value);
            m_json += "{\"$dbPointer\":{\"$ref\":";
            const bool whole = text(name);
            m_json += ",\"$id\":{\"$oid\":\"" + hex(element.value.substr(element.value.size() - 12)) + "\"}}}";
            return whole;
        }
        case Code:
        case Symbol: {
            m_json += element.type == Code ? "{\"$code\":" : "{\"$symbol\":";
            const bool whole = text(stringAt(element.value));
            m_json += '}';
            return whole;
        }
        case CodeWithScope: {
            reader.take(4);
            const std::string_view code = stringAt(reader.rest());
            m_json += "{\"$code\":";
            bool whole = text(code);
            m_json += ",\"$scope\":";
            reader.take(size_t(ByteReader(reader.rest()).little(4)) + 4);
            whole = document(reader.rest(), false, depth + 1) && whole;
            m_json += '}';
            return whole;
        }
        case Int32:
            m_json += std::to_string(int32_t(reader.little(4)));
            return true;
        case Int64:
            m_json += std::to_string(int64_t(reader.little(8)));
            return true;
        case Timestamp: {
            const uint64_t increment = reader.little(4), seconds = reader.little(4);
            m_json += "{\"$timestamp\":{\"t\":" + std::to_string(seconds) + ",\"i\":" + std::to_string(increment) + "}}";
            return true;
        }
        case Decimal128: {
            const uint64_t low = reader.little(8), high = reader.little(8);
            m_json += "{\"$numberDecimal\":\"" + decimalText(high, low) + "\"}";
            return true;
        }
        case MinKey:
            m_json += "{\"$minKey\":1}";
            return true;
        default:
            m_json += "{\"$maxKey\":1}";
            return true;
        }
    }

    bool text(std::string_view text)
    {
        if (text.size() <= room())
            return appendQuoted(m_json, text), true;
        appendQuoted(m_json, limitedText(text, room()));
        return false;
    }
    size_t room() const { return m_end > m_json.size() ? m_end - m_json.size() : 0; }

    std::string &m_json;
    size_t m_end;
};

} // namespace

Document::Document(std::string_view bytes)
{
    ByteReader reader(bytes);
    m_size = size_t(reader.little(4));
    if (!reader.good() || m_size < 5) {
        m_size = 0;
        m_ended = true;
        return;
    }
    m_rest = bytes.substr(0, m_size).substr(4);
    m_missing = m_size - 4 - m_rest.size();
}

bool Document::next(Element &element)
{
    if (m_ended)
        return false;
    ByteReader reader(m_rest);
    element.type = reader.byte();
    if (element.type == 0 || !reader.good()) {
        m_ended = true;
        m_whole = m_missing == 0 && reader.good() && reader.atEnd();
        return false;
    }
    element.name = reader.text();
    const auto size = reader.good() ? sizeOf(element.type, reader.rest()) : std::nullopt;
    const bool nested = element.type == Embedded || element.type == Array;
    if (!size && nested && reader.good() && m_missing > 0 && reader.left() > 5) {
        element.value = reader.rest();
        m_rest = {};
        m_ended = true;
        return true;
    }
    if (!size) {
        m_ended = true;
        return false;
    }
    element.value = reader.take(*size);
    m_rest = reader.rest();
    return true;
}

std::optional<Element> find(std::string_view document, std::string_view name)
{
    Document elements(document);
    for (Element element; elements.next(element);)
        if (element.name == name)
            return element;
    return {};
}

std::optional<std::string_view> textOf(const std::optional<Element> &element)
{
    if (!element || element->type != String)
        return {};
    return stringAt(element->value);
}

std::optional<double> numberOf(const std::optional<Element> &element)
{
    if (!element)
        return {};
    ByteReader reader(element->value);
    switch (element->type) {
    case Double:
        return std::bit_cast<double>(reader.little(8));
    case Int32:
        return int32_t(reader.little(4));
    case Int64:
        return double(int64_t(reader.little(8)));
    case Boolean:
        return reader.byte() ? 1 : 0;
    default:
        return {};
    }
}

bool appendJson(std::string &json, std::string_view document, size_t max, bool array)
{
    return Writer(json, max).document(document, array, 0);
}

} // namespace protocols::mongodb
