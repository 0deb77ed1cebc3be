// SPDX-License-Identifier: GPL-3.0-or-later
// The captures that are open, by the names that agents call them: c1, c2, …
#pragma once

#include "app/agents/open_capture.h"
#include "app/capture/live_source.h"

#include <expected>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace agents {

class Captures
{
public:
    static constexpr size_t most = 8;

    struct Opened {
        std::string id;
        std::shared_ptr<OpenCapture> capture;
    };
    // Errors: a sentence.
    std::expected<Opened, std::string> openFile(const std::string &path, uint64_t bodyMax);
    // `command` empty: none; the capture then has the scope's processes.
    std::expected<Opened, std::string> start(capture::LiveOptions, const std::vector<std::string> &command, std::chrono::seconds duration, uint64_t bodyMax);
    // Null: there is none.
    std::shared_ptr<OpenCapture> find(const std::string &id) const;
    bool close(const std::string &id) { return m_open.erase(id) > 0; }
    const std::map<std::string, std::shared_ptr<OpenCapture>> &all() const { return m_open; }

private:
    std::expected<void, std::string> hasRoom() const;
    Opened keep(std::shared_ptr<OpenCapture>);

    std::map<std::string, std::shared_ptr<OpenCapture>> m_open;
    unsigned m_last = 0;
};

} // namespace agents
