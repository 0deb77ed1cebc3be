// SPDX-License-Identifier: GPL-3.0-or-later
// Which options of which programs take secrets.
#pragma once

#include <cstdint>
#include <string_view>

namespace masking {

enum class OptionKind : uint8_t {
    Plain,
    Header,    // "Authorization: …"
    Cookie,    // "a=b; c=d", or a file's name
    Data,      // a body
    User,      // "user:password", or "user%password"
    Url,
    Secret,
};

// The name of a program that has its own options for secrets, or empty. From "/usr/bin/mysql-8", "mysql".
std::string_view secretProgram(std::string_view argument);
// For an option such as "-H" or "--header". `program`: from secretProgram; empty for an unknown one.
OptionKind optionKind(std::string_view program, std::string_view option);
// Whether a short option's value may be attached to it, as in `mysql -psecret`.
bool takesGlued(std::string_view program, std::string_view option);

} // namespace masking
