// SPDX-License-Identifier: GPL-3.0-or-later
// The verbs of cleartap-cli. Each prints its own errors to standard error and returns the exit status.
#pragma once

#include "app/cli/options.h"

namespace cli {

int record(const Options &);
int watch(const Options &);
int coverage(const Options &);
int doctor(const Options &);
int convert(const Options &);

// Parses, runs the verb, returns the exit status. `mcp` is that verb, which builds on this folder.
int run(int argc, char **argv, int (*mcp)(const Options &));

// Prints "cleartap-cli: TEXT" to standard error.
int fail(int status, const std::string &text);

} // namespace cli
