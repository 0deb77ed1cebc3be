// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/recording.h"

#include "app/session/tls_decryption.h"
#include "privhelper/wire/reader.h"

#include <fmt/core.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstring>
#include <utility>

namespace cli {

namespace {
// Set on whichever thread receives the signal.
std::atomic<bool> interruptSeen = false;
static_assert(std::atomic<bool>::is_always_lock_free, "set in a signal handler");
void onInterrupt(int)
{
    interruptSeen = true;
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
    return interruptSeen;
}

void readTlsFrom(wire::TlsSource source, std::shared_ptr<KeyLog> log, capture::LiveOptions &live)
{
    live.tlsSource = source;
    if (source == wire::TlsSource::Secrets)
        live.rewrite = [log = std::move(log), decryption = std::make_shared<session::TlsDecryption>()](const wire::Frame &frame, wire::Bytes &out) {
            if (log && frame.type == wire::Type::Secret) {
                if (auto secret = wire::decode<wire::Secret>(frame.body)) {
                    log->add(*secret);
                    explicit_bzero(secret->bytes.data(), secret->bytes.size());
                }
            }
            decryption->take(frame, out);
        };
}

Recording::Recording(std::unique_ptr<capture::Source> source, Seen seen, uint64_t bodyMax, session::Pace pace)
    : m_seen(std::move(seen))
{
    // The first update waits until the session is assigned: `seen` may call bodies().
    const std::scoped_lock lock(m_mutex);
    m_session = std::make_unique<session::CaptureSession>(
        std::move(source), [this](session::Update &&update) { take(std::move(update)); }, pace, bodyMax);
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

uint64_t printLosses(const exchange::Store &store)
{
    uint64_t events = 0;
    for (const exchange::Loss &loss : store.losses()) {
        events += loss.events;
        fmt::print(stderr, "lost: {} events, {} bytes: {}\n", loss.events, loss.bytes, loss.cause);
    }
    return events;
}

bool Recording::waitEnd(int timeoutMs)
{
    std::unique_lock lock(m_mutex);
    return m_changed.wait_for(lock, std::chrono::milliseconds(timeoutMs), [this] { return m_ended; });
}

} // namespace cli
