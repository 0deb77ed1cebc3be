// SPDX-License-Identifier: GPL-3.0-or-later
// Frames from a running helper, written to a capture file as they arrive.
#pragma once

#include "app/capture/source.h"
#include "privhelper/wire/writer.h"

#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace capture {

struct LiveOptions {
    wire::Start start;
    wire::TlsSource tlsSource = wire::TlsSource::Calls;   // Secrets: `rewrite` decrypts
    std::vector<std::string> commandFiles; // files that a command will map which is started once openLive() has returned
    std::string savePath;          // capture file, put in place once the capture has started; empty: a nameless file
    std::string helperPath;        // executable to start; empty: the one beside this program, then the installed one
    std::string socketPath;        // empty: the service's socket if there is one, then CLEARTAP_SOCKET
    // Stands between the helper and the file: gets each frame, and appends those to be written in its place. Called on
    // the receiving thread. Empty: all are written as they come, but secrets, which never are.
    std::function<void(const wire::Frame &, wire::Bytes &)> rewrite;
    bool mayAskForPrivilege = true; // use pkexec or sudo if neither root nor a service is available
};

// Connects to or starts the helper, sends the scope, and waits until the probes are attached: everything the observed
// programs do after this returns is captured.
std::expected<std::unique_ptr<Source>, Error> openLive(const LiveOptions &);

// Replays a saved capture.
std::expected<std::unique_ptr<Source>, Error> openSaved(const std::string &path);

// Asks a helper what works on this machine (doctor); findings in order.
std::expected<std::vector<wire::Finding>, Error> examine(const LiveOptions &);
// What the analyzer says about one file (doctor --plan): each TLS library in it, then those that it does not contain.
std::expected<std::vector<wire::PlanReport>, Error> examinePlan(const LiveOptions &, const std::string &file);

} // namespace capture
