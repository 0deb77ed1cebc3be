// SPDX-License-Identifier: GPL-3.0-or-later
// How a role process of the helper gives up what it was started with. Each step fails by a name; after a failure the
// process must end without having done its work.
#pragma once

#include <expected>
#include <string>

#include <sys/resource.h>

namespace confine {

using Outcome = std::expected<void, std::string>;

Outcome failed(const char *step, int error);

// The steps one after the other, up to the first that fails.
template<class... Steps> Outcome inOrder(Steps... steps)
{
    Outcome outcome;
    (void)((outcome = steps(), outcome.has_value()) && ...);
    return outcome;
}

// No new privileges, the unprivileged user, no capability, and none to be had again. Started as root it needs CAP_SETUID
// and CAP_SETGID.
Outcome dropPrivileges();

// At most `value`, and `grace` more until the hard limit; a lower limit that is set already stays.
Outcome limit(__rlimit_resource resource, rlim_t value, rlim_t grace = 0);

// prctl(option, value). Becoming another user resets dumpable and the parent's death signal: set those after it.
Outcome setFlag(const char *step, int option, unsigned long value);

} // namespace confine
