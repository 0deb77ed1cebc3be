// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/text_rows.h"

#include <array>

namespace protocols {

namespace {

constexpr const char *digits = "0123456789abcdef";

// Bytes of the UTF-8 character at the start (RFC 3629, section 4); 0: none.
size_t characterAt(std::string_view text)
{
    const auto byte = [&](size_t i) { return i < text.size() ? uint8_t(text[i]) : 0u; };
    const auto tail = [&](size_t i) { return byte(i) >= 0x80 && byte(i) < 0xc0; };
    const unsigned first = byte(0), second = byte(1);
    if (first < 0x80)
        return 1;
    if (first >= 0xc2 && first < 0xe0)
        return tail(1) ? 2 : 0;
    if (first >= 0xe0 && first < 0xf0) {
        const bool odd = (first == 0xe0 && second < 0xa0) || (first == 0xed && second >= 0xa0);
        return tail(1) && tail(2) && !odd ? 3 : 0;
    }
    if (first >= 0xf0 && first < 0xf5) {
        const bool odd = (first == 0xf0 && second < 0x90) || (first == 0xf4 && second >= 0x90);
        return tail(1) && tail(2) && tail(3) && !odd ? 4 : 0;
    }
    return 0;
}

// RFC 8259, section 6.
bool isJsonNumber(std::string_view text)
{
    size_t at = 0;
    const auto several = [&] {
        const size_t from = at;
        while (at < text.size() && text[at] >= '0' && text[at] <= '9')
            ++at;
        return at > from;
    };
    if (at < text.size() && text[at] == '-')
        ++at;
    const size_t first = at;
    if (!several() || (text[first] == '0' && at > first + 1))
        return false;
    if (at < text.size() && text[at] == '.') {
        ++at;
        if (!several())
            return false;
    }
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        ++at;
        if (at < text.size() && (text[at] == '+' || text[at] == '-'))
            ++at;
        if (!several())
            return false;
    }
    return at == text.size();
}

} // namespace

void appendEscaped(std::string &json, std::string_view text)
{
    for (size_t at = 0; at < text.size();) {
        const auto c = uint8_t(text[at]);
        const size_t size = characterAt(text.substr(at));
        if (size == 0) {
            json += "\\\\x";
            json += digits[c >> 4];
            json += digits[c & 15];
            ++at;
        } else if (c == '"' || c == '\\') {
            json += '\\';
            json += char(c);
            ++at;
        } else if (c == '\n' || c == '\r' || c == '\t') {
            json += c == '\n' ? "\\n" : c == '\r' ? "\\r" : "\\t";
            ++at;
        } else if (c < 0x20 || c == 0x7f) {
            json += "\\u00";
            json += digits[c >> 4];
            json += digits[c & 15];
            ++at;
        } else {
            json += text.substr(at, size);
            at += size;
        }
    }
}

void appendQuoted(std::string &json, std::string_view text)
{
    json += '"';
    appendEscaped(json, text);
    json += '"';
}

void appendNumber(std::string &json, std::string_view text)
{
    if (isJsonNumber(text))
        json += text;
    else
        appendQuoted(json, text);
}

void appendHex(std::string &json, std::string_view bytes)
{
    json += "\"\\\\x";
    for (const char c : bytes) {
        json += digits[uint8_t(c) >> 4];
        json += digits[uint8_t(c) & 15];
    }
    json += '"';
}

std::string limitedText(std::string_view text, size_t max, uint64_t more)
{
    if (text.size() <= max && more == 0)
        return std::string(text);
    size_t end = std::min(max, text.size());
    while (end > 0 && end < text.size() && (uint8_t(text[end]) & 0xc0) == 0x80)
        --end;
    const uint64_t left = text.size() - end + more;
    return std::string(text.substr(0, end)) + "… (" + std::to_string(left) + (left == 1 ? " byte more)" : " bytes more)");
}

void appendCell(std::string &json, std::string_view text, uint64_t more)
{
    constexpr size_t cellMax = 64 * 1024;
    if (text.size() <= cellMax && more == 0)
        appendQuoted(json, text);
    else
        appendQuoted(json, limitedText(text, cellMax, more));
}

void closeCut(std::string &json, bool object, uint64_t left)
{
    if (left > 0) {
        json += json.ends_with('{') || json.ends_with('[') ? "" : ",";
        json += object ? "\"…\":\"" : "\"… (";
        json += std::to_string(left) + (object ? " more\"" : " more)\"");
    }
    json += object ? '}' : ']';
}

void TextRows::add(Sink &sink, uint64_t stream, Item item, std::string_view json)
{
    ++m_count;
    m_bytes += json.size();
    const std::array slices{sink.derive(std::as_bytes(std::span(json)))};
    item.slices = slices;
    sink.item(stream, item);
}

} // namespace protocols
