// SPDX-License-Identifier: GPL-3.0-or-later
// How a role process of the helper drops the privileges it was started with. A failure names its step; the process
// must then exit without having done its work.
#pragma once

#include <expected>
#include <string>

#include <sys/resource.h>

namespace confine {

using Outcome = std::expected<void, std::string>;

Outcome failed(const char *step, int error);

// Runs the steps in order, up to the first that fails.
template<class... Steps> Outcome inOrder(Steps... steps)
{
    Outcome outcome;
    (void)((outcome = steps(), outcome.has_value()) && ...);
    return outcome;
}

// No new privileges, ids of no user (role_ids.h), no capabilities, and no way to regain any. As root this needs CAP_SETUID and
// CAP_SETGID; another user without them stays what it is.
Outcome dropPrivileges();

// Soft limit `value`, hard limit `value` + `grace`; a lower existing limit is kept.
Outcome limit(__rlimit_resource resource, rlim_t value, rlim_t grace = 0);

// prctl(option, value). Changing the user resets dumpable and the parent death signal: set those afterwards.
Outcome setFlag(const char *step, int option, unsigned long value);

} // namespace confine
