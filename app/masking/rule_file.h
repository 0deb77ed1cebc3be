// SPDX-License-Identifier: GPL-3.0-or-later
// The user's own masking rules: a line each, "#" begins a comment.
//   header X-Shop-Customer          a header's name
//   name   customer_reference       a cookie's, parameter's, field's or key's
//   form   order number = ORD-\d{6,}      a name for reports, and a regular expression (RE2); its first group, if any, is
//                                   the secret
#pragma once

#include "app/masking/masker.h"

#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace masking {

struct RuleFileError {
    enum class Kind : uint8_t { UnknownKind, Missing, BadPattern };
    Kind kind = Kind::UnknownKind;
    size_t line = 0;                // from 1
    std::string words;              // the unknown kind, or what is wrong with the pattern
};

// Errors: one for each bad line.
std::expected<Rules, std::vector<RuleFileError>> parseRules(std::string_view text);

} // namespace masking
