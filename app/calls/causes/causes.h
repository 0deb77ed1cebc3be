// SPDX-License-Identifier: GPL-3.0-or-later
// What the requests that programs send were caused by: the request that the same process was serving. Where several fit,
// there is no link: event loops, coroutines and goroutines that serve many at once leave nothing to tell by, unless they
// pass on an id (exchange/trace.h).
//
// Fed with every change of a store. Constant work for each exchange, and 16 bytes for each up to the last that a process
// with something to serve has sent.
#pragma once

#include "app/calls/causes/process_work.h"
#include "app/exchange/store.h"

#include <deque>
#include <unordered_map>
#include <vector>

namespace calls {

class Causes
{
public:
    // After each Store::apply(). Returns the exchanges whose cause has become known.
    std::vector<ExchangeId> update(const exchange::Store &, const exchange::Store::Change &);
    CauseLink of(ExchangeId) const;
    // What the exchange caused, ascending.
    std::vector<ExchangeId> effects(ExchangeId) const;
    // Forgets the exchanges below `upTo`.
    void release(ExchangeId upTo);
    size_t memoryBytes() const;

private:
    struct Row {
        ExchangeId cause = base::noId;
        ExchangeId lastEffect = base::noId;     // and before it:
        ExchangeId effectBefore = base::noId;   // of the same cause
        How how = How::None;
        Sureness sureness = Sureness::Unknown;
        Causeless why = Causeless::NotSent;
    };
    // Exchanges that began at the same time come in any order: what was sent is looked at when so many more have come, or
    // all of the change.
    static constexpr size_t heldBackMax = 512;

    void place(const exchange::Store &, ExchangeId);
    void serve(const exchange::Store &, ExchangeId);
    void decide(const exchange::Store &, ExchangeId);
    void settle(ProcessWork &, const SentRequest &);
    Row *find(ExchangeId);
    const Row *find(ExchangeId id) const { return const_cast<Causes *>(this)->find(id); }
    Row *use(ExchangeId);

    std::deque<Row> m_rows;
    ExchangeId m_released = 0;            // rows below are forgotten
    std::unordered_map<base::ProcessId, ProcessWork> m_processes;   // those that serve
    std::deque<ExchangeId> m_heldBack;
    std::vector<ExchangeId> m_linked;     // since update() began
};

} // namespace calls
