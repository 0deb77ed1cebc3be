// SPDX-License-Identifier: GPL-3.0-or-later
// What one process has served lately, and to which of it a request that it sent belongs. Limited in what it remembers:
// what it has forgotten can no longer be a cause, but is never replaced by another.
#pragma once

#include "app/calls/causes/cause_link.h"
#include "app/exchange/exchange.h"

#include <cstdint>
#include <deque>
#include <unordered_map>
#include <vector>

namespace calls {

struct SentRequest {
    ExchangeId id = base::noId;
    base::Time begin = 0;
    uint32_t tid = 0;          // that sent it; 0: unknown
    uint64_t target = 0;       // a hash of what it asked whom
    exchange::Trace trace = {};
};

struct ServedRequest {
    ExchangeId id = base::noId;
    base::Time begin = 0;
    base::Time end = 0;        // of its answer; 0: in progress
    uint32_t tid = 0;          // that read it; 0: unknown
    uint32_t answerTid = 0;    // that began its answer; 0: unknown
    bool whole = true;         // false: a channel, or a connection that cannot be read: it may be any number of requests
    exchange::Trace trace = {};
};

class ProcessWork
{
public:
    // New, or changed. Returns what waited for its end.
    std::vector<SentRequest> serve(const ServedRequest &);
    // Awaited: remembered until the end of what it may belong to.
    CauseLink find(const SentRequest &);
    // Whether a whole exchange stayed on one thread.
    void stayed(bool onOneThread);
    size_t memoryBytes() const;

private:
    struct Served : ServedRequest {
        std::vector<SentRequest> waiting = {};
    };
    struct Ended {
        base::Time end;
        ExchangeId id;
    };
    // Those in progress at one time; `one` is the only one if `count` is 1. `count` stops at 2.
    struct InProgress {
        size_t count = 0, onThread = 0;
        const Served *one = nullptr, *oneOnThread = nullptr;
    };
    using Ids = std::vector<ExchangeId>;

    InProgress inProgressAt(const SentRequest &) const;
    CauseLink byTrace(const SentRequest &) const;
    CauseLink byTime(const SentRequest &);
    Ids sharing(const std::string &id, const SentRequest &) const;
    bool changesThreads() const { return m_moved * 20 > m_exchanges; }
    bool isAlsoUnprompted(const SentRequest &) const;
    void remember(const std::string &id, ExchangeId);
    void forget(const std::string &id, ExchangeId);
    void trim();

    std::unordered_map<ExchangeId, Served> m_served;
    std::vector<ExchangeId> m_open;
    std::deque<Ended> m_ended;                               // in order of their ends
    base::Time m_forgotten = 0;                              // all that ended up to then may have been forgotten
    bool m_crowded = false;                                  // there are more in progress than are remembered
    std::unordered_map<std::string, Ids> m_byTrace;
    std::unordered_map<uint64_t, base::Time> m_unprompted;   // targets, and when they were last asked with nothing in progress
    uint32_t m_exchanges = 0, m_moved = 0;                   // lately
};

} // namespace calls
