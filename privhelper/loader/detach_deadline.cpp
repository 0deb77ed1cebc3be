// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/detach_deadline.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>

namespace loader {

namespace {

// Waits until the client is gone. False: lifted first.
bool outlives(int client, int lifted)
{
    std::array<pollfd, 2> waits { { { lifted, POLLIN, 0 }, { client, POLLRDHUP, 0 } } };
    while (poll(waits.data(), waits.size(), -1) < 0 && errno == EINTR) { }
    return waits[0].revents == 0;
}

bool isLiftedWithin(int lifted, std::chrono::milliseconds limit)
{
    pollfd wait { lifted, POLLIN, 0 };
    return poll(&wait, 1, static_cast<int>(limit.count())) != 0;
}

// A thread that the kernel cannot kill would keep the descriptors open: close them before the process exits.
[[noreturn]] void closeEverything()
{
    syscall(SYS_close_range, 3u, ~0u, 0u);
    _exit(1);
}

} // namespace

DetachDeadline::DetachDeadline(int client, std::chrono::milliseconds within)
    : m_lifted(eventfd(0, EFD_CLOEXEC))
    , m_watch([client, within, lifted = m_lifted.get()] {
        if (outlives(client, lifted) && !isLiftedWithin(lifted, within))
            closeEverything();
    })
{
}

void DetachDeadline::lift()
{
    if (!m_watch.joinable())
        return;
    const uint64_t one = 1;
    (void)!write(m_lifted.get(), &one, sizeof one);
    m_watch.join();
}

} // namespace loader
