// SPDX-License-Identifier: GPL-3.0-or-later
// Runs a capture session that fills a store, and waits for its end.
#pragma once

#include "app/capture/live_source.h"
#include "app/cli/key_log.h"
#include "app/exchange/store.h"
#include "app/session/capture_session.h"

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>

namespace cli {

// Where a live capture's plaintext of TLS comes from; decrypts it if that is here. `log`, which may be null, gets the secrets.
void readTlsFrom(wire::TlsSource, std::shared_ptr<KeyLog> log, capture::LiveOptions &);

class Recording
{
public:
    // Called on the session's thread after each batch, with the store as of then.
    using Seen = std::function<void(const exchange::Store &, const exchange::Store::Change &)>;
    // `bodyMax`: bytes kept of each body.
    Recording(std::unique_ptr<capture::Source>, Seen, uint64_t bodyMax = exchange::bodyMaxUsual, session::Pace = session::Pace::Prompt);
    ~Recording();

    void stop() { m_session->stop(); }
    // True once the capture has ended.
    bool waitEnd(int timeoutMs);
    // After the end.
    const exchange::Store &store() const { return m_store; }
    const std::optional<capture::Error> &error() const { return m_error; }
    std::shared_ptr<const base::BodySource> bodies() const { return m_session->bodies(); }
    const std::vector<session::Notice> &notices() const { return m_notices; }

private:
    void take(session::Update &&);

    exchange::Store m_store;
    Seen m_seen;
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
