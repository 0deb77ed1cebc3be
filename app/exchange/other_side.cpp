// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exchange/other_side.h"

#include <algorithm>
#include <cstdlib>
#include <vector>

namespace exchange {

namespace {

// As text, so that IPv4-mapped addresses equal plain IPv4.
bool sameEndpoint(const base::Endpoint &one, const base::Endpoint &other)
{
    return one.port == other.port && (one == other || base::endpointText(one) == base::endpointText(other));
}

bool opposite(const Connection &one, const Connection &other)
{
    return other.mergedInto == base::noId && one.protocol == other.protocol && one.local.port != 0 && one.remote.port != 0
        && sameEndpoint(one.local, other.remote) && sameEndpoint(one.remote, other.local);
}

// Ports are reused: of several connections, the one that opened at the same time as this one.
ConnectionId otherEnd(std::span<const Connection> connections, const Connection &own)
{
    ConnectionId best = base::noId;
    for (const Connection &other : connections) {
        if (other.id == own.id || !opposite(own, other))
            continue;
        const auto distance = [&](ConnectionId id) { return std::abs(connections[id].opened - own.opened); };
        if (best == base::noId || distance(other.id) < distance(best))
            best = other.id;
    }
    return best;
}

bool sameWords(const Store &store, ExchangeId one, ExchangeId other)
{
    return store.kind(one) == store.kind(other) && store.methodName(one) == store.methodName(other) && store.path(one) == store.path(other);
}

} // namespace

ExchangeId otherSide(const Store &store, ExchangeId id)
{
    const auto connections = store.connections();
    const ConnectionId own = id < store.size() ? store.connection(id) : base::noId;
    if (own >= connections.size())
        return base::noId;
    const ConnectionId other = otherEnd(connections, connections[own]);
    if (other == base::noId)
        return base::noId;
    // Of identical requests: the one with as many of them before it, if both ends have the first.
    size_t before = 0;
    std::vector<ExchangeId> alike;
    for (ExchangeId each = 0; each < store.size(); ++each) {
        const ConnectionId connection = store.connection(each);
        if ((connection != own && connection != other) || !sameWords(store, id, each))
            continue;
        if (connection == other)
            alike.push_back(each);
        else if (each < id)
            ++before;
    }
    if (alike.empty())
        return base::noId;
    if (connections[own].fromStart && connections[other].fromStart)
        return before < alike.size() ? alike[before] : base::noId;
    const auto distance = [&](ExchangeId each) { return std::abs(store.begin(each) - store.begin(id)); };
    return *std::min_element(alike.begin(), alike.end(), [&](ExchangeId a, ExchangeId b) { return distance(a) < distance(b); });
}

} // namespace exchange
