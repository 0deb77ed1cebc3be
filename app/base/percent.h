// SPDX-License-Identifier: GPL-3.0-or-later
// Percent-encoding (RFC 3986, section 2.1).
#pragma once

#include <string>
#include <string_view>

namespace base {

// `keep(char)`: whether a byte stays as it is.
template <typename Keep>
std::string percentEncoded(std::string_view text, Keep keep)
{
    static constexpr char digits[] = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        if (keep(c)) {
            out += c;
        } else {
            const auto byte = static_cast<unsigned char>(c);
            out += {'%', digits[byte >> 4], digits[byte & 15]};
        }
    }
    return out;
}

} // namespace base
