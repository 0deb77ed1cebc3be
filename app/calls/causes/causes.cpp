// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/calls/causes/causes.h"

#include <algorithm>
#include <functional>
#include <string>
#include <utility>

namespace calls {

using exchange::Kind;
using exchange::State;
using exchange::Store;

namespace {

bool hasEnded(const Store &store, ExchangeId id)
{
    return store.state(id) != State::InProgress;
}

// Without its query, which may hold the time.
uint64_t targetOf(const Store &store, ExchangeId id)
{
    const std::string_view path = store.path(id);
    std::string text(store.method(id));
    text.append(1, '\n').append(store.host(id)).append(1, '\n').append(path.substr(0, path.find('?')));
    return std::hash<std::string>()(text);
}

} // namespace

Causes::Row *Causes::find(ExchangeId id)
{
    return id >= m_released && id - m_released < m_rows.size() ? &m_rows[id - m_released] : nullptr;
}

Causes::Row *Causes::use(ExchangeId id)
{
    if (id >= m_released && id - m_released >= m_rows.size())
        m_rows.resize(id - m_released + 1);
    return find(id);
}

std::vector<ExchangeId> Causes::update(const Store &store, const Store::Change &change)
{
    m_linked.clear();
    for (const ExchangeId id : change.changed)
        place(store, id);
    for (ExchangeId id = change.firstNew; id < store.size(); ++id)
        place(store, id);
    for (const ExchangeId id : std::exchange(m_heldBack, {}))
        decide(store, id);
    for (const base::ProcessId id : change.endedProcesses)
        m_processes.erase(id);
    std::ranges::sort(m_linked);
    return std::exchange(m_linked, {});
}

void Causes::place(const Store &store, ExchangeId id)
{
    if (store.process(id) == base::noId)
        return;
    if (store.side(id) == base::Side::Server)
        return serve(store, id);
    if (store.side(id) != base::Side::Client)
        return;
    m_heldBack.push_back(id);
    while (m_heldBack.size() > heldBackMax) {
        decide(store, m_heldBack.front());
        m_heldBack.pop_front();
    }
}

void Causes::serve(const Store &store, ExchangeId id)
{
    const Kind kind = store.kind(id);
    if (kind == Kind::Failed)
        return;
    const exchange::Trail trail = store.trail(id);
    const exchange::Moments &moments = trail.moments;
    const base::Time begin = moments.requestBegin ? moments.requestBegin : store.begin(id);
    ServedRequest served{.id = id, .begin = begin, .tid = trail.tid, .answerTid = trail.answerTid, .trace = trail.trace};
    served.whole = kind == Kind::Http || kind == Kind::Query;
    if (hasEnded(store, id))
        served.end = std::max({begin, moments.requestEnd, moments.responseBegin, moments.responseEnd});
    ProcessWork &work = m_processes[store.process(id)];
    if (served.end && served.whole && trail.tid && trail.answerTid)
        work.stayed(trail.tid == trail.answerTid);
    for (const SentRequest &sent : work.serve(served))
        settle(work, sent);
}

void Causes::decide(const Store &store, ExchangeId id)
{
    const auto work = m_processes.find(store.process(id));
    if (work == m_processes.end())
        return;
    Row *row = use(id);
    if (!row || row->why == Causeless::Linked || row->why == Causeless::Awaited)
        return;
    const exchange::Trail trail = store.trail(id);
    if (hasEnded(store, id) && trail.tid && trail.answerTid)
        work->second.stayed(trail.tid == trail.answerTid);
    if (trail.moments.requestBegin == 0 || (row->why != Causeless::NotSent && !hasEnded(store, id)))
        return;
    settle(work->second, {id, trail.moments.requestBegin, trail.tid, targetOf(store, id), trail.trace});
}

void Causes::settle(ProcessWork &work, const SentRequest &sent)
{
    Row *row = find(sent.id);
    if (!row || row->why == Causeless::Linked)
        return;
    const CauseLink found = work.find(sent);
    row->why = found.why;
    Row *cause = found.why == Causeless::Linked ? use(found.cause) : nullptr;
    if (!cause)
        return;
    row = find(sent.id);
    row->cause = found.cause;
    row->how = found.how;
    row->sureness = found.sureness;
    row->effectBefore = std::exchange(cause->lastEffect, sent.id);
    m_linked.push_back(sent.id);
}

CauseLink Causes::of(ExchangeId id) const
{
    const Row *row = find(id);
    return row ? CauseLink{row->cause, row->how, row->sureness, row->why} : CauseLink{};
}

std::vector<ExchangeId> Causes::effects(ExchangeId id) const
{
    std::vector<ExchangeId> ids;
    const Row *row = find(id);
    for (ExchangeId each = row ? row->lastEffect : base::noId; each != base::noId;) {
        ids.push_back(each);
        const Row *effect = find(each);
        each = effect ? effect->effectBefore : base::noId;
    }
    std::ranges::sort(ids);
    return ids;
}

void Causes::release(ExchangeId upTo)
{
    while (m_released < upTo && !m_rows.empty()) {
        m_rows.pop_front();
        ++m_released;
    }
    if (m_rows.empty())
        m_released = std::max(m_released, upTo);
}

size_t Causes::memoryBytes() const
{
    size_t bytes = m_rows.size() * sizeof(Row);
    for (const auto &[id, work] : m_processes)
        bytes += work.memoryBytes();
    return bytes;
}

} // namespace calls
