// SPDX-License-Identifier: GPL-3.0-or-later
// A role that works with the descriptors it was started with, and with nothing else.
#pragma once

#include "privhelper/confine/privileges.h"

#include <initializer_list>

namespace confine {

// No user, no capability, no file, no further descriptor or process, no core dump; of system calls these, memory and exit.
Outcome descriptorsOnly(std::initializer_list<int> calls);

} // namespace confine
