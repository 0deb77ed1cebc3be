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

std::string limitedText(std::string_view text, size_t max)
{
    if (text.size() <= max)
        return std::string(text);
    while (max > 0 && (uint8_t(text[max]) & 0xc0) == 0x80)
        --max;
    return std::string(text.substr(0, max)) + "…";
}

void TextRows::add(Sink &sink, uint64_t stream, Item item, std::string_view json)
{
    ++m_count;
    m_bytes += json.size();
    const std::string text = limitedText(json, rowMax);
    const std::array slices{sink.derive(std::as_bytes(std::span(text)))};
    item.slices = slices;
    sink.item(stream, item);
}

} // namespace protocols
