// SPDX-License-Identifier: GPL-3.0-or-later
// Secrets recognised by their form, whatever their name: keys and tokens with a known prefix, JSON Web Tokens,
// private keys, card numbers.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace masking {

struct FoundForm {
    size_t begin = 0, end = 0;     // of the secret in the text
    std::string_view name;         // "GitHub token"
};

// No secret of these forms is shorter.
inline constexpr size_t formMin = 13;

// Whether a secret may begin with these two bytes: a fast filter before formAt().
bool mayBeginForm(char first, char second);
// The secret that begins at `at`, or after the word that begins there ("Bearer …").
std::optional<FoundForm> formAt(std::string_view text, size_t at);
// A payment card number: 13 to 19 digits, maybe grouped, of a known issuer (ISO/IEC 7812-1), check digit valid.
size_t cardNumberAt(std::string_view text, size_t at);
// The first in `text` at or after `from`.
std::optional<FoundForm> findForm(std::string_view text, size_t from = 0);

} // namespace masking
