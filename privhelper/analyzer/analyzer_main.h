// SPDX-License-Identifier: GPL-3.0-or-later
// The helper's role "analyzer": one ELF file in, one plan out, in a process that can do nothing else.
#pragma once

namespace analyzer {

// Confines the process, then reads the file behind elfFd and writes the plan to replyFd. Returns the exit status, one
// of enum Exit. The caller must not have opened any other descriptor.
int analyzerMain(int elfFd, int replyFd);

} // namespace analyzer
