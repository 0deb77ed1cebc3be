// SPDX-License-Identifier: GPL-3.0-or-later
// Speaks to the window as a helper does, and sends it exchanges at an exact rate, which real programs on a busy machine
// would not keep.
#pragma once

#include <QString>

#include <atomic>
#include <cstdint>
#include <thread>

namespace bench {

class PlayedHelper
{
public:
    // Listens there; the one client gets this many exchanges a second until it asks to stop.
    PlayedHelper(const QString &path, uint32_t perSecond);
    ~PlayedHelper();
    PlayedHelper(const PlayedHelper &) = delete;
    PlayedHelper &operator=(const PlayedHelper &) = delete;

    uint32_t sent() const { return m_sent; }

private:
    void serve();
    void play(int client);
    bool awaits(int client, uint16_t type, int timeoutMs);

    int m_listening = -1;
    const uint32_t m_perSecond;
    std::atomic<uint32_t> m_sent = 0;
    std::atomic<bool> m_over = false;
    std::thread m_thread;
};

} // namespace bench
