// SPDX-License-Identifier: GPL-3.0-or-later
// Frames from running helpers, of this machine or of others, written to a capture file as they arrive.
#pragma once

#include "app/capture/source.h"
#include "privhelper/wire/writer.h"

#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace capture {

struct LiveOptions {
    wire::Start start;
    wire::TlsSource tlsSource = wire::TlsSource::Calls;   // others: `makeRewrite` decrypts
    std::optional<wire::CapturePackets> packets;          // captured too, and written to the file; none: no packets
    std::vector<std::string> commandFiles; // files that a command will map which is started once openLive() has returned
    std::string savePath;          // capture file, put in place once the capture has started; empty: a nameless file
    std::string helperPath;        // executable to start; empty: the one beside this program, then the installed one
    std::string socketPath;        // empty: the service's socket if there is one, then CLEARTAP_SOCKET
    // The machines to capture. Without any file: see app/sources.
    std::vector<SourceSpec> machines = {ThisMachine{}};
    bool waitsForAll = true;       // opening fails unless all other machines are linked; else machines() tells how that goes
    bool ownScope = false;         // no scope was chosen: on another machine where root is served, that means all processes
    // Stands between a helper and the file: gets each frame, and appends those to be written in its place, if any, or
    // returns false to have it written as it is. Called on the receiving thread. Empty: all are written, but secrets, which
    // never are. One is made for each session, since only within it are flows told apart by their ids.
    using Rewrite = std::function<bool(const wire::Frame &, wire::Bytes &)>;
    std::function<Rewrite()> makeRewrite;
    // The file gets no frames: messages of a newer helper, which nobody can rewrite, are not written, and each SameBytes is Data
    // with payload when it gets to the rewrite.
    bool dropsUnknown = false;
    bool sshMayAsk = true;         // on the terminal, if there is one: passphrases, and whether a machine is known
    bool mayAskForPrivilege = true; // use pkexec or sudo if neither root nor a service is available
};

// Connects to or starts the helpers, sends the scope, and waits until the probes are attached (of other machines, if
// `waitsForAll`): everything the observed programs do after this returns is captured. A link to another machine that is lost
// later is restored as soon as possible; machines() tells, and so does the capture. Where the capture goes on after one machine's
// end, its error is in its state.
std::expected<std::unique_ptr<Source>, Error> openLive(const LiveOptions &);

// Replays a saved capture.
std::expected<std::unique_ptr<Source>, Error> openSaved(const std::string &path);

// Asks a helper what works on this machine (doctor); findings in order.
std::expected<std::vector<wire::Finding>, Error> examine(const LiveOptions &);
// What the analyzer says about one file (doctor --plan): each TLS library in it, then those that it does not contain.
std::expected<std::vector<wire::PlanReport>, Error> examinePlan(const LiveOptions &, const std::string &file);

} // namespace capture
