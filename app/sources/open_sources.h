// SPDX-License-Identifier: GPL-3.0-or-later
// Opens whatever a capture is to read, for the window and the terminal program alike.
#pragma once

#include "app/capture/live_source.h"
#include "app/capture/source_spec.h"

#include <expected>
#include <memory>
#include <vector>

namespace sources {

// A file is read alone: a saved capture, or packets, whose TLS is decrypted if their secrets are known. Machines are captured
// together, as `live` says, whose own machines do not count. None: this machine. Errors: those of capture::openLive(),
// openSaved() and packets::openPackets(); File with EINVAL for a file beside others.
std::expected<std::unique_ptr<capture::Source>, capture::Error> open(std::vector<capture::SourceSpec> wanted, capture::LiveOptions live = {});

} // namespace sources
