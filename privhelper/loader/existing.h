// SPDX-License-Identifier: GPL-3.0-or-later
// Connections that exist when a capture starts: reported through the event ring by the iterators of bpf/existing.bpf.c.
#pragma once

#include "privhelper/loader/bpf_object.h"

#include <cstdint>
#include <vector>

namespace loader {

// Call before the socket side is loaded: decides whether the iterators are loaded with it.
void prepareExisting(const BpfObject &socketSide, bool withIterators);

// Records the listening ports, which identify accepted connections among those not seen from the start. Call before the
// probes are attached: on a busy server, the first call comes before anything done afterwards. False on failure.
bool findListeners(const BpfObject &socketSide);

// Reports the connections of these processes. False on failure; connections are then noticed when they transfer data.
bool tellExisting(const BpfObject &socketSide, const std::vector<uint32_t> &pids);

} // namespace loader
