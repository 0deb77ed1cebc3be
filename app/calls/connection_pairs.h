// SPDX-License-Identifier: GPL-3.0-or-later
// Which two connections are the two ends of one, where both are on this machine. Never by resemblance alone:
//   Unix    the kernel's own pointer to the other end (wire::OtherEnd)
//   TCP     both seen from their start: the initial sequence numbers of both directions, whatever network address
//           translation or namespaces lie between
//   else    mirrored addresses, lives that overlap, and no second candidate; within one network namespace such a
//           pair is unique at any time
#pragma once

#include "app/exchange/store.h"

#include <cstdint>
#include <deque>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

namespace calls {

using base::ConnectionId;

class ConnectionPairs
{
public:
    using Pair = std::pair<ConnectionId, ConnectionId>;

    // A connection is new or has changed. Returns what has become certain by it: usually nothing.
    std::vector<Pair> update(const exchange::Store &, ConnectionId);
    // The same for one whose other end is still unknown when something happens on it: mirrored addresses then suffice.
    std::optional<Pair> byAddresses(const exchange::Store &, ConnectionId);
    // Nothing more comes from it, though it may never have been closed: UDP.
    void end(ConnectionId);
    // noId: none is known.
    ConnectionId otherEnd(ConnectionId) const;
    // Forgets those that closed so long ago that nothing more will come from them; returns them.
    std::vector<ConnectionId> forgetOver();
    // The same for all that closed: nothing has come for a while.
    std::vector<ConnectionId> forgetAllOver();
    size_t memoryBytes() const;

private:
    // Both ends in a fixed order, so that they have the same key.
    struct Addresses {
        base::Endpoint low, high;
        uint8_t protocol = 0;
        bool operator==(const Addresses &) const = default;
    };
    struct AddressesHash { size_t operator()(const Addresses &) const; };
    // Connections still unpaired; the same addresses come again when a port is reused.
    using Unpaired = std::unordered_map<Addresses, std::vector<ConnectionId>, AddressesHash>;

    static Addresses addressesOf(const exchange::Connection &);
    // What is known of one connection, and the keys under which others find it.
    struct Known {
        ConnectionId otherEnd = base::noId;
        base::FlowId flow = 0, peer = 0;
        std::optional<uint64_t> sequences;
        std::optional<Addresses> addresses;
        bool over = false;
    };
    std::optional<Pair> byFlow(const exchange::Connection &);
    std::optional<Pair> bySequences(const exchange::Store &, const exchange::Connection &);
    std::vector<Pair> remember(const exchange::Store &, const exchange::Connection &);
    std::optional<ConnectionId> onlyCandidate(const exchange::Store &, const exchange::Connection &, const std::vector<ConnectionId> &) const;
    Pair pair(ConnectionId, ConnectionId);
    void withdraw(ConnectionId, const Known &);
    void forget(ConnectionId, std::vector<ConnectionId> &forgotten);
    void over(Known &, ConnectionId, base::Time when);

    std::unordered_map<ConnectionId, Known> m_known;
    std::unordered_map<base::FlowId, ConnectionId> m_flows;         // Unix, unpaired
    std::unordered_map<base::FlowId, ConnectionId> m_wanted;        // the flow that a Unix connection waits for
    std::unordered_map<uint64_t, ConnectionId> m_sequences;         // TCP, unpaired, from the start: sent and received
    std::deque<std::pair<base::Time, ConnectionId>> m_over;         // closed, and when
    base::Time m_now = 0;                                           // of the latest connection opened or closed
    Unpaired m_unpaired;
};

} // namespace calls
