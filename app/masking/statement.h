// SPDX-License-Identifier: GPL-3.0-or-later
// Secrets in database statements and commands.
#pragma once

#include "app/masking/masker.h"
#include "app/protocols/protocol_info.h"

#include <string>
#include <string_view>
#include <vector>

namespace masking {

// The text of a query, according to its protocol's row: SQL, or the named values that the protocol finds. In anything
// else only secrets recognised by their form.
std::string maskStatement(const Masker &, const protocols::ProtocolInfo &, std::string_view statement, Report &);
// SQL: text literals assigned to a secret name (PASSWORD 'x', IDENTIFIED BY 'x', token = 'x', a column of INSERT), and
// secrets within any other literal.
std::string maskSql(const Masker &, std::string_view statement, Report &);
// Which of the parameters ($1 or ?) are assigned to such a name: their indexes from 0, in order.
std::vector<size_t> secretParameters(const Masker &, std::string_view statement);

} // namespace masking
