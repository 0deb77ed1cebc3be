// SPDX-License-Identifier: GPL-3.0-or-later
// libbpf says why it failed by printing. Here the text is kept for the error value, and nothing is printed.
#pragma once

#include <string>

namespace loader {

// From now on the thread's text is kept (its last 4 KiB).
void keepLibbpfText();
std::string takeLibbpfText();

} // namespace loader
