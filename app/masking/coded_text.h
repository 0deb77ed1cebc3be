// SPDX-License-Identifier: GPL-3.0-or-later
// Text inside text: Base64 (also of something compressed), hexadecimal digits, percent-encoding, escapes of JSON and
// HTML. Each function looks at one run of characters.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace masking {

// A shorter run cannot hold a secret, or is a word.
inline constexpr size_t codedMin = 16;

bool isCodedByte(char c);

struct DecodedText {
    std::string text;
    // Whether encode() gives back a text that decodes to the given one; otherwise the run is replaced as a whole.
    bool encodable = false;
};

// Limits the time spent on what only looks compressed.
struct DecodeBudget {
    int attempts = 64;
};

// The text in a run of Base64 or hexadecimal digits; nullopt if there is none.
std::optional<DecodedText> decodedRun(std::string_view run, DecodeBudget &);
// Text as `run` was encoded: alphabet and padding.
std::string encodedAs(std::string_view run, std::string_view text);

// nullopt: there are no entities in it.
std::optional<std::string> htmlDecoded(std::string_view);
std::string htmlEncoded(std::string_view);

} // namespace masking
