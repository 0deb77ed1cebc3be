// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/grpc/base64_stream.h"

namespace protocols::grpc {

namespace {

// -1: not a digit. The URL-safe alphabet is accepted, too.
int digit(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
}

} // namespace

size_t Base64Stream::feed(std::span<const std::byte> input, std::vector<std::byte> &out)
{
    for (size_t at = 0; at < input.size(); ++at) {
        const char c = char(input[at]);
        if (c == '\r' || c == '\n' || c == ' ' || c == '\t')
            continue;
        if (c == '=') {
            if (m_padding > 0) {
                --m_padding;
            } else if (m_digits == 2 || m_digits == 3) {
                out.push_back(std::byte(m_bits >> (m_digits == 2 ? 4 : 10)));
                if (m_digits == 3)
                    out.push_back(std::byte(m_bits >> 2));
                m_padding = 3 - m_digits;
                m_digits = 0;
                m_bits = 0;
            } else {
                return at;
            }
            continue;
        }
        const int value = digit(c);
        if (value < 0 || m_padding > 0)
            return at;
        m_bits = m_bits << 6 | uint32_t(value);
        if (++m_digits < 4)
            continue;
        for (const unsigned shift : { 16u, 8u, 0u })
            out.push_back(std::byte(m_bits >> shift));
        m_digits = 0;
        m_bits = 0;
    }
    return input.size();
}

} // namespace protocols::grpc
