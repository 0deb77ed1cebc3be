// SPDX-License-Identifier: GPL-3.0-or-later
// The role between a session and standard input and output.
#pragma once

namespace carrier {

// Confines the process and carries the conversation of the session at the socket until one side ends. Returns the exit status.
int carrierMain(int session, unsigned uid);
// Says on standard output, as a helper does, why there is no session.
int refuse(unsigned uid, const char *why);

} // namespace carrier
