// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/agents/matching.h"

#include "app/cli/call_lookup.h"
#include "app/filter/node.h"

namespace agents {

std::vector<base::ExchangeId> matching(const filter::Filter &filter, const exchange::Store &store, const calls::Calls &calls, const base::BodySource &bodies,
                                       const std::function<bool()> &cancelled)
{
    // Bodies are searched from the file, so a few rows may take a while.
    const base::ExchangeId step = filter.contentTerms().empty() ? 65536 : 16;
    cli::CallLookup contents(store, calls, bodies);
    std::vector<base::ExchangeId> all;
    for (base::ExchangeId from = 0; from < store.size() && !cancelled(); from += step) {
        const auto some = filter.run(store, from, std::min(store.size(), from + step), &contents);
        all.insert(all.end(), some.begin(), some.end());
    }
    return all;
}

} // namespace agents
