// SPDX-License-Identifier: GPL-3.0-or-later
// A line of a key log as a helper's message of it, from process 100.
#pragma once

#include "privhelper/wire/messages.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace session {

inline std::string unhex(std::string_view hex)
{
    std::string bytes;
    for (size_t i = 0; i + 1 < hex.size(); i += 2)
        bytes += char(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
    return bytes;
}

inline wire::Secret secretOf(const std::string &line)
{
    const size_t first = line.find(' '), second = line.find(' ', first + 1);
    wire::Secret secret;
    secret.pid = 100;
    secret.origin = wire::Origin::OpenSsl;
    secret.label = line.substr(0, first);
    secret.randomKnown = 1;
    std::ranges::copy(unhex(line.substr(first + 1, second - first - 1)), secret.random.begin());
    const std::string bytes = unhex(line.substr(second + 1));
    secret.length = uint8_t(bytes.size());
    std::ranges::copy(bytes, secret.bytes.begin());
    return secret;
}

} // namespace session
