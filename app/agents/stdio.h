// SPDX-License-Identifier: GPL-3.0-or-later
// The transport over standard input and output: a message a line. Requests are answered one after the other; what can be said of those
// that wait or run (cancellation) is heard at once.
#pragma once

#include "app/agents/server.h"

#include <functional>

namespace agents {

// Until the input ends and all its requests are answered, nobody reads the answers any more, or `interrupted` says so.
// False: an answer could not be written.
bool serveStreams(Server &, int in, int out, const std::function<bool()> &interrupted);

} // namespace agents
