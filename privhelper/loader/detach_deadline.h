// SPDX-License-Identifier: GPL-3.0-or-later
// The last word on detaching. The session's thread detaches when its client is gone; should that thread be stuck then, in
// a file system that does not answer, or at work without end, the probes go all the same.
#pragma once

#include "privhelper/loader/unique_fd.h"

#include <chrono>
#include <thread>

namespace loader {

class DetachDeadline
{
public:
    // When the client has been gone for so long, every descriptor of this process is closed, the probes' among them, and
    // the process ends.
    DetachDeadline(int client, std::chrono::milliseconds within);
    ~DetachDeadline() { lift(); }
    DetachDeadline(const DetachDeadline &) = delete;
    DetachDeadline &operator=(const DetachDeadline &) = delete;

    // The session's thread detaches by itself from here on.
    void lift();

private:
    UniqueFd m_lifted;
    std::thread m_watch;
};

} // namespace loader
