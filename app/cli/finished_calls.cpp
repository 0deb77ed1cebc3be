// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/finished_calls.h"

#include <algorithm>

namespace cli {

using exchange::ExchangeId;

FinishedCalls::Ids FinishedCalls::take(const exchange::Store &store, const calls::Calls &calls, const exchange::Store::Change &change, const Ids &joined,
                                       Clock::time_point now, Clock::time_point readTo)
{
    Ids out;
    for (ExchangeId id = change.firstNew; id < store.size(); ++id)
        m_open.try_emplace(m_open.end(), id);
    for (const ExchangeId id : change.changed)
        look(store, calls, id, now, out);
    for (ExchangeId id = change.firstNew; id < store.size(); ++id)
        look(store, calls, id, now, out);
    for (const ExchangeId id : joined)
        look(store, calls, id, now, out);
    const Ids late = overdue(now, readTo);
    out.insert(out.end(), late.begin(), late.end());
    return out;
}

void FinishedCalls::look(const exchange::Store &store, const calls::Calls &calls, ExchangeId id, Clock::time_point now, Ids &out)
{
    const auto ended = [&](ExchangeId each) { return store.state(each) != exchange::State::InProgress; };
    const auto open = m_open.find(id);
    if (open == m_open.end() || !ended(id))
        return;
    const ExchangeId other = calls.otherHalf(id);
    const bool comes = other == base::noId ? calls.whyLone(id) == calls::Lone::Awaited : m_open.contains(other) && !ended(other);
    const auto awaitsCause = [&](ExchangeId each) { return calls.causes().of(each).why == calls::Causeless::Awaited; };
    const bool caused = awaitsCause(id) || (other != base::noId && awaitsCause(other));
    if (comes || caused) {
        open->second.since = std::min(open->second.since, now);
        open->second.patience = caused || other != base::noId ? longPatience : patience;
        return;
    }
    m_open.erase(open);
    out.push_back(id);
    if (other != base::noId && m_open.erase(other))
        out.push_back(other);
}

FinishedCalls::Ids FinishedCalls::overdue(Clock::time_point now, Clock::time_point readTo)
{
    Ids out;
    for (auto waiting = m_open.begin(); waiting != m_open.end();) {
        const Open &open = waiting->second;
        if (!open.isEnded() || (open.since + open.patience > readTo && open.since + unreadPatience > now)) {
            ++waiting;
            continue;
        }
        out.push_back(waiting->first);
        waiting = m_open.erase(waiting);
    }
    return out;
}

FinishedCalls::Ids FinishedCalls::all()
{
    Ids out;
    for (const auto &[id, how] : m_open)
        out.push_back(id);
    m_open.clear();
    return out;
}

FinishedCalls::Ids FinishedCalls::waiting() const
{
    Ids out;
    for (const auto &[id, how] : m_open)
        if (how.isEnded())
            out.push_back(id);
    return out;
}

std::optional<ExchangeId> FinishedCalls::oldest() const
{
    return m_open.empty() ? std::nullopt : std::optional(m_open.begin()->first);
}

} // namespace cli
