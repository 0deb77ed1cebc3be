// SPDX-License-Identifier: GPL-3.0-or-later
// Frames of a running helper, written to a capture file as they come.
#pragma once

#include "app/capture/source.h"
#include "privhelper/wire/messages.h"

#include <expected>
#include <memory>
#include <string>
#include <vector>

namespace capture {

struct LiveOptions {
    wire::Start start;
    std::vector<std::string> commandFiles; // that a command will map which is started when openLive() has returned
    std::string savePath;          // capture file, in its place once the capture has started; empty: a file without a name
    std::string helperPath;        // executable to start; empty: beside this program, then the installed one
    std::string socketPath;        // empty: the service's socket if there is one, then CLEARTAP_SOCKET
    bool mayAskForPrivilege = true; // pkexec or sudo when neither root nor a service
};

// Connects or starts the helper, sends the scope, and waits until the probes are attached: what the
// observed programs do after this returned is captured.
std::expected<std::unique_ptr<Source>, Error> openLive(const LiveOptions &);

// Replays a saved capture.
std::expected<std::unique_ptr<Source>, Error> openSaved(const std::string &path);

// Asks a helper what works here (doctor); findings in order.
std::expected<std::vector<wire::Finding>, Error> examine(const LiveOptions &);
// The probe plan of one file (doctor --plan), made by the analyzer.
std::expected<wire::PlanReport, Error> examinePlan(const LiveOptions &, const std::string &file);

} // namespace capture
