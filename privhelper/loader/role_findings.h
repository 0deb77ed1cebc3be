// SPDX-License-Identifier: GPL-3.0-or-later
// How each role of the helper is confined, for `doctor`: read from running processes, not from what was intended.
#pragma once

#include "privhelper/wire/messages.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace loader {

// What a role that shows its confinement (`--role confined NAME`) writes to confinedReplyFd once it is confined.
struct ConfinedSays {
    int32_t landlock = 0; // version of its interface; 0: the kernel has none
    int32_t confined = 0;
};
constexpr int confinedReplyFd = 4;

// What the text of /proc/PID/status says of a process's privileges.
struct Privileges {
    uint32_t user = 0;
    uint64_t permitted = 0, effective = 0; // bits of capabilities
    bool filtered = false;  // a seccomp filter
    bool noNewPrivileges = false;
    bool operator==(const Privileges &) const = default;
};
Privileges privilegesOf(std::string_view status);

// "user 61234; no capabilities; system calls filtered; no new privileges". Or "none but for its children: bpf".
std::string textOf(const Privileges &privileges);

// Of the listener (if a service started this session), of this process, and of a relay and an analyzer that are started for it.
std::vector<wire::Finding> roleFindings();

} // namespace loader
