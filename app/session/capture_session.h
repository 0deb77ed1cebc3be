// SPDX-License-Identifier: GPL-3.0-or-later
// One capture, live or replayed, on a thread of its own: source, pipeline, batches. The window and
// the terminal program both stand on this.
#pragma once

#include "app/base/body_source.h"
#include "app/capture/source.h"
#include "app/exchange/exchange.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace session {

// A line of what the helper said about this machine and itself.
struct Notice {
    enum class Kind : uint8_t { Started, RoleLost, Finding } kind;
    std::string text;        // Started: hooks in use; RoleLost: which role and why
};

struct Update {
    exchange::Batch batch;
    std::vector<Notice> notices;
    bool ended = false;                       // the last update
    std::optional<capture::Error> error;      // with ended: why, if not by itself
};

// How parsing stands to the programs that are observed while a capture runs. Yielding: four times a second, and at most a hundredth
// of a processor (some four thousand exchanges a second) and falls behind in the file where more comes; from stop() on it is
// prompt.
enum class Pace : uint8_t { Prompt, Yielding };

class CaptureSession
{
public:
    // Called on the session's thread, at most 20 times a second, always with the last update.
    using Post = std::function<void(Update &&)>;

    CaptureSession(std::unique_ptr<capture::Source>, Post, Pace = Pace::Prompt);
    ~CaptureSession();                        // stops and joins
    CaptureSession(const CaptureSession &) = delete;

    // Asks the source to end; the last update follows when all that was in flight has been read.
    void stop();
    // Reader for the slices of this capture's exchanges; outlives the session.
    std::shared_ptr<const base::BodySource> bodies() const;

private:
    struct State;
    std::shared_ptr<State> m;
    std::thread m_thread;
};

} // namespace session
