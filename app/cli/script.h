// SPDX-License-Identifier: GPL-3.0-or-later
// Scripts as wrappers of programs: what the kernel starts to interpret one, and what it is likely to start itself.
#pragma once

#include <string>
#include <vector>

namespace cli {

// "#!INTERPRETER ARGUMENT": the interpreter, or with env(1) the program that it starts. Empty: not a script.
std::string interpreterOf(const std::string &path);

// Programs that the text of a script names: as commands, looked up like execvp(3); by an absolute path; by its own name in a
// directory named ("/usr/lib/chromium" in /usr/bin/chromium); by a path below a variable, looked for beside the script and one
// level up. Variables that are simply set are known. A guess: shell is not interpreted. At most 64, of the first 64 KiB; only those
// that exist.
std::vector<std::string> programsIn(const std::string &script);
// The same for the text after `sh -c`.
std::vector<std::string> programsInText(const std::string &text);

} // namespace cli
