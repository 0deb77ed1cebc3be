// SPDX-License-Identifier: GPL-3.0-or-later
// Who may see what: a client's wish into a scope that it is entitled to.
#pragma once

#include "privhelper/loader/peer.h"
#include "privhelper/loader/polkit.h"
#include "privhelper/loader/probe_session.h"
#include "privhelper/wire/messages.h"

#include <expected>
#include <functional>
#include <string>

namespace loader {

struct Decision {
    ScopeConfig scope;
    std::string ground; // for the audit log: "root", "own processes", "polkit"
};

using Authorize = std::function<AuthorizationAnswer(const Peer &, const char *action)>;

// Rules, in this order: root may ask for everything. Everybody may see the processes that the kernel
// would let them trace: their own, one of them by its id, those of a cgroup or a program as far as
// they are theirs. More (another user's, all, a process they may not trace) needs polkit.
std::expected<Decision, wire::Refused> decide(const wire::Start &wish, const Peer &caller,
                                              const Authorize &authorize = checkAuthorization);

} // namespace loader
