// SPDX-License-Identifier: GPL-3.0-or-later
// One capture that agents look at: live, or a file. Its rows stay until it is closed.
#pragma once

#include "app/base/body_source.h"
#include "app/calls/calls.h"
#include "app/cli/command.h"
#include "app/cli/recording.h"
#include "app/exporters/har_reader.h"

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>

namespace agents {

class OpenCapture
{
public:
    // A file that was read as a whole.
    OpenCapture(std::string name, exporters::HarFile);
    // A source that is read until it ends. `command`, if any, is released already; the capture ends with it, after `duration`,
    // or by stop().
    OpenCapture(std::string name, std::unique_ptr<capture::Source>, std::optional<cli::Command> command, std::optional<std::chrono::seconds> duration,
                uint64_t bodyMax);
    // Ends the command too, if it still runs.
    ~OpenCapture();
    OpenCapture(const OpenCapture &) = delete;

    const std::string &name() const { return m_name; }
    bool hasEnded() const { return m_ended; }
    // Lets the command start. Error: errno of exec.
    std::expected<void, int> release();
    // The command's exit status, once it has ended.
    std::optional<int> commandStatus() const;
    void stop() { m_stopAsked = true; }
    // False if that takes longer than the timeout.
    bool waitEnd(std::chrono::milliseconds timeout);

    // What ended it early, in words; empty: nothing. After the end.
    std::string problem() const;

    using Look = std::function<void(const exchange::Store &, const calls::Calls &)>;
    // Reads the rows. A live capture waits meanwhile.
    void look(const Look &) const;
    std::shared_ptr<const base::BodySource> bodies() const;

private:
    void mind(std::optional<std::chrono::seconds> duration);

    std::string m_name;
    std::optional<exporters::HarFile> m_har;
    exchange::Store m_store;                       // of a HAR file
    calls::Calls m_calls;
    std::optional<cli::Command> m_command;
    std::atomic<bool> m_stopAsked = false, m_released = false, m_ended = false;
    std::atomic<int> m_status = -1;
    std::unique_ptr<cli::Recording> m_recording;   // null: a HAR file
    std::thread m_minder;
};

} // namespace agents
