// SPDX-License-Identifier: GPL-3.0-or-later
// The last resort for detaching. The session's thread detaches when its client is gone; if that thread is stuck, in an
// unresponsive file system or endless work, the probes are removed anyway.
#pragma once

#include "privhelper/loader/unique_fd.h"

#include <chrono>
#include <thread>

namespace loader {

class DetachDeadline
{
public:
    // Once the client has been gone for this long, closes every descriptor of this process, including the probes', and
    // exits.
    DetachDeadline(int client, std::chrono::milliseconds within);
    ~DetachDeadline() { lift(); }
    DetachDeadline(const DetachDeadline &) = delete;
    DetachDeadline &operator=(const DetachDeadline &) = delete;

    // Call when the session's thread takes over detaching.
    void lift();

private:
    UniqueFd m_lifted;
    std::thread m_watch;
};

} // namespace loader
