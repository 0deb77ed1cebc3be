// SPDX-License-Identifier: GPL-3.0-or-later
// The files that a command will map as soon as it starts. The helper gets them in advance, so that its probes are in
// place before the first instruction: a program discovered only while running has already made a request.
#pragma once

#include <string>
#include <vector>

namespace cli {

// Its program, looked up like execvp(3), a script's interpreters and the programs that it names, programs among its arguments
// (env, timeout and sudo run those), their libraries as resolved by the dynamic loader itself, and TLS libraries next to these, for what is
// loaded later. Without duplicates. Empty if nothing is found: the command's own start then reports why.
std::vector<std::string> commandFiles(const std::vector<std::string> &command);

} // namespace cli
