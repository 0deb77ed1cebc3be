// SPDX-License-Identifier: GPL-3.0-or-later
// Starts a helper for this process only, connected by a socket pair.
#pragma once

#include "app/base/file_descriptor.h"
#include "app/capture/live_source.h"

#include <expected>
#include <sys/types.h>

namespace capture {

struct StartedHelper {
    base::FileDescriptor socket;
    pid_t child = 0;
    bool asked = false; // through pkexec or sudo
};

// The helper's executable on this machine: the named one, that beside this program, an installed one. Empty: there is none.
std::string findHelper(const LiveOptions &options);

// Errors: NoHelper; NotAuthorised if starting one requires asking for privilege and that is not allowed.
std::expected<StartedHelper, Error> startHelper(const LiveOptions &options);

} // namespace capture
