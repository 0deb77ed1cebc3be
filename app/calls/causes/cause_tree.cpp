// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/calls/causes/cause_tree.h"

#include <algorithm>

namespace calls {

namespace {

constexpr unsigned depthMax = 64;   // of calls through processes; more is a loop among clocks

struct Halves {
    ExchangeId client = base::noId, server = base::noId;
};

Halves halvesOf(const exchange::Store &store, const Calls &calls, ExchangeId id)
{
    const ExchangeId other = calls.otherHalf(id);
    if (store.side(id) == base::Side::Server || calls.isSecond(id))
        return {other, id};
    return {id, other};
}

CauseLink linkOf(const Calls &calls, const Halves &halves)
{
    return halves.client == base::noId ? CauseLink{} : calls.causes().of(halves.client);
}

class Grower
{
public:
    Grower(const exchange::Store &store, const Calls &calls) : m_store(store), m_calls(calls) {}
    void grow(const Halves &halves, size_t parent, unsigned depth)
    {
        if (m_tree.nodes.size() >= CauseTree::nodesMax || depth > depthMax) {
            m_tree.cut = true;
            return;
        }
        const size_t own = m_tree.nodes.size();
        m_tree.nodes.push_back({halves.client != base::noId ? halves.client : halves.server, halves.server, parent, depth, linkOf(m_calls, halves)});
        if (halves.server == base::noId)
            return;
        std::vector<ExchangeId> effects = m_calls.causes().effects(halves.server);
        std::ranges::stable_sort(effects, {}, [this](ExchangeId id) { return m_store.begin(id); });
        for (const ExchangeId effect : effects)
            grow(halvesOf(m_store, m_calls, effect), own, depth + 1);
    }
    CauseTree take() { return std::move(m_tree); }

private:
    const exchange::Store &m_store;
    const Calls &m_calls;
    CauseTree m_tree;
};

} // namespace

CauseTree causeTree(const exchange::Store &store, const Calls &calls, ExchangeId id)
{
    Halves root = halvesOf(store, calls, id);
    for (unsigned steps = 0; steps < depthMax; ++steps) {
        const ExchangeId cause = linkOf(calls, root).cause;
        if (cause == base::noId)
            break;
        root = halvesOf(store, calls, cause);
    }
    Grower grower(store, calls);
    grower.grow(root, 0, 0);
    return grower.take();
}

} // namespace calls
