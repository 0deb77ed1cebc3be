// SPDX-License-Identifier: GPL-3.0-or-later
// Everything that belongs together with one exchange: what led to it, and all that followed, over all processes that were captured.
#pragma once

#include "app/calls/calls.h"

#include <vector>

namespace calls {

// A call: one exchange, or both halves of it.
struct CauseNode {
    ExchangeId id = base::noId;       // the client's half, if it was captured
    ExchangeId server = base::noId;   // the server's, which may be the only one; noId: not captured
    size_t parent = 0;                // in the tree; the root is its own
    unsigned depth = 0;               // of the root 0
    CauseLink link;                   // to the parent; of the root: why it has none
};

struct CauseTree {
    std::vector<CauseNode> nodes;     // each before what it caused, in the order of time
    bool cut = false;                 // there are more than `nodesMax`
    static constexpr size_t nodesMax = 500;
};

// `id` < store.size().
CauseTree causeTree(const exchange::Store &, const Calls &, ExchangeId id);

} // namespace calls
