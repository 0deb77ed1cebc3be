// SPDX-License-Identifier: GPL-3.0-or-later
// Which of the programs of bpf/uring.bpf.c fits the kernel: the arguments of its tracepoint have changed twice.
#pragma once

#include "privhelper/loader/bpf_object.h"

namespace loader {

// Of the opened socket side: nothing but the program that fits is loaded. Its name; null where none does, for want of
// io_uring or because the kernel, before 5.19, does not tell the request.
const char *prepareUring(const BpfObject &socketSide);

} // namespace loader
