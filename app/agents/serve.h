// SPDX-License-Identifier: GPL-3.0-or-later
// The verb mcp: serves agents until its client is gone.
#pragma once

#include "app/cli/options.h"

namespace agents {

// Prints its own errors to standard error; returns the exit status.
int serve(const cli::Options &);

} // namespace agents
