// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/calls/calls.h"

#include "app/calls/same_exchange.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <utility>

namespace calls {

using exchange::Connection;
using exchange::Moments;
using exchange::State;
using exchange::Store;

namespace {

bool hasEnded(const Store &store, ExchangeId id)
{
    return store.state(id) != State::InProgress;
}

} // namespace

Calls::Row *Calls::find(ExchangeId id)
{
    return id >= m_released && id - m_released < m_rows.size() ? &m_rows[id - m_released] : nullptr;
}

std::vector<ExchangeId> Calls::update(const Store &store, const Store::Change &change)
{
    m_joined.clear();
    if (store.size() > m_released)
        m_rows.resize(store.size() - m_released);
    for (const ConnectionId id : change.connections) {
        if (id >= store.connections().size())
            continue;
        for (const auto &[one, other] : m_pairs.update(store, id)) {
            placeAll(store, one);
            placeAll(store, other);
        }
        if (const ConnectionId into = store.connections()[id].mergedInto; into != base::noId)
            merge(store, into, id);
    }
    for (const ExchangeId id : change.changed)
        place(store, id);
    for (ExchangeId id = change.firstNew; id < store.size(); ++id)
        place(store, id);
    std::ranges::sort(m_outOfStep);
    m_outOfStep.erase(std::ranges::unique(m_outOfStep).begin(), m_outOfStep.end());
    for (const auto &[one, other] : std::exchange(m_outOfStep, {}))
        joinByTime(store, one, other, std::numeric_limits<base::Time>::max());
    for (const ConnectionId id : change.endedConnections)
        m_pairs.end(id);
    for (const ConnectionId id : m_pairs.forgetOver())
        m_ends.erase(id);
    const std::vector<ExchangeId> caused = m_causes.update(store, change);
    m_joined.insert(m_joined.end(), caused.begin(), caused.end());
    std::ranges::sort(m_joined);
    m_joined.erase(std::ranges::unique(m_joined).begin(), m_joined.end());
    return std::exchange(m_joined, {});
}

void Calls::forgetEnded()
{
    for (const ConnectionId id : m_pairs.forgetAllOver())
        m_ends.erase(id);
    m_ends.rehash(0);
}

void Calls::place(const Store &store, ExchangeId id)
{
    Row *row = find(id);
    if (!row || row->lone == Lone::Joined || row->lone == Lone::Uncertain || row->lone == Lone::Different)
        return;
    const ConnectionId own = store.connection(id);
    if (own == base::noId)
        return;
    ConnectionId other = m_pairs.otherEnd(own);
    if (other == base::noId) {
        wait(store, own, id);
        if (const auto pair = m_pairs.byAddresses(store, own)) {
            placeAll(store, pair->first);
            placeAll(store, pair->second);
        }
        return;
    }
    row->lone = Lone::Awaited;
    if (inStep(store, id, own, other))
        return joinInStep(store, id, own, other);
    outOfStep(store, id, own, other);
}

void Calls::outOfStep(const Store &store, ExchangeId id, ConnectionId own, ConnectionId other)
{
    wait(store, own, id);
    if (m_outOfStep.empty() || m_outOfStep.back() != ConnectionPairs::Pair(std::minmax(own, other)))
        m_outOfStep.emplace_back(std::minmax(own, other));
    // A long list is worked off as far as nothing can come in between any more: exchanges come in order of their start.
    if (m_ends[own].waiting.size() % (waitingMax / 4) == 0)
        joinByTime(store, own, other, store.begin(id));
}

void Calls::placeAll(const Store &store, ConnectionId id)
{
    const auto found = m_ends.find(id);
    if (found == m_ends.end())
        return;
    const std::vector<Waiting> waiting = found->second.waiting;
    for (const Waiting &each : waiting)
        place(store, each.id);
}

// A TLS object's socket has become known: its exchanges are the socket's.
void Calls::merge(const Store &store, ConnectionId into, ConnectionId from)
{
    const auto found = m_ends.extract(from);
    if (found.empty())
        return;
    const std::vector<Waiting> &moved = found.mapped().waiting;
    std::vector<Waiting> &waiting = m_ends[into].waiting;
    waiting.insert(waiting.end(), moved.begin(), moved.end());
    std::ranges::sort(waiting, {}, &Waiting::id);
    for (const Waiting &each : moved)
        place(store, each.id);
}

void Calls::wait(const Store &store, ConnectionId own, ExchangeId id)
{
    End &at = m_ends[own];
    const auto place = std::ranges::lower_bound(at.waiting, id, {}, &Waiting::id);
    if (place != at.waiting.end() && place->id == id)
        return;
    at.waiting.insert(place, {id, store.stream(id)});
    if (at.waiting.size() > waitingMax)
        giveUp(at, at.waiting.begin(), m_pairs.otherEnd(own) == base::noId ? Lone::OtherEndUnseen : Lone::Uncertain);
}

void Calls::giveUp(End &end, std::vector<Waiting>::iterator which, Lone why)
{
    if (which == end.waiting.end())
        return;   // as one too many already
    if (Row *row = find(which->id))
        row->lone = why;
    end.waiting.erase(which);
}

// Whether both ends give this exchange the same number.
bool Calls::inStep(const Store &store, ExchangeId id, ConnectionId own, ConnectionId other)
{
    if (isMultiplexed(store, id) || isWholeConnection(store, id))
        return true;
    const Connection &one = store.connections()[own], &two = store.connections()[other];
    const auto isOutOfStep = [this](ConnectionId end) {
        const auto found = m_ends.find(end);
        return found != m_ends.end() && found->second.outOfStep;
    };
    return !isOutOfStep(own) && !isOutOfStep(other) && one.fromStart && two.fromStart && one.lostBytes == 0 && two.lostBytes == 0;
}

void Calls::joinInStep(const Store &store, ExchangeId id, ConnectionId own, ConnectionId other)
{
    const auto known = m_ends.find(other);
    if (known == m_ends.end() || known->second.waiting.empty())
        return wait(store, own, id);
    End &there = known->second;
    const uint64_t stream = store.stream(id);
    const bool whole = isWholeConnection(store, id);
    const auto found = std::ranges::find_if(there.waiting, [&](const Waiting &each) {
        return each.stream == stream && isWholeConnection(store, each.id) == whole && find(each.id);
    });
    if (found == there.waiting.end())
        return wait(store, own, id);
    switch (compare(store, id, found->id)) {
    case Likeness::Same: return join(store, own, id, other, found->id);
    case Likeness::Unknown: return wait(store, own, id);
    case Likeness::Different: break;
    }
    wait(store, own, id);
    End &here = m_ends[own];
    if (isMultiplexed(store, id) || whole) {
        giveUp(there, found, Lone::Different);
        giveUp(here, std::ranges::find(here.waiting, id, &Waiting::id), Lone::Different);
        return;
    }
    here.outOfStep = there.outOfStep = true;
    outOfStep(store, id, own, other);
}

// When the server must have read the first byte of a call: after the client had its previous answer, and before it
// had the first byte of this one. Calls that overlap have no such time of their own. False: it was given up.
bool Calls::window(const Store &store, End &client, std::vector<Waiting>::iterator call)
{
    const Moments moments = store.moments(call->id);
    const bool overlaps = moments.requestBegin < client.answered
        || std::any_of(client.waiting.begin(), call, [&](const Waiting &each) { return store.state(each.id) == State::InProgress; });
    const base::Time answered = client.answered;
    client.answered = std::max(client.answered, moments.responseEnd);
    if (overlaps || moments.requestBegin == 0 || moments.responseBegin == 0) {
        giveUp(client, call, Lone::Uncertain);
        return false;
    }
    call->from = answered;
    call->until = moments.responseBegin;
    return true;
}

// Out of step, only what certainly belongs together is joined: calls that follow one another, whose times exclude
// every other exchange, and that look alike in every respect. `placed`: when the latest exchange began of which all
// earlier ones are known.
void Calls::joinByTime(const Store &store, ConnectionId one, ConnectionId other, base::Time placed)
{
    const auto [client, server] = clientFirst(store, one, other);
    if (client == base::noId)
        return;
    End &asking = m_ends[client], &answering = m_ends[server];
    for (End *each : {&asking, &answering})
        std::erase_if(each->waiting, [&](const Waiting &waiting) { return !find(waiting.id); });
    if (store.connections()[client].machine != store.connections()[server].machine) {   // their clocks are not close enough
        while (!asking.waiting.empty())
            giveUp(asking, asking.waiting.begin(), Lone::Uncertain);
        return;
    }
    for (size_t i = 0; i < asking.waiting.size();) {
        const auto call = asking.waiting.begin() + ptrdiff_t(i);
        if (!hasEnded(store, call->id)) {
            ++i;
            continue;
        }
        if (call->until == 0 && !window(store, asking, call))
            continue;
        if (call->until > placed)
            break;
        const auto half = onlyHalf(store, *call, answering);
        if (!half) {
            giveUp(asking, call, Lone::Uncertain);
            continue;
        }
        if (*half == answering.waiting.end() || !hasEnded(store, (*half)->id)) {
            ++i;
            continue;
        }
        const ExchangeId asked = call->id, answered = (*half)->id;
        if (compare(store, asked, answered) == Likeness::Same && alikeInFull(store, asked, answered)) {
            join(store, client, asked, server, answered);
            continue;
        }
        giveUp(answering, std::ranges::find(answering.waiting, answered, &Waiting::id), Lone::Different);
        giveUp(asking, asking.waiting.begin() + ptrdiff_t(i), Lone::Different);
    }
}

// Within a call's time at most one exchange of the server is its own, and that is the last one; others belong to earlier
// calls that the client's end lost. The last is certain if the server read it after the client's call had returned,
// or if there is no other. None may fit (the end); nullopt: it is not certain.
std::optional<std::vector<Calls::Waiting>::iterator> Calls::onlyHalf(const Store &store, const Waiting &call, End &server)
{
    const auto began = [&](const Waiting &each) { return store.moments(each.id).requestBegin; };
    std::vector<Waiting> &waiting = server.waiting;
    // No later call has room for those before it.
    while (!waiting.empty() && began(waiting.front()) <= call.from && hasEnded(store, waiting.front().id))
        giveUp(server, waiting.begin(), Lone::Uncertain);
    const auto after = std::ranges::find_if(waiting, [&](const Waiting &each) { return began(each) > call.until; });
    const auto first = std::find_if(waiting.begin(), after, [&](const Waiting &each) { return began(each) > call.from; });
    if (first == after)
        return waiting.end();
    const auto last = std::prev(after);
    if (first != last && began(*last) < store.moments(call.id).requestBegin)
        return std::nullopt;
    return last;
}

void Calls::join(const Store &store, ConnectionId oneEnd, ExchangeId one, ConnectionId otherEnd, ExchangeId other)
{
    Row *mine = find(one), *theirs = find(other);
    if (!mine || !theirs)
        return;
    const auto leaves = [this](ConnectionId end, ExchangeId id) {
        if (const auto found = m_ends.find(end); found != m_ends.end())
            std::erase_if(found->second.waiting, [id](const Waiting &each) { return each.id == id; });
    };
    leaves(oneEnd, one);
    leaves(otherEnd, other);
    mine->otherHalf = other;
    theirs->otherHalf = one;
    mine->lone = theirs->lone = Lone::Joined;
    (isServers(store, one, other) ? mine : theirs)->second = true;
    ++m_seconds;
    m_joined.push_back(one);
    m_joined.push_back(other);
}

ExchangeId Calls::otherHalf(ExchangeId id) const
{
    const Row *row = find(id);
    return row ? row->otherHalf : base::noId;
}

bool Calls::isSecond(ExchangeId id) const
{
    const Row *row = find(id);
    return row && row->second;
}

Lone Calls::whyLone(ExchangeId id) const
{
    const Row *row = find(id);
    return row ? row->lone : Lone::OtherEndUnseen;
}

void Calls::release(ExchangeId upTo)
{
    m_causes.release(upTo);
    for (; m_released < upTo && !m_rows.empty(); ++m_released)
        m_rows.pop_front();
}

size_t Calls::memoryBytes() const
{
    size_t waiting = m_ends.bucket_count() * sizeof(void *);
    for (const auto &[connection, end] : m_ends)
        waiting += sizeof(End) + 3 * sizeof(void *) + end.waiting.capacity() * sizeof(Waiting);
    return m_pairs.memoryBytes() + m_causes.memoryBytes() + m_rows.size() * sizeof(Row) + waiting;
}

} // namespace calls
