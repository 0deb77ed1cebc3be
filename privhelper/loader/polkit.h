// SPDX-License-Identifier: GPL-3.0-or-later
// Asks polkit whether a process may perform an action. Blocks while the user is prompted for a password.
#pragma once

#include "privhelper/loader/peer.h"

#include <string>

namespace loader {

enum class Authorization : uint8_t { Granted, Denied, Unavailable }; // Unavailable: no bus, no polkit, or an error

struct AuthorizationAnswer {
    Authorization result = Authorization::Unavailable;
    std::string detail; // why unavailable
};

// packaging/polkit: one's own processes, and more than those.
inline constexpr const char *captureOwnAction = "io.github.cleartap.capture-own"; // if debuggers may not attach
inline constexpr const char *captureOthersAction = "io.github.cleartap.capture-others";

AuthorizationAnswer checkAuthorization(const Peer &subject, const char *action);

} // namespace loader
