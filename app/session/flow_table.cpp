// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/flow_table.h"

#include <utility>

namespace session {

FlowTable::FlowTable(exchange::Builder &builder, size_t most)
    : m_builder(builder)
    , m_flows(most)
{
}

Flow &FlowTable::use(base::FlowId id, uint32_t pid)
{
    Flow *flow = m_flows.use(id);
    if (!flow) {
        makeRoom();
        flow = &m_flows.add(id, m_builder, id, m_builder.newConnection().id);
    }
    if (pid == 0)
        return *flow;
    if (flow->lastUser() != pid) {
        leave(id, flow->lastUser());
        m_byUser[pid].insert(id);
    }
    flow->used(pid);
    return *flow;
}

void FlowTable::leave(base::FlowId id, uint32_t pid)
{
    const auto flows = m_byUser.find(pid);
    if (flows == m_byUser.end())
        return;
    flows->second.erase(id);
    if (flows->second.empty())
        m_byUser.erase(flows);
}

// The least recently active one is shown as far as it is known.
void FlowTable::makeRoom()
{
    if (!m_flows.full())
        return;
    const base::FlowId id = m_flows.oldest();
    Flow &oldest = *m_flows.peek(id);
    m_builder.lost("too many connections at a time", 0);
    oldest.end(m_now);
    m_over.push_back({id, oldest.connection()});
    leave(id, oldest.lastUser());
    m_flows.erase(id);
}

void FlowTable::exited(uint32_t pid, base::Time time)
{
    const auto flows = m_byUser.extract(pid);
    if (flows.empty())
        return;
    for (const base::FlowId id : flows.mapped())
        if (Flow *flow = m_flows.use(id))
            flow->userGone(time);
}

std::vector<FlowTable::Over> FlowTable::settle(base::Time now, bool last, CoverageTable &coverage)
{
    m_now = now;
    if (last)
        m_flows.lookAtAll();
    m_flows.settle([&](base::FlowId, Flow &flow) { return flow.settle(now, last, coverage); },
                   [&](base::FlowId id) {
                       const Flow &flow = *m_flows.peek(id);
                       m_over.push_back({id, flow.connection()});
                       leave(id, flow.lastUser());
                   });
    return std::exchange(m_over, {});
}

} // namespace session
