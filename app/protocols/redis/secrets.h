// SPDX-License-Identifier: GPL-3.0-or-later
// The passwords in a command of Redis as the exchange shows it: AUTH, HELLO ... AUTH, CONFIG SET requirepass,
// ACL SETUSER, MIGRATE ... AUTH.
#pragma once

#include "app/protocols/protocol_info.h"

namespace protocols::redis {

std::vector<NamedValue> secrets(std::string_view command);

} // namespace protocols::redis
