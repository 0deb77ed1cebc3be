// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/masking/json_text.h"

#include <cstddef>
#include <cstdint>

namespace masking {

namespace {

constexpr char digits[] = "0123456789abcdef";

void appendUnit(uint32_t unit, std::string &out)
{
    out += "\\u";
    for (int shift = 12; shift >= 0; shift -= 4)
        out += digits[unit >> shift & 15];
}

} // namespace

std::string jsonEscaped(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\')
            out += {'\\', c};
        else if (c == '\n')
            out += "\\n";
        else if (c == '\r')
            out += "\\r";
        else if (c == '\t')
            out += "\\t";
        else if (byte < 0x20 || byte == 0x7f)
            appendUnit(byte, out);
        else
            out += c;
    }
    return out;
}

std::string asciiEscaped(std::string_view text)
{
    std::string out;
    for (size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i]);
        const size_t length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
        if (lead < 0x80) {
            out += text[i++];
            continue;
        }
        if (lead < 0xc2 || i + length > text.size())
            return std::string(text);
        uint32_t c = lead & (0xff >> (length + 1));
        for (size_t k = 1; k < length; ++k)
            c = c << 6 | (static_cast<unsigned char>(text[i + k]) & 0x3f);
        i += length;
        if (c >= 0x10000) {
            appendUnit(0xd800 + ((c - 0x10000) >> 10), out);
            c = 0xdc00 + ((c - 0x10000) & 0x3ff);
        }
        appendUnit(c, out);
    }
    return out;
}

} // namespace masking
