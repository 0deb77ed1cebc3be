// SPDX-License-Identifier: GPL-3.0-or-later
// The state of a link to another machine, for tests of what is said about it.
#pragma once

#include "app/capture/source.h"

namespace support {

inline capture::MachineState machine(const char *destination)
{
    capture::MachineState state;
    state.destination = destination;
    state.name = "web-1";
    return state;
}

} // namespace support
