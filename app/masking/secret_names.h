// SPDX-License-Identifier: GPL-3.0-or-later
// Which names of headers, parameters and keys stand for secrets.
#pragma once

#include <cstdint>
#include <string_view>

namespace masking {

enum class Weight : uint8_t {
    None,
    Weak,    // also an everyday word ("code", "key"): a secret only when its value is long enough for one
    Strong,
};

// A value under a weak name is a secret from this length on.
inline constexpr size_t weakValueMin = 16;

// Of a cookie, parameter or key: "accessToken", "client-secret", "user.password". Any case; '-', '_',
// '.' and brackets do not count. At most the first 128 bytes are looked at.
Weight nameWeight(std::string_view name);
bool isSecretHeader(std::string_view name);
// Headers whose value is a URL, or begins with one.
bool isUrlHeader(std::string_view name);

} // namespace masking
