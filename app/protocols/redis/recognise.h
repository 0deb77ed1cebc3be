// SPDX-License-Identifier: GPL-3.0-or-later
// Recognises RESP.
#pragma once

#include "app/protocols/parser.h"

namespace protocols::redis {

// An array of bulk strings, as clients send commands: its first two lines.
Verdict startsCommand(std::span<const std::byte>);

} // namespace protocols::redis
