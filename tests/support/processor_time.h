// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ctime>

namespace support {

// Seconds of processor time that this thread has used: what else the machine does is not in them.
inline double threadSeconds()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return double(time.tv_sec) + double(time.tv_nsec) / 1e9;
}

} // namespace support
