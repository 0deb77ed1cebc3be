// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/decode/json_text.h"

#include "app/decode/charset.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace decode {

namespace {

constexpr std::string_view digits = "0123456789abcdef";

template <typename Real>
std::string shortest(Real value)
{
    if (std::isnan(value))
        return "NaN";
    if (std::isinf(value))
        return value < 0 ? "-Infinity" : "Infinity";
    std::array<char, 32> text;
    const auto result = std::to_chars(text.data(), text.data() + text.size(), value);
    std::string number(text.data(), result.ptr);
    if (number.find_first_of(".e") == std::string::npos)
        number += ".0"; // distinguishes it from an integer
    return number;
}

// Takes the digits at the front of `text`; false if there are none.
bool takeDigits(std::string_view &text)
{
    const size_t count = std::min(text.find_first_not_of("0123456789"), text.size());
    text.remove_prefix(count);
    return count > 0;
}

} // namespace

std::string realText(double value) { return shortest(value); }
std::string realText(float value) { return shortest(value); }

bool isJsonNumber(std::string_view text)
{
    if (text.starts_with('-'))
        text.remove_prefix(1);
    if (text.size() > 1 && text[0] == '0' && text[1] >= '0' && text[1] <= '9')
        return false;
    if (!takeDigits(text))
        return false;
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        if (!takeDigits(text))
            return false;
    }
    if (text.starts_with('e') || text.starts_with('E')) {
        text.remove_prefix(1);
        if (text.starts_with('+') || text.starts_with('-'))
            text.remove_prefix(1);
        if (!takeDigits(text))
            return false;
    }
    return text.empty();
}

void appendEscaped(std::string_view text, std::string &out)
{
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

void appendQuoted(std::string_view text, std::string &out)
{
    out += '"';
    if (isUtf8(text)) {
        appendEscaped(text, out);
    } else {
        CharsetDecoder decoder("utf-8");
        std::string valid;
        decoder.feed(std::as_bytes(std::span(text)), valid);
        decoder.finish(valid);
        appendEscaped(valid, out);
    }
    out += '"';
}

void appendEscapedBytes(std::string_view text, std::string &out)
{
    while (!text.empty()) {
        const size_t valid = utf8Prefix(text);
        appendEscaped(text.substr(0, valid), out);
        text.remove_prefix(valid);
        if (text.empty())
            break;
        const auto byte = static_cast<unsigned char>(text.front());
        out += "\\\\x";
        out += digits[byte >> 4];
        out += digits[byte & 15];
        text.remove_prefix(1);
    }
}

void appendQuotedBytes(std::string_view text, std::string &out)
{
    out += '"';
    appendEscapedBytes(text, out);
    out += '"';
}

} // namespace decode
