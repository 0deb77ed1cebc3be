// SPDX-License-Identifier: GPL-3.0-or-later
// Runs a capture session that fills a store, and waits for its end.
#pragma once

#include "app/capture/live_source.h"
#include "app/calls/calls.h"
#include "app/cli/finished_calls.h"
#include "app/exchange/store.h"
#include "app/session/capture_session.h"

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>

namespace cli {

// Where a live capture's plaintext of TLS comes from; decrypts it if that is here. `seen`, which may be null, gets the secrets.
void readTlsFrom(wire::TlsSource, std::function<void(const wire::Secret &)> seen, capture::LiveOptions &);

// Which rows stay in the store. InProgress: those of the exchanges that `Seen` was given are released after it, with their
// connections, processes and bytes; and there is no coverage. So neither the memory nor the disk space of a recording
// grows with its length.
enum class Keep : uint8_t { All, InProgress };

class Recording
{
public:
    // Gets each exchange once, after it has ended: both halves of a call together, if the other one does not take too long.
    // Called on the session's thread after each batch, perhaps with none, and within waitEnd(), never by both at once. Those
    // that have not ended by the end of the capture come then.
    using Seen = std::function<void(const exchange::Store &, const calls::Calls &, std::span<const exchange::ExchangeId>)>;
    // `bodyMax`: bytes kept of each body.
    Recording(std::unique_ptr<capture::Source>, Seen, Keep, uint64_t bodyMax = exchange::bodyMaxUsual, session::Pace = session::Pace::Prompt);
    ~Recording();

    void stop() { m_session->stop(); }
    std::vector<capture::MachineState> machines() const { return m_session->machines(); }
    // True once the capture has ended. Meanwhile, what has waited long enough for its other half goes to `Seen`.
    bool waitEnd(int timeoutMs);
    // Reads the rows at any time, from any thread; the capture waits meanwhile.
    void look(const std::function<void(const exchange::Store &, const calls::Calls &)> &) const;
    // After the end.
    const exchange::Store &store() const { return m_store; }
    const std::optional<capture::Error> &error() const { return m_error; }
    std::shared_ptr<const base::BodySource> bodies() const { return m_session->bodies(); }
    // After the end, or within `Seen`.
    const calls::Calls &calls() const { return m_calls; }
    const std::vector<session::Notice> &notices() const { return m_notices; }

private:
    void take(session::Update &&);
    void tell(std::span<const exchange::ExchangeId>, const exchange::Store::Change &);
    void settle();
    void trim();

    mutable std::mutex m_rows;   // of the store, the calls, and what waits
    exchange::Store m_store;
    calls::Calls m_calls;
    FinishedCalls m_finished;
    Seen m_seen;
    const Keep m_keep;
    size_t m_rowsSinceTrim = 0;
    FinishedCalls::Clock::time_point m_rowsAt = {};   // the latest
    std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_ended = false;
    std::optional<capture::Error> m_error;
    std::vector<session::Notice> m_notices;
    std::unique_ptr<session::CaptureSession> m_session;
};

// Prints the losses to standard error, one line per cause; returns the number of events.
uint64_t printLosses(const exchange::Store &);

// Set when SIGINT or SIGTERM arrives, after catchInterrupt().
void catchInterrupt();
bool interrupted();

} // namespace cli
