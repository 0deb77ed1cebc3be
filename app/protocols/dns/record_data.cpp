// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/dns/record_data.h"

#include <algorithm>
#include <cstdio>

namespace protocols::dns {

namespace {

constexpr size_t nameMax = 255;

// RFC 1035, section 5.1; `special`: characters that need a backslash.
void appendEscaped(std::string &out, std::string_view text, std::string_view special)
{
    for (const char c : text) {
        if (uint8_t(c) < 0x21 || uint8_t(c) > 0x7e) {
            char number[5];
            std::snprintf(number, sizeof number, "\\%03u", unsigned(uint8_t(c)));
            out += c == ' ' && special == "\"\\" ? std::string(" ") : std::string(number);
            continue;
        }
        if (special.find(c) != std::string_view::npos)
            out += '\\';
        out += c;
    }
}

void appendHexadecimal(std::string &out, std::string_view bytes)
{
    for (const char c : bytes) {
        constexpr const char *digits = "0123456789abcdef";
        out += digits[uint8_t(c) >> 4];
        out += digits[uint8_t(c) & 15];
    }
}

// One character-string of TXT, NAPTR, CAA.
void appendText(std::string &out, std::string_view text)
{
    out += out.empty() ? "\"" : " \"";
    appendEscaped(out, text, "\"\\");
    out += '"';
}

base::Endpoint addressOf(std::string_view bytes)
{
    base::Endpoint address;
    address.family = bytes.size() == 4 ? base::Family::V4 : base::Family::V6;
    std::copy(bytes.begin(), bytes.end(), address.bytes.begin());
    return address;
}

void appendAddresses(std::string &out, std::string_view bytes, size_t each)
{
    for (size_t at = 0; at + each <= bytes.size(); at += each)
        out += (at ? "," : "") + base::addressText(addressOf(bytes.substr(at, each)));
}

// RFC 9460, section 2.1.
void appendParameters(std::string &out, ByteReader &reader)
{
    while (reader.left() >= 4) {
        const uint64_t key = reader.big(2);
        ByteReader value(reader.take(size_t(reader.big(2))));
        out += ' ';
        switch (key) {
        case 1:
            out += "alpn=";
            for (bool first = true; !value.atEnd(); first = false) {
                out += first ? "" : ",";
                appendEscaped(out, value.take(value.byte()), "\",\\");
                if (!value.good())
                    return;
            }
            break;
        case 2:
            out += "no-default-alpn";
            break;
        case 3:
            out += "port=" + std::to_string(value.big(2));
            break;
        case 4:
            out += "ipv4hint=";
            appendAddresses(out, value.rest(), 4);
            break;
        case 6:
            out += "ipv6hint=";
            appendAddresses(out, value.rest(), 16);
            break;
        default:
            out += key == 0 ? "mandatory=" : key == 5 ? "ech=" : "key" + std::to_string(key) + "=";
            appendHexadecimal(out, value.rest());
        }
    }
}

} // namespace

bool readName(std::span<const std::byte> message, ByteReader &reader, std::string &name)
{
    const auto *bytes = reinterpret_cast<const uint8_t *>(message.data());
    size_t at = reader.at(), limit = message.size(), length = 0, begin = at;
    bool jumped = false;
    name.clear();
    while (true) {
        if (at >= limit)
            return false;
        const uint8_t size = bytes[at];
        if (size >= 0xc0) {
            if (at + 1 >= limit)
                return false;
            const size_t target = size_t(size & 0x3f) << 8 | bytes[at + 1];
            if (!jumped)
                reader.take(at + 2 - reader.at());
            jumped = true;
            // Only to an earlier part of the message, so loops are impossible.
            if (target >= begin)
                return false;
            at = begin = target;
            continue;
        }
        if (size >= 0x40 || at + 1 + size > limit)
            return false;
        length += 1 + size;
        if (length > nameMax)
            return false;
        if (size == 0)
            break;
        if (!name.empty())
            name += '.';
        appendEscaped(name, {reinterpret_cast<const char *>(bytes) + at + 1, size}, ".\\\"");
        at += 1 + size;
    }
    if (!jumped)
        reader.take(at + 1 - reader.at());
    if (name.empty())
        name = ".";
    return true;
}

namespace {

// False if the data does not match its type.
bool readForm(std::span<const std::byte> message, ByteReader &reader, Record &record)
{
    std::string &out = record.data;
    std::string name;
    const auto appendName = [&] {
        const bool good = readName(message, reader, name);
        out += (out.empty() ? "" : " ") + name;
        return good;
    };
    switch (record.type) {
    case 1:
    case 28:
        if (reader.left() != (record.type == 1 ? 4u : 16u))
            return false;
        record.address = addressOf(reader.rest());
        out = base::addressText(*record.address);
        return true;
    case 2:
    case 5:
    case 12:
    case 39:
        return appendName();
    case 6:
        for (int i = 0; i < 2; ++i) {
            if (!appendName())
                return false;
        }
        for (int i = 0; i < 5; ++i)
            out += ' ' + std::to_string(reader.big(4));
        return reader.good();
    case 15:
        out = std::to_string(reader.big(2));
        return appendName();
    case 16:
    case 99:
        while (reader.good() && !reader.atEnd())
            appendText(out, reader.take(reader.byte()));
        return reader.good();
    case 33:
        for (int i = 0; i < 3; ++i)
            out += (i ? " " : "") + std::to_string(reader.big(2));
        return appendName();
    case 35:
        out = std::to_string(reader.big(2));
        out += ' ' + std::to_string(reader.big(2));
        for (int i = 0; i < 3; ++i)
            appendText(out, reader.take(reader.byte()));
        return appendName();
    case 64:
    case 65:
        out = std::to_string(reader.big(2));
        if (!appendName())
            return false;
        appendParameters(out, reader);
        return reader.good();
    case 257:
        out = std::to_string(reader.byte()) + ' ';
        appendEscaped(out, reader.take(reader.byte()), "\"\\");
        appendText(out, reader.rest());
        return reader.good();
    default:
        return false;
    }
}

} // namespace

void readData(std::span<const std::byte> message, size_t at, size_t length, Record &record)
{
    // Names in it may point to anything before it in the message.
    const std::span<const std::byte> upToEnd = message.first(at + length);
    ByteReader reader(upToEnd);
    reader.take(at);
    const std::string_view data = reader.rest();
    if (readForm(upToEnd, reader, record))
        return;
    // RFC 3597, section 5.
    record.data = "\\# " + std::to_string(length) + (length ? " " : "");
    appendHexadecimal(record.data, data);
}

} // namespace protocols::dns
