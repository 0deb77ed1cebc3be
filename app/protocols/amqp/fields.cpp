// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/amqp/fields.h"

#include "app/protocols/item_coding.h"
#include "app/protocols/text_rows.h"

#include <array>
#include <bit>
#include <charconv>

namespace protocols::amqp {

namespace {

constexpr int depthMax = 8;            // nesting of tables and arrays
constexpr size_t tableTextMax = 500;
constexpr size_t wordMax = 128;        // of one property
constexpr size_t valueMax = 1000;      // of one field
constexpr size_t outerMax = 512;       // of the names of enclosing tables
constexpr size_t fieldsMax = 1000;     // examined

using Each = std::function<bool(const std::string &, const std::string &)>;

template <typename Number>
std::string numberText(Number number)
{
    std::array<char, 32> text;
    return {text.data(), std::to_chars(text.data(), text.data() + text.size(), number).ptr};
}

std::string decimalText(uint8_t scale, int32_t number)
{
    std::string text = std::to_string(number);
    const size_t sign = number < 0 ? 1 : 0;
    if (scale == 0 || scale > 20)
        return scale == 0 ? text : text + "e-" + std::to_string(scale);
    if (text.size() - sign <= scale)
        text.insert(sign, scale + 1 - (text.size() - sign), '0');
    return text.insert(text.size() - scale, 1, '.');
}

bool readFields(ByteReader &, const std::string &outer, int depth, const Each &);

// Reads one value, or everything nested in it. The type letters are those of RabbitMQ and its clients
// (https://www.rabbitmq.com/amqp-0-9-1-errata.html, section 3), which differ from the specification in part.
bool readValue(ByteReader &reader, const std::string &name, int depth, const Each &each)
{
    const char type = char(reader.byte());
    std::string text;
    switch (type) {
    case 't': text = reader.byte() ? "true" : "false"; break;
    case 'b': text = std::to_string(int8_t(reader.byte())); break;
    case 'B': text = std::to_string(reader.byte()); break;
    case 's': text = std::to_string(int16_t(reader.big(2))); break;
    case 'u': text = std::to_string(reader.big(2)); break;
    case 'I': text = std::to_string(int32_t(reader.big(4))); break;
    case 'i': text = std::to_string(reader.big(4)); break;
    case 'l': case 'L': text = std::to_string(int64_t(reader.big(8))); break;
    case 'T': text = std::to_string(reader.big(8)); break;
    case 'f': text = numberText(std::bit_cast<float>(uint32_t(reader.big(4)))); break;
    case 'd': text = numberText(std::bit_cast<double>(reader.big(8))); break;
    case 'D': {
        const uint8_t scale = reader.byte();
        text = decimalText(scale, int32_t(reader.big(4)));
        break;
    }
    case 'S': case 'x': text = limitedText(readLong(reader), valueMax); break;
    case 'V': text = "null"; break;
    case 'F': case 'A': {
        ByteReader inner(readLong(reader));
        if (depth >= depthMax || name.size() > outerMax || !reader.good())
            return false;
        if (type == 'F')
            return readFields(inner, name + '.', depth + 1, each);
        while (!inner.atEnd()) {
            if (!readValue(inner, name, depth + 1, each))
                return false;
        }
        return true;
    }
    default:
        return false;
    }
    return reader.good() && each(name, text);
}

bool readFields(ByteReader &reader, const std::string &outer, int depth, const Each &each)
{
    while (!reader.atEnd()) {
        const std::string name = outer + std::string(readShort(reader));
        if (!reader.good() || !readValue(reader, name, depth, each))
            return false;
    }
    return true;
}

} // namespace

std::string_view readShort(ByteReader &reader) { return reader.take(reader.byte()); }

std::string_view readLong(ByteReader &reader) { return reader.take(size_t(reader.big(4))); }

void forEachField(std::string_view table, const Each &each)
{
    ByteReader reader(table);
    size_t count = 0;
    readFields(reader, {}, 0, [&](const std::string &name, const std::string &value) { return ++count <= fieldsMax && each(name, value); });
}

std::string fieldOf(std::string_view table, std::string_view name)
{
    std::string found;
    forEachField(table, [&](const std::string &field, const std::string &value) {
        const bool same = field == name;
        if (same)
            found = value;
        return !same;
    });
    return found;
}

std::string tableText(std::string_view table)
{
    std::string text;
    forEachField(table, [&](const std::string &name, const std::string &value) {
        text += (text.empty() ? "" : ", ") + name + ": " + value;
        return text.size() < tableTextMax;
    });
    return limitedText(text, tableTextMax);
}

// Section 4.2.6.1: bit flags, highest first, tell which properties follow; the lowest bit means that more flags follow.
ContentHeader readContentHeader(ByteReader &reader)
{
    ContentHeader header;
    reader.take(4);   // class and weight
    const uint64_t size = reader.big(8);
    if (!reader.good())
        return header;
    header.bodySize = size;
    const auto flags = uint16_t(reader.big(2));
    for (uint16_t more = flags; more & 1;)
        more = uint16_t(reader.big(2));
    const auto has = [&](int bit) { return reader.good() && flags >> bit & 1; };
    const auto text = [&](int bit) { return has(bit) ? limitedText(readShort(reader), wordMax) : std::string(); };
    const std::string contentType = text(15), contentEncoding = text(14);
    const std::string headers = has(13) ? tableText(readLong(reader)) : std::string();
    const uint8_t mode = has(12) ? reader.byte() : 0;
    const std::string priority = has(11) ? std::to_string(reader.byte()) : std::string();
    const std::string correlation = text(10), replyTo = text(9), expiration = text(8), message = text(7);
    const std::string timestamp = has(6) ? std::to_string(reader.big(8)) : std::string();
    const std::string type = text(5), user = text(4), app = text(3);
    const auto add = [&](std::string_view before, const std::string &value) {
        if (!value.empty())
            header.properties += (header.properties.empty() ? "" : ", ") + std::string(before) + value;
    };
    add({}, mode == 2 ? "persistent" : mode == 1 ? "transient" : std::string());
    add({}, contentType);
    add("encoded ", contentEncoding);
    add("priority ", priority);
    add("reply to ", replyTo);
    add("correlation ", correlation);
    add("expires after ", expiration.empty() ? expiration : expiration + " ms");
    add("message ", message);
    add("time ", timestamp);
    add("type ", type);
    add("user ", user);
    add("application ", app);
    add({}, headers);
    // Anything that is not a coding name is usually a character set.
    const ItemCoding coding = codingNamed(contentEncoding);
    header.coding = coding == ItemCoding::Unknown ? ItemCoding::Identity : coding;
    return header;
}

} // namespace protocols::amqp
