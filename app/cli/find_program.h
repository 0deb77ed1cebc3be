// SPDX-License-Identifier: GPL-3.0-or-later
// Programs as execvp(3) finds them.
#pragma once

#include <string>
#include <vector>

namespace cli {

// A regular file that the user may execute.
bool isProgram(const std::string &path);

// Where execvp() would find the program; empty if nowhere.
std::string findProgram(const std::string &name);

// A variable with paths separated by ':', or `otherwise` if it is not set.
std::vector<std::string> pathsInEnvironment(const char *name, const char *otherwise);

} // namespace cli
