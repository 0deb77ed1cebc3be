// SPDX-License-Identifier: GPL-3.0-or-later
// Secrets in statements and commands of databases.
#pragma once

#include "app/masking/masker.h"
#include "app/protocols/protocol_info.h"

#include <string>
#include <string_view>
#include <vector>

namespace masking {

// The text of a query, by what its protocol's row says of it: SQL, or values that the protocol finds. In anything else only
// what is secret by its form.
std::string maskStatement(const Masker &, const protocols::ProtocolInfo &, std::string_view statement, Report &);
// SQL: what a text literal is given to a name that stands for a secret (PASSWORD 'x', IDENTIFIED BY 'x', token = 'x', a column of
// INSERT), and what is secret within any other literal.
std::string maskSql(const Masker &, std::string_view statement, Report &);
// Which of the parameters ($1 or ?) are given to such a name: their numbers from 0, in order.
std::vector<size_t> secretParameters(const Masker &, std::string_view statement);
// A command of Redis as the exchange shows it: AUTH, HELLO ... AUTH, CONFIG SET requirepass, ACL SETUSER, MIGRATE ... AUTH, and
// values of keys and fields with a secret name.
std::string maskRedisCommand(const Masker &, std::string_view command, Report &);

} // namespace masking
