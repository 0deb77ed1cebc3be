// SPDX-License-Identifier: GPL-3.0-or-later
// The carrier: passes on the conversation of a session with a client on another machine, over two pipes, and tells that
// client that it lives and what time it is.
#pragma once

#include "privhelper/wire/messages.h"

#include <chrono>
#include <string_view>

namespace carrier {

// A client sends a Ping twice a second, so this one is gone. Its link may be cut without any sign of it here.
inline constexpr std::chrono::seconds clientSilentMax(20);

enum class Exit : int { Done = 0, ClientGone = 20, ClientSilent = 21, BadRequest = 22, System = 23 };

// Writes `machine` to `out`, then carries frames until either side ends: `in` to `session`, and back to `out`. Ping is answered
// here. The descriptors are not closed. None of them blocks afterwards.
Exit carry(int in, int out, int session, const wire::Machine &machine, std::chrono::milliseconds silentMax = clientSilentMax);

std::string_view exitText(Exit);

} // namespace carrier
