// SPDX-License-Identifier: GPL-3.0-or-later
// The built-in rules for secrets that are recognised by their form: a row for each kind of key or token.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace masking {

// What a match must also fulfil, where its pattern alone would match everyday text.
enum class Check : uint8_t {
    None,
    Mixed,         // digits, lower and upper case
    Digit,         // at least one digit
    Random,        // little repetition: 3 bits of entropy a character
    Card,          // ISO/IEC 7812-1: check digit, a known issuer, its length
    Iban,          // ISO 13616: check digits, a known country, its length
    Basic,         // Base64 with a colon inside (RFC 7617)
    PrivateKey,    // reaches to its end line, which the pattern does not look for
};

struct SecretRule {
    std::string_view id;        // "github-token", unique
    std::string_view name;      // in reports: "GitHub token"
    // In the syntax that RE2 and Vectorscan share. Its first group, if it has one, is the secret.
    std::string_view pattern;
    Check check = Check::None;
    // The pattern is only the value, and this expression matches a word in its name: `datadog_api: 0f9a…`.
    std::string_view service = {};
};

// Known by a prefix or a structure of their own.
std::span<const SecretRule> formRules();
// Shapeless by themselves, so that the service must be named before them.
std::span<const SecretRule> serviceRules();

} // namespace masking
