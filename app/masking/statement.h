// SPDX-License-Identifier: GPL-3.0-or-later
// Secrets in the text of a query: a statement, a command.
#pragma once

#include "app/masking/masker.h"
#include "app/protocols/protocol_info.h"

#include <string>
#include <string_view>

namespace masking {

// Where the values lie is the protocol's to say; which of them are secrets, where it leaves that open, their names tell.
std::string maskStatement(const Masker &, const protocols::ProtocolInfo &, std::string_view statement, Report &);

} // namespace masking
