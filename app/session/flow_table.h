// SPDX-License-Identifier: GPL-3.0-or-later
// The live sockets: created when first mentioned, ended by their close, by the exit of the process that used them last,
// or by the size limit.
#pragma once

#include "app/session/coverage_table.h"
#include "app/session/flow.h"
#include "app/session/live_table.h"

#include <unordered_set>

namespace session {

class FlowTable
{
public:
    static constexpr size_t flowsMax = size_t(1) << 17;   // twice what the probes follow at a time

    explicit FlowTable(exchange::Builder &, size_t most = flowsMax);

    // `pid` uses it; 0: no process does.
    Flow &use(base::FlowId, uint32_t pid = 0);
    Flow *find(base::FlowId id) { return m_flows.use(id); }      // null: never seen, or over
    Flow *peek(base::FlowId id) { return m_flows.peek(id); }     // the same without marking it as used
    void exited(uint32_t pid, base::Time);
    // Advances time: returns the flows that are over. `last`: all are.
    struct Over {
        base::FlowId flow;
        base::ConnectionId connection;
    };
    std::vector<Over> settle(base::Time now, bool last, CoverageTable &);
    size_t size() const { return m_flows.size(); }
    size_t pending() const { return m_flows.pending(); }

private:
    void makeRoom();
    void leave(base::FlowId, uint32_t pid);

    exchange::Builder &m_builder;
    LiveTable<base::FlowId, Flow> m_flows;
    std::unordered_map<uint32_t, std::unordered_set<base::FlowId>> m_byUser;   // by the process that used them last
    std::vector<Over> m_over;      // since the last settle()
    base::Time m_now = 0;
};

} // namespace session
