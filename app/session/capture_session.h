// SPDX-License-Identifier: GPL-3.0-or-later
// One capture, live or replayed, on its own thread: source, pipeline, batches. Used by both the window and the
// terminal program.
#pragma once

#include "app/base/body_source.h"
#include "app/capture/source.h"
#include "app/exchange/builder.h"
#include "app/exchange/store.h"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace session {

// What the helper reported about this machine and itself.
struct Notice {
    enum class Kind : uint8_t { Started, RoleLost, Finding } kind;
    std::string text;        // Started: hooks in use; RoleLost: which role and why
};

struct Update {
    exchange::Batch batch;
    std::vector<Notice> notices;
    bool ended = false;                       // the last update
    std::optional<capture::Error> error;      // with ended: why, unless it ended normally
};

// The priority of parsing relative to the observed programs while a capture runs. Yielding: four times a second, using
// at most a hundredth of a processor (some four thousand exchanges a second); beyond that it falls behind in the file,
// and reads on when little arrives. From stop() on it is prompt. CatchingUp: likewise, but prompt too while it is far behind, so that the file does not
// grow with the length of the capture if what was read is released.
enum class Pace : uint8_t { Prompt, Yielding, CatchingUp };

class CaptureSession
{
public:
    // Called on the session's thread, at most 20 times a second if prompt, and always for the last update.
    using Post = std::function<void(Update &&)>;

    // `bodyMax`: see Pipeline.
    CaptureSession(std::unique_ptr<capture::Source>, Post, Pace = Pace::Prompt, uint64_t bodyMax = exchange::bodyMaxUsual);
    ~CaptureSession();                        // stops and joins
    CaptureSession(const CaptureSession &) = delete;

    // Asks the source to end; the last update follows once everything in flight has been read.
    void stop();
    // Of what was read, only the exchanges in progress and `kept` are still needed: gives back the disk space of the rest,
    // except the newest, unless the capture is saved. Only while the session calls its Post.
    void release(const exchange::Store &, std::span<const exchange::ExchangeId> kept);
    // What had arrived by then was posted. From any thread.
    std::chrono::steady_clock::time_point readTo() const;
    // The machines that are captured, and the links to them; see Source. From any thread, like the next three.
    std::vector<capture::MachineState> machines() const;
    bool add(const capture::SourceSpec &machine);
    void remove(const std::string &destination);
    void answer(const std::string &destination, std::string password);
    // Reads the slices of this capture's exchanges; outlives the session.
    std::shared_ptr<const base::BodySource> bodies() const;

private:
    struct State;
    std::shared_ptr<State> m;
    std::thread m_thread;
};

} // namespace session
