// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/calls/connection_pairs.h"

#include <algorithm>
#include <utility>
#include <cstring>
#include <functional>
#include <iterator>
#include <limits>
#include <tuple>

namespace calls {

using exchange::Connection;
using exchange::Store;

namespace {

constexpr uint8_t tcp = 6;
// Records of a connection's last calls, and the other end's close, come within this time after its own.
constexpr base::Duration keptAfterEnd = 2'000'000'000;

// IPv4-mapped addresses (RFC 4291, section 2.5.5.2) as plain IPv4: what a server that listens on [::] sees.
base::Endpoint plain(const base::Endpoint &endpoint)
{
    constexpr std::array<uint8_t, 12> mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    if (endpoint.family != base::Family::V6 || !std::equal(mapped.begin(), mapped.end(), endpoint.bytes.begin()))
        return endpoint;
    base::Endpoint result{base::Family::V4, endpoint.port, {}};
    std::copy_n(endpoint.bytes.begin() + mapped.size(), 4, result.bytes.begin());
    return result;
}

auto order(const base::Endpoint &endpoint)
{
    return std::tie(endpoint.bytes, endpoint.port, endpoint.family);
}

bool hasAddresses(const Connection &connection)
{
    return connection.protocol != 0 && connection.local.port != 0 && connection.remote.port != 0;
}

bool hasSequences(const Connection &connection)
{
    return connection.fromStart && connection.sequences && connection.protocol == tcp;
}

uint64_t sequenceKey(uint32_t sent, uint32_t received)
{
    return uint64_t(sent) << 32 | received;
}

bool mirrored(const Connection &one, const Connection &other)
{
    return plain(one.local) == plain(other.remote) && plain(one.remote) == plain(other.local);
}

base::Time endOf(const Connection &connection)
{
    return connection.closed ? connection.closed : std::numeric_limits<base::Time>::max();
}

bool overlap(const Connection &one, const Connection &other)
{
    return one.opened <= endOf(other) && other.opened <= endOf(one);
}

bool sameNamespace(const Connection &one, const Connection &other)
{
    return one.netns != 0 && one.netns == other.netns && one.machine == other.machine;
}

bool oneSide(const Connection &one, const Connection &other)
{
    return one.side != base::Side::Unknown && one.side == other.side;
}

// Each machine numbers its own.
base::FlowId flowKey(const Connection &connection, base::FlowId flow)
{
    return flow && !connection.machine.empty() ? flow ^ std::hash<std::string>()(connection.machine) : flow;
}

template<class Map> size_t bytesOf(const Map &map)
{
    return map.size() * (sizeof(typename Map::value_type) + 2 * sizeof(void *)) + map.bucket_count() * sizeof(void *);
}

} // namespace

size_t ConnectionPairs::AddressesHash::operator()(const Addresses &addresses) const
{
    uint64_t hash = addresses.protocol;
    for (const base::Endpoint *endpoint : {&addresses.low, &addresses.high}) {
        uint64_t words[2];
        std::memcpy(words, endpoint->bytes.data(), sizeof words);
        for (const uint64_t word : {words[0], words[1], uint64_t(endpoint->port)})
            hash = (hash ^ word) * 0x9e3779b97f4a7c15u;
    }
    return size_t(hash ^ hash >> 32);
}

ConnectionPairs::Addresses ConnectionPairs::addressesOf(const Connection &connection)
{
    base::Endpoint local = plain(connection.local), remote = plain(connection.remote);
    if (order(remote) < order(local))
        std::swap(local, remote);
    return {local, remote, connection.protocol};
}

ConnectionId ConnectionPairs::otherEnd(ConnectionId id) const
{
    const auto known = m_known.find(id);
    return known == m_known.end() ? base::noId : known->second.otherEnd;
}

std::vector<ConnectionPairs::Pair> ConnectionPairs::update(const Store &store, ConnectionId id)
{
    const Connection &connection = store.connections()[id];
    Known &known = m_known[id];
    m_now = std::max({m_now, connection.opened, connection.closed});
    const bool merged = connection.mergedInto != base::noId;
    if (connection.closed || merged)
        over(known, id, merged ? m_now : connection.closed);
    if (known.otherEnd != base::noId || merged)
        return {};
    std::optional<Pair> found;
    if (connection.protocol == 0)
        found = byFlow(connection);
    else if (hasSequences(connection))
        found = bySequences(store, connection);
    if (found)
        return {*found};
    if (hasAddresses(connection) && !known.addresses)
        return remember(store, connection);
    return {};
}

// Of two ends at least one names the other; which of them is seen first does not matter.
std::optional<ConnectionPairs::Pair> ConnectionPairs::byFlow(const Connection &connection)
{
    if (connection.flow == 0)
        return std::nullopt;
    Known &known = m_known[connection.id];
    known.flow = flowKey(connection, connection.flow);
    known.peer = flowKey(connection, connection.peer);
    const auto other = [&](const std::unordered_map<base::FlowId, ConnectionId> &from, base::FlowId flow) -> std::optional<ConnectionId> {
        const auto found = from.find(flow);
        return found == from.end() || found->second == connection.id ? std::nullopt : std::optional(found->second);
    };
    if (const auto found = other(m_wanted, known.flow))
        return pair(connection.id, *found);
    if (connection.peer) {
        if (const auto found = other(m_flows, known.peer))
            return pair(connection.id, *found);
        m_wanted.try_emplace(known.peer, connection.id);
    }
    m_flows.try_emplace(known.flow, connection.id);
    return std::nullopt;
}

std::optional<ConnectionPairs::Pair> ConnectionPairs::bySequences(const Store &store, const Connection &connection)
{
    const auto [sent, received] = *connection.sequences;
    const auto found = m_sequences.find(sequenceKey(received, sent));
    if (found != m_sequences.end() && found->second != connection.id && !oneSide(connection, store.connections()[found->second]))
        return pair(connection.id, found->second);
    const uint64_t key = sequenceKey(sent, received);
    m_sequences.insert_or_assign(key, connection.id);
    m_known[connection.id].sequences = key;
    return std::nullopt;
}

// Its predecessors on this port are over: they are paired now or never.
std::vector<ConnectionPairs::Pair> ConnectionPairs::remember(const Store &store, const Connection &connection)
{
    const auto isPredecessor = [&](ConnectionId id) {
        const Connection &before = store.connections()[id];
        return plain(before.local) == plain(connection.local) && before.netns == connection.netns && before.machine == connection.machine && !overlap(before, connection);
    };
    std::vector<Pair> pairs;
    const Addresses addresses = addressesOf(connection);
    if (const auto known = m_unpaired.find(addresses); known != m_unpaired.end()) {
        std::vector<ConnectionId> over;
        std::ranges::copy_if(known->second, std::back_inserter(over), isPredecessor);
        for (const ConnectionId id : over)
            if (const auto found = byAddresses(store, id))
                pairs.push_back(*found);
    }
    std::vector<ConnectionId> &known = m_unpaired[addresses];
    std::erase_if(known, isPredecessor);
    known.push_back(connection.id);
    m_known[connection.id].addresses = addresses;
    return pairs;
}

std::optional<ConnectionId> ConnectionPairs::onlyCandidate(const Store &store, const Connection &own, const std::vector<ConnectionId> &known) const
{
    std::optional<ConnectionId> here, elsewhere;
    unsigned countHere = 0, countElsewhere = 0;
    for (const ConnectionId id : known) {
        const Connection &other = store.connections()[id];
        if (id == own.id || other.mergedInto != base::noId || !mirrored(own, other) || !overlap(own, other) || oneSide(own, other)
            || own.machine != other.machine   // machines have the same private addresses
            || (hasSequences(own) && hasSequences(other)))   // whose sequence numbers differ
            continue;
        if (sameNamespace(own, other)) {
            ++countHere;
            here = id;
        } else {
            ++countElsewhere;
            elsewhere = id;
        }
    }
    if (countHere)
        return countHere == 1 ? here : std::nullopt;
    return countElsewhere == 1 ? elsewhere : std::nullopt;
}

std::optional<ConnectionPairs::Pair> ConnectionPairs::byAddresses(const Store &store, ConnectionId id)
{
    const auto mine = m_known.find(id);
    if (mine == m_known.end() || mine->second.otherEnd != base::noId || !mine->second.addresses)
        return std::nullopt;
    const Connection &own = store.connections()[id];
    const auto known = m_unpaired.find(*mine->second.addresses);
    if (known == m_unpaired.end() || known->second.size() < 2)
        return std::nullopt;
    const auto other = onlyCandidate(store, own, known->second);
    if (!other || onlyCandidate(store, store.connections()[*other], known->second) != id)
        return std::nullopt;
    return pair(id, *other);
}

ConnectionPairs::Pair ConnectionPairs::pair(ConnectionId one, ConnectionId other)
{
    for (const auto &[id, end] : {Pair(one, other), Pair(other, one)}) {
        Known &known = m_known[id];
        known.otherEnd = end;
        withdraw(id, known);
    }
    return {one, other};
}

void ConnectionPairs::end(ConnectionId id)
{
    if (const auto known = m_known.find(id); known != m_known.end())
        over(known->second, id, m_now);
}

void ConnectionPairs::over(Known &known, ConnectionId id, base::Time when)
{
    if (!std::exchange(known.over, true))
        m_over.emplace_back(when, id);
}

// Nothing is to be found under its keys any more.
void ConnectionPairs::withdraw(ConnectionId id, const Known &known)
{
    const auto erase = [id](auto &map, auto key) {
        if (const auto found = map.find(key); found != map.end() && found->second == id)
            map.erase(found);
    };
    erase(m_flows, known.flow);
    erase(m_wanted, known.peer);
    if (known.sequences)
        erase(m_sequences, *known.sequences);
    if (!known.addresses)
        return;
    const auto same = m_unpaired.find(*known.addresses);
    if (same == m_unpaired.end())
        return;
    std::erase(same->second, id);
    if (same->second.empty())
        m_unpaired.erase(same);
}

std::vector<ConnectionId> ConnectionPairs::forgetOver()
{
    std::vector<ConnectionId> forgotten;
    while (!m_over.empty() && m_over.front().first + keptAfterEnd < m_now) {
        const ConnectionId id = m_over.front().second;
        m_over.pop_front();
        forget(id, forgotten);
    }
    return forgotten;
}

std::vector<ConnectionId> ConnectionPairs::forgetAllOver()
{
    std::vector<ConnectionId> forgotten;
    for (const auto &[when, id] : std::exchange(m_over, {}))
        forget(id, forgotten);
    // A table keeps the room for all that it ever held.
    const auto shrink = [](auto &table) { table.rehash(0); };
    shrink(m_known);
    shrink(m_flows);
    shrink(m_wanted);
    shrink(m_sequences);
    shrink(m_unpaired);
    return forgotten;
}

void ConnectionPairs::forget(ConnectionId id, std::vector<ConnectionId> &forgotten)
{
    const auto known = m_known.find(id);
    if (known == m_known.end())
        return;
    withdraw(id, known->second);
    m_known.erase(known);
    forgotten.push_back(id);
}

size_t ConnectionPairs::memoryBytes() const
{
    return bytesOf(m_known) + bytesOf(m_flows) + bytesOf(m_wanted) + bytesOf(m_sequences) + bytesOf(m_unpaired)
        + m_over.size() * sizeof(m_over[0]);
}

} // namespace calls
