// SPDX-License-Identifier: GPL-3.0-or-later
// Which names of headers, parameters and keys stand for secrets.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace masking {

enum class Weight : uint8_t {
    None,
    Weak,    // also an everyday word ("code", "key"): a secret only when its value is long enough for one
    Strong,
};

// A value under a weak name is a secret from this length on.
inline constexpr size_t weakValueMin = 16;

// Where a name stands: "code" is an OAuth code in a query, and more often an error's in JSON.
enum class Place : uint8_t { Parameter, JsonKey };

// Of a parameter or key: "accessToken", "client-secret", "user[password]". At most the first 128
// bytes are looked at.
Weight nameWeight(std::string_view name, Place);
bool isSecretHeader(std::string_view name);
// Headers whose value is a URL, or has one.
bool isUrlHeader(std::string_view name);
// Lower case, without '-', '_', '.' and brackets: how names are compared.
std::string plainName(std::string_view name);

} // namespace masking
