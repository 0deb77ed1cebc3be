// SPDX-License-Identifier: GPL-3.0-or-later
// Which options of which programs take a secret.
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

// The name of a program that takes secrets by options of its own, or empty. From "/usr/bin/mysql-8", "mysql".
std::string_view secretProgram(std::string_view argument);
// Of an option, as "-H" or "--header". `program`: of secretProgram; empty for one that is not known.
OptionKind optionKind(std::string_view program, std::string_view option);
// Whether the value of a short option may be glued to it, as in `mysql -psecret`.
bool takesGlued(std::string_view program, std::string_view option);

} // namespace masking
