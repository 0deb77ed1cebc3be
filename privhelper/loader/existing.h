// SPDX-License-Identifier: GPL-3.0-or-later
// Connections that exist when a capture starts: told through the ring of events, by the iterators of bpf/existing.bpf.c.
#pragma once

#include "privhelper/loader/bpf_object.h"

#include <cstdint>
#include <vector>

namespace loader {

// Before the socket side is loaded: whether the iterators are loaded with it.
void prepareExisting(const BpfObject &socketSide, bool withIterators);

// Notes the ports that are listened on, by which connections that were not seen from their beginning are told to be accepted
// ones. Before the probes are attached: a busy server's first call comes before anything that is done after. False
// where that could not be done.
bool findListeners(const BpfObject &socketSide);

// Tells the connections of these processes. False where that could not be done; those that say something are met then.
bool tellExisting(const BpfObject &socketSide, const std::vector<uint32_t> &pids);

} // namespace loader
