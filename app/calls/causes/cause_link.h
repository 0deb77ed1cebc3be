// SPDX-License-Identifier: GPL-3.0-or-later
// What an exchange was caused by, or why that is not known.
#pragma once

#include "app/calls/slowness.h"

#include <cstdint>

namespace calls {

using base::ExchangeId;

enum class How : uint8_t {
    None = 0,
    Trace,       // both carry the same id of a trace or request
    Thread,      // the thread that reads and answers the one sent the other meanwhile, and served nothing else then
    Only,        // another thread of the process sent it, which served nothing else then
};

// Why an exchange has no cause.
enum class Causeless : uint8_t {
    Linked = 0,      // it has one
    NotSent,         // no process that also serves is known to have sent it
    Unprompted,      // its process served nothing then, or sends the same when it serves nothing
    Several,         // several requests were being served, and nothing tells which it belongs to
    OtherTrace,      // its trace is not that of the request being served
    Awaited,         // what it may belong to has not ended yet
};

struct CauseLink {
    ExchangeId cause = base::noId;
    How how = How::None;
    Sureness sureness = Sureness::Unknown;
    Causeless why = Causeless::NotSent;
};

} // namespace calls
