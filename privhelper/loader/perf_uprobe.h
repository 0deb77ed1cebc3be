// SPDX-License-Identifier: GPL-3.0-or-later
// Uprobes as perf events: for kernels before 6.6. One event per site; requires CAP_SYS_ADMIN since July 2025.
#pragma once

#include "privhelper/loader/unique_fd.h"

#include <cstdint>
#include <expected>

namespace loader {

// Keeps one probe attached: the link, or the event on kernels before 5.15.
struct PerfUprobe {
    UniqueFd event;
    UniqueFd link;
};

// Errors are errno values. Cookies are only available since 5.15.
std::expected<PerfUprobe, int> attachPerfUprobe(int program, const char *path, uint64_t offset, bool atReturn,
                                                uint64_t cookie);

// The PMU's type number, or -errno.
int perfUprobeType();
// An event for a site, not yet bound to a program: a descriptor or -errno.
int openPerfUprobe(const char *path, uint64_t offset, bool atReturn);

} // namespace loader
