// SPDX-License-Identifier: GPL-3.0-or-later
// What the forms of secrets must fulfil beyond their pattern: check digits, an end line, enough disorder.
#pragma once

#include "app/masking/secret_rule.h"

#include <cstddef>
#include <string_view>

namespace masking {

// One past the payment card number that begins at `at`: 13 to 19 digits, maybe grouped, of a known issuer (ISO/IEC
// 7812-1), check digit valid. 0: there is none.
size_t cardNumberAt(std::string_view text, size_t at);
// One past the IBAN that begins at `at`, maybe grouped: a known country's length, check digits valid (ISO 13616). 0: none.
size_t ibanAt(std::string_view text, size_t at);
// One past the private key whose "-----BEGIN" is at `at` (RFC 7468, and the similar formats of OpenSSH and PGP). If the
// end is missing, the rest is all key.
size_t privateKeyEnd(std::string_view text, size_t at);
// Bits a character, by how often each occurs in `text`.
double entropy(std::string_view text);
// For the checks that a value alone decides.
bool passes(Check, std::string_view secret);

} // namespace masking
