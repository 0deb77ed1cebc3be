// SPDX-License-Identifier: GPL-3.0-or-later
// Base64 (RFC 4648 section 4), incrementally.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace decode {

class Base64
{
public:
    void feed(std::string_view bytes, std::string &out);
    void finish(std::string &out);

private:
    std::array<uint8_t, 3> m_group{};
    unsigned m_held = 0;
};

std::string toBase64(std::string_view bytes);
// White space is skipped, padding is optional. nullopt if it is not base64.
std::optional<std::string> fromBase64(std::string_view);

} // namespace decode
