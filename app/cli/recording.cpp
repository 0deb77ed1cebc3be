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

#include <malloc.h>

namespace cli {

namespace {
constexpr size_t burstRows = 1'000, quietRows = 100;   // since the last trim; at once
constexpr std::chrono::seconds quietFor(1);
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

void readTlsFrom(wire::TlsSource source, std::function<void(const wire::Secret &)> seen, capture::LiveOptions &live)
{
    live.tlsSource = source;
    if (source == wire::TlsSource::Calls)
        return;
    live.makeRewrite = [seen = std::move(seen), source] {
        return [seen, decryption = std::make_shared<session::TlsDecryption>(source)](const wire::Frame &frame, wire::Bytes &out) {
            if (seen && frame.type == wire::Type::Secret) {
                if (auto secret = wire::decode<wire::Secret>(frame.body)) {
                    seen(*secret);
                    explicit_bzero(secret->bytes.data(), secret->bytes.size());
                }
            }
            return decryption->take(frame, out);
        };
    };
}

Recording::Recording(std::unique_ptr<capture::Source> source, Seen seen, Keep keep, uint64_t bodyMax, session::Pace pace)
    : m_seen(std::move(seen))
    , m_keep(keep)
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
    {
        const std::scoped_lock rows(m_rows);
        if (m_keep == Keep::InProgress)
            update.batch.coverage.clear();
        const exchange::Store::Change change = m_store.apply(std::move(update.batch));
        const auto joined = m_calls.update(m_store, change);
        tell(m_finished.take(m_store, m_calls, change, joined, FinishedCalls::Clock::now(), m_session->readTo()), change);
        if (const auto rest = update.ended ? m_finished.all() : FinishedCalls::Ids(); !rest.empty())
            tell(rest, {});
        if (m_keep == Keep::InProgress)
            m_session->release(m_store, m_finished.waiting());
    }
    const std::scoped_lock lock(m_mutex);
    m_notices.insert(m_notices.end(), update.notices.begin(), update.notices.end());
    if (update.ended) {
        m_ended = true;
        m_error = std::move(update.error);
        m_changed.notify_all();
    }
}

void Recording::tell(std::span<const exchange::ExchangeId> ids, const exchange::Store::Change &change)
{
    if (m_seen)
        m_seen(m_store, m_calls, ids);
    if (m_keep != Keep::InProgress)
        return;
    m_store.release(ids, change, m_finished.waiting());
    m_calls.release(m_finished.oldest().value_or(m_store.size()));
    if (ids.empty())
        return;
    m_rowsAt = FinishedCalls::Clock::now();
    m_rowsSinceTrim += ids.size();
    if (ids.size() <= quietRows)
        trim();
}

// Nobody may have asked for memory since the last burst.
void Recording::settle()
{
    const auto now = FinishedCalls::Clock::now();
    if (const auto ids = m_finished.overdue(now, m_session->readTo()); !ids.empty())
        return tell(ids, {});
    if (m_rowsSinceTrim < burstRows || now - m_rowsAt <= quietFor)
        return;
    m_calls.forgetEnded();
    trim();
}

// After a burst malloc keeps what it got for it (of 40 MB, 23 were free).
void Recording::trim()
{
    if (m_rowsSinceTrim < burstRows)
        return;
    malloc_trim(0);
    m_rowsSinceTrim = 0;
}

void Recording::look(const std::function<void(const exchange::Store &, const calls::Calls &)> &visit) const
{
    const std::scoped_lock rows(m_rows);
    visit(m_store, m_calls);
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
    {
        const std::scoped_lock rows(m_rows);
        settle();
    }
    std::unique_lock lock(m_mutex);
    return m_changed.wait_for(lock, std::chrono::milliseconds(timeoutMs), [this] { return m_ended; });
}

} // namespace cli
