// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/recording.h"

#include <chrono>
#include <csignal>

namespace cli {

namespace {
volatile sig_atomic_t interruptSeen = 0;
void onInterrupt(int)
{
    interruptSeen = 1;
}
} // namespace

void catchInterrupt()
{
    struct sigaction action{};
    action.sa_handler = onInterrupt;
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
    signal(SIGPIPE, SIG_IGN);
}

bool interrupted()
{
    return interruptSeen != 0;
}

Recording::Recording(std::unique_ptr<capture::Source> source, Seen seen, session::Pace pace)
    : m_seen(std::move(seen))
{
    // The first update waits until the session is in its place: `seen` may ask for bodies().
    const std::scoped_lock lock(m_mutex);
    m_session = std::make_unique<session::CaptureSession>(
        std::move(source), [this](session::Update &&update) { take(std::move(update)); }, pace);
}

Recording::~Recording() = default;

void Recording::take(session::Update &&update)
{
    {
        const std::scoped_lock lock(m_mutex);
    }
    const exchange::Store::Change change = m_store.apply(std::move(update.batch));
    if (m_seen)
        m_seen(m_store, change);
    const std::scoped_lock lock(m_mutex);
    m_notices.insert(m_notices.end(), update.notices.begin(), update.notices.end());
    if (update.ended) {
        m_ended = true;
        m_error = std::move(update.error);
        m_changed.notify_all();
    }
}

bool Recording::waitEnd(int timeoutMs)
{
    std::unique_lock lock(m_mutex);
    return m_changed.wait_for(lock, std::chrono::milliseconds(timeoutMs), [this] { return m_ended; });
}

} // namespace cli
