// SPDX-License-Identifier: GPL-3.0-or-later
// Calls between two programs of this machine: an exchange is captured at each end, and the two halves belong together.
// Halves are joined connection by connection, then exchange by exchange, by what both ends number alike; one whose
// other half is not certain stays a half, and says why.
//
// Fed with every change of a store; constant work and 8 bytes per exchange. Connections are forgotten some seconds after
// their end.
#pragma once

#include "app/calls/causes/causes.h"
#include "app/calls/connection_pairs.h"

#include <deque>
#include <optional>

namespace calls {

using base::ExchangeId;

// Why an exchange has no other half.
enum class Lone : uint8_t {
    Joined = 0,        // it has one
    OtherEndUnseen,    // the other end of its connection is not captured: on another machine, or out of scope
    Awaited,           // the other end is captured, but no exchange there fits yet
    Uncertain,         // bytes were lost or began before the capture, and several exchanges there fit
    Different,         // the exchange in its place there is another one
};

class Calls
{
public:
    // After each Store::apply(). Returns the exchanges that have got their other half, or their cause.
    std::vector<ExchangeId> update(const exchange::Store &, const exchange::Store::Change &);
    // The other half; noId: none, or not known.
    ExchangeId otherHalf(ExchangeId) const;
    // Whether it is the one of two halves that lists leave out: the server's.
    bool isSecond(ExchangeId) const;
    // How many there are of these.
    uint32_t seconds() const { return m_seconds; }
    Lone whyLone(ExchangeId) const;
    // What led to what, in each process.
    const Causes &causes() const { return m_causes; }
    ConnectionId otherEnd(ConnectionId id) const { return m_pairs.otherEnd(id); }
    // Forgets the connections that ended: nothing has come for a while.
    void forgetEnded();
    // Forgets the exchanges below `upTo`: they are halves no other will be joined to.
    void release(ExchangeId upTo);
    size_t memoryBytes() const;

private:
    // An exchange of one end that is not yet joined.
    struct Waiting {
        ExchangeId id;
        uint64_t stream;
        base::Time from = 0, until = 0;   // of a client's, out of step: when the server's half must have begun; 0: not known
    };
    struct End {
        std::vector<Waiting> waiting;     // in order of their start
        base::Time answered = 0;          // out of step: the end of the latest answer
        bool outOfStep = false;           // the two ends number their exchanges differently
    };
    struct Row {
        ExchangeId otherHalf = base::noId;
        Lone lone = Lone::OtherEndUnseen;
        bool second = false;
    };
    static constexpr size_t waitingMax = 1024;   // of one end

    Row *find(ExchangeId);
    const Row *find(ExchangeId id) const { return const_cast<Calls *>(this)->find(id); }
    void place(const exchange::Store &, ExchangeId);
    void placeAll(const exchange::Store &, ConnectionId);
    void merge(const exchange::Store &, ConnectionId into, ConnectionId from);
    void wait(const exchange::Store &, ConnectionId, ExchangeId);
    void giveUp(End &, std::vector<Waiting>::iterator, Lone);
    bool inStep(const exchange::Store &, ExchangeId, ConnectionId own, ConnectionId other);
    void joinInStep(const exchange::Store &, ExchangeId, ConnectionId own, ConnectionId other);
    void joinByTime(const exchange::Store &, ConnectionId one, ConnectionId other, base::Time placed);
    void outOfStep(const exchange::Store &, ExchangeId, ConnectionId own, ConnectionId other);
    bool window(const exchange::Store &, End &client, std::vector<Waiting>::iterator);
    std::optional<std::vector<Waiting>::iterator> onlyHalf(const exchange::Store &, const Waiting &call, End &server);
    void join(const exchange::Store &, ConnectionId, ExchangeId, ConnectionId, ExchangeId);

    ConnectionPairs m_pairs;
    Causes m_causes;
    std::deque<Row> m_rows;
    ExchangeId m_released = 0;            // rows below are forgotten
    uint32_t m_seconds = 0;
    std::unordered_map<ConnectionId, End> m_ends;   // those with something to wait for
    // Since update() began:
    std::vector<ExchangeId> m_joined;
    std::vector<ConnectionPairs::Pair> m_outOfStep;   // pairs with new or changed exchanges
};

} // namespace calls
