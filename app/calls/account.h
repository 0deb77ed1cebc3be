// SPDX-License-Identifier: GPL-3.0-or-later
// What is known about the call that an exchange belongs to: its other half, where its time went, and why it was slow.
#pragma once

#include "app/calls/calls.h"
#include "app/calls/slowness.h"

#include <string>

namespace calls {

struct Account {
    base::Side side = base::Side::Unknown;      // which half the exchange is
    ExchangeId otherHalf = base::noId;
    Lone lone = Lone::OtherEndUnseen;           // if there is none
    Stretches stretches;                        // unknown without both halves
    Slowness why;
    CauseLink cause;                            // what led to it
    std::string causeSpan = {};                 // the step that the cause's request names as its own caller
    bool led = false;                           // it led to others itself
    ExchangeId first = base::noId;              // what all that belongs together began with, as far as it was captured: of a call, the lower id
    std::string trace = {};                     // the id of the trace that this request names (W3C), or else the nearest that led to it
};

// `id` < store.size(). Unpacks both halves: for exchanges that are shown or written, not for whole lists.
Account account(const exchange::Store &, const Calls &, ExchangeId id);

} // namespace calls
