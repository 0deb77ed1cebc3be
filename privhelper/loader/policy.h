// SPDX-License-Identifier: GPL-3.0-or-later
// Who may see what: turns a client's request into a scope that it is entitled to.
#pragma once

#include "privhelper/loader/peer.h"
#include "privhelper/loader/polkit.h"
#include "privhelper/loader/probe_session.h"
#include "privhelper/loader/trace_question.h"
#include "privhelper/wire/messages.h"

#include <expected>
#include <functional>
#include <string>

namespace loader {

struct Decision {
    ScopeConfig scope;
    std::string ground; // for the audit log: "root", "own processes", "own processes, by polkit", "polkit"
};

using Authorize = std::function<AuthorizationAnswer(const Peer &, const char *action)>;

// The kernel's answers; tests use it to simulate a kernel with Yama.
struct TraceAnswers {
    std::function<std::expected<void, int>(const Peer &, pid_t, TraceRight)> trace = mayTrace;
    std::function<std::expected<bool, int>(const Peer &)> attachToOwn = [](const Peer &caller) { return mayAttachToOwn(caller); };
};

// Rules, in this order: root may request everything. Everybody may observe the processes that the kernel would let them
// attach a debugger to: their own, a single one by pid, those of a cgroup or a program as far as they are theirs. If a
// security module forbids attaching to one's own processes, the user confirms by polkit that they are. Anything more
// (another user's, all, a process they may not trace) needs an administrator.
std::expected<Decision, wire::Refused> decide(const wire::Start &wish, const Peer &caller,
                                              const Authorize &authorize = checkAuthorization,
                                              const TraceAnswers &answers = TraceAnswers());

} // namespace loader
