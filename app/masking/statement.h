// SPDX-License-Identifier: GPL-3.0-or-later
// Secrets in statements and commands of databases.
#pragma once

#include "app/masking/masker.h"

#include <string>
#include <string_view>

namespace masking {

// SQL: what a text literal is given to a name that stands for a secret (PASSWORD 'x', IDENTIFIED BY 'x', token = 'x').
std::string maskSql(const Masker &, std::string_view statement, Report &);
// A command of Redis as the exchange shows it: AUTH, HELLO ... AUTH, CONFIG SET requirepass, ACL SETUSER, MIGRATE ... AUTH.
std::string maskRedisCommand(const Masker &, std::string_view command, Report &);

} // namespace masking
