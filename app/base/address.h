// SPDX-License-Identifier: GPL-3.0-or-later
// A socket address as the kernel reports it.
#pragma once

#include <array>
#include <cstdint>
#include <string>

namespace base {

// Standard: no socket, but what a process reads from standard input and writes to standard output.
enum class Family : uint8_t { Unknown = 0, Unix = 1, V4 = 2, V6 = 10, Standard = 254 };

struct Endpoint {
    Family family = Family::Unknown;
    uint16_t port = 0;
    std::array<uint8_t, 16> bytes{}; // network order; IPv4 in the first four
    bool operator==(const Endpoint &) const = default;
};

// "127.0.0.1", "::1" (v4-mapped is written as IPv4); empty if unknown.
std::string addressText(const Endpoint &);
// "127.0.0.1:443", "[::1]:443"; empty if unknown.
std::string endpointText(const Endpoint &);

} // namespace base
