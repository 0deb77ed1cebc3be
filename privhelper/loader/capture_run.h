// SPDX-License-Identifier: GPL-3.0-or-later
// One capture, from the first probe to the last frame.
#pragma once

#include "privhelper/loader/connection.h"
#include "privhelper/loader/launch.h"
#include "privhelper/loader/peer.h"
#include "privhelper/loader/probe_session.h"
#include "privhelper/wire/messages.h"

#include <expected>
#include <memory>
#include <string>
#include <vector>

namespace loader {

class CaptureRun
{
public:
    // Loads the probes and starts the relay, which does all writing to the client from then on.
    static std::expected<CaptureRun, wire::Refused> open(Connection &client, const Peer &caller, ScopeConfig scope);

    CaptureRun(CaptureRun &&) noexcept;
    CaptureRun &operator=(CaptureRun &&) noexcept;
    ~CaptureRun(); // detaches, ends the relay

    // Attaches to what is running and to the files of the client's command, sends Started, and serves until the
    // client's Stop or until client or relay end. Returns the reason, for the audit log; empty: stopped by the client.
    std::string serve(uint64_t sessionId, std::vector<UniqueFd> commandFiles);
    // After serve(): the files that it was too short for.
    std::vector<UniqueFd> takeUnplanned();

private:
    struct State;
    explicit CaptureRun(std::unique_ptr<State> state);
    std::unique_ptr<State> m;
};

} // namespace loader
