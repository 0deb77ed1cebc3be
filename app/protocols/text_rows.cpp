// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/text_rows.h"

#include "app/decode/json_text.h"

#include <array>

namespace protocols {

namespace {

constexpr const char *digits = "0123456789abcdef";

} // namespace

void appendEscaped(std::string &json, std::string_view text)
{
    decode::appendEscapedBytes(text, json);
}

void appendQuoted(std::string &json, std::string_view text)
{
    decode::appendQuotedBytes(text, json);
}

void appendNumber(std::string &json, std::string_view text)
{
    if (decode::isJsonNumber(text))
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

std::string counted(uint64_t count, std::string_view what) { return std::to_string(count) + ' ' + std::string(what) + (count == 1 ? "" : "s"); }

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
