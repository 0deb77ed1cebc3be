// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/decode/base64.h"

namespace decode {

namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void appendGroup(const std::array<uint8_t, 3> &group, unsigned held, std::string &out)
{
    const uint32_t bits = uint32_t(group[0]) << 16 | uint32_t(group[1]) << 8 | group[2];
    for (unsigned i = 0; i < 4; ++i)
        out += i <= held ? alphabet[bits >> (18 - 6 * i) & 63] : '=';
}

} // namespace

void Base64::feed(std::string_view bytes, std::string &out)
{
    out.reserve(out.size() + bytes.size() * 4 / 3 + 4);
    for (const char byte : bytes) {
        m_group[m_held++] = uint8_t(byte);
        if (m_held == 3) {
            appendGroup(m_group, 3, out);
            m_held = 0;
        }
    }
}

void Base64::finish(std::string &out)
{
    if (m_held > 0) {
        for (unsigned i = m_held; i < 3; ++i)
            m_group[i] = 0;
        appendGroup(m_group, m_held, out);
    }
    m_held = 0;
}

std::string toBase64(std::string_view bytes)
{
    Base64 encoder;
    std::string out;
    encoder.feed(bytes, out);
    encoder.finish(out);
    return out;
}

std::optional<std::string> fromBase64(std::string_view text)
{
    static constexpr std::array<int8_t, 256> values = [] {
        std::array<int8_t, 256> table{};
        table.fill(-1);
        for (size_t i = 0; i < alphabet.size(); ++i)
            table[static_cast<unsigned char>(alphabet[i])] = int8_t(i);
        table['-'] = 62; // the URL alphabet (section 5)
        table['_'] = 63;
        return table;
    }();
    std::string out;
    out.reserve(text.size() * 3 / 4);
    uint32_t bits = 0;
    unsigned count = 0;
    for (const char c : text) {
        if (c == '\n' || c == '\r' || c == ' ' || c == '=')
            continue;
        const int8_t value = values[static_cast<unsigned char>(c)];
        if (value < 0)
            return std::nullopt;
        bits = bits << 6 | uint32_t(value);
        count += 6;
        if (count >= 8) {
            count -= 8;
            out += char(bits >> count);
            bits &= (1u << count) - 1;
        }
    }
    return out;
}

} // namespace decode
