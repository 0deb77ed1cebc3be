// SPDX-License-Identifier: GPL-3.0-or-later
// Selects the program of bpf/uring.bpf.c that fits the kernel: its tracepoint's arguments have changed twice.
#pragma once

#include "privhelper/loader/bpf_object.h"

namespace loader {

// Of the opened socket side, only the program that fits is loaded. Returns its name; null if none fits, because there
// is no io_uring or the kernel, before 5.19, does not pass the request.
const char *prepareUring(const BpfObject &socketSide);

} // namespace loader
