// SPDX-License-Identifier: GPL-3.0-or-later
// The arguments of a Redis command as the exchange shows it. Passwords are secret: those of AUTH, HELLO ... AUTH,
// CONFIG SET requirepass, ACL SETUSER, MIGRATE ... AUTH. A value being set gets the name of its field, or the last part
// of its key: "user:1:password".
#pragma once

#include "app/protocols/protocol_info.h"

namespace protocols::redis {

std::vector<NamedValue> values(std::string_view command);

} // namespace protocols::redis
