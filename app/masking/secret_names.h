// SPDX-License-Identifier: GPL-3.0-or-later
// Which names of headers, parameters and keys denote secrets. A name is split into words, however it is spelled:
// "passwordConfirmation", "DB_PASS", "user[password2]", "X-Vault-Token", "phpsessid".
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace masking {

enum class Weight : uint8_t {
    None,
    Weak,      // also an everyday word ("code", "key"): secret only if the value looks like one
    Value,     // any value is secret, but not the contents of an object under this name ("pin", "session")
    Strong,    // everything in an object or list under this name is secret, too
};

// A value under a weak name is secret from this length on.
inline constexpr size_t weakValueMin = 16;

// Where a name occurs: "code" is an OAuth code in a query, but more often an error code in JSON.
enum class Place : uint8_t { Parameter, JsonKey };

// Looks at no more than the first 128 bytes.
Weight nameWeight(std::string_view name, Place);
// Whether a value under a name of this weight is a secret. In a parameter, `code=200` is not, `code=4f9a1c22` is.
bool isSecretValue(Weight, Place, std::string_view value);
// "GetSessionToken", "listSecrets": an object under this name describes an operation, and is none.
bool namesOperation(std::string_view name);
bool isSecretHeader(std::string_view name);
// Headers whose value is a URL.
bool isUrlHeader(std::string_view name);
// Lower case, without '-', '_', '.' and brackets: the form in which names are compared.
std::string plainName(std::string_view name);

} // namespace masking
