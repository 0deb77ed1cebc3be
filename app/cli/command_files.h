// SPDX-License-Identifier: GPL-3.0-or-later
// The files that a command will map as soon as it starts. They are given to the helper, so that its probes are in them
// before the command's first instruction: a program that is only met when it runs has made its first request by then.
#pragma once

#include <string>
#include <vector>

namespace cli {

// Its program, looked up as execvp(3) does, the interpreters of a script, programs among its arguments (env, timeout and
// sudo run those), their libraries as the dynamic loader itself resolves them, and TLS libraries that lie beside these,
// for what is loaded later. Each once. Empty where nothing is found: then the command's own start says why.
std::vector<std::string> commandFiles(const std::vector<std::string> &command);

// Where execvp() would find the program; empty: nowhere.
std::string findProgram(const std::string &name);

} // namespace cli
