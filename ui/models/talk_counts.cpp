// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/talk_counts.h"

#include "ui/models/exchange_cells.h"
#include "ui/models/exchange_tone.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <utility>

namespace ui {

namespace {

TalkCounts::Party programOf(const exchange::Store &store, exchange::ExchangeId id)
{
    return { true, std::string(processName(store, store.process(id))) };
}

std::string callerOf(const exchange::Store &store, exchange::ExchangeId id)
{
    const exchange::Connection *connection = connectionOf(store, id);
    return connection ? base::addressText(connection->remote) : std::string();
}

} // namespace

void TalkCounts::apply(const exchange::Store::Change &change)
{
    for (const uint32_t id : change.changed)
        if (id >= m_first && id - m_first < m_counted.size())
            look(id);
}

bool TalkCounts::advance(uint32_t rows)
{
    const size_t all = m_store.size() - std::min(m_first, m_store.size());
    const size_t end = std::min(all, m_counted.size() + rows);
    while (m_counted.size() < end) {
        m_counted.push_back(0);
        look(m_first + uint32_t(m_counted.size()) - 1);
    }
    return m_counted.size() < all;
}

void TalkCounts::restart(uint32_t firstId)
{
    m_first = firstId;
    m_counted.clear();
    m_pairs.clear();
    m_numbers.clear();
    m_beyond = 0;
}

// A call may have got its other half since it was counted.
void TalkCounts::look(uint32_t id)
{
    Number &counted = m_counted[id - m_first];
    const bool counts = m_store.state(id) != exchange::State::InProgress && m_store.side(id) != base::Side::Unknown && !m_calls.isSecond(id);
    const Number number = counts ? numberOf(id) : 0;
    if (number == counted)
        return;
    add(counted, id, -1);
    add(number, id, 1);
    counted = number;
}

TalkCounts::Number TalkCounts::numberOf(uint32_t id)
{
    const exchange::ExchangeId other = m_calls.otherHalf(id);
    std::pair<Party, Party> key;
    if (m_store.side(id) == base::Side::Server)
        key = { { false, callerOf(m_store, id) }, programOf(m_store, id) };
    else
        key = { programOf(m_store, id), other == base::noId ? Party { false, hostText(m_store, id) } : programOf(m_store, other) };
    if (const auto known = m_numbers.find(key); known != m_numbers.end())
        return known->second;
    if (m_pairs.size() >= pairsMax)
        return beyondPairs;
    m_pairs.push_back({ .client = key.first, .server = key.second });
    return m_numbers[key] = Number(m_pairs.size());
}

void TalkCounts::add(Number number, uint32_t id, int by)
{
    if (number == 0)
        return;
    const auto times = uint64_t(by);
    if (number == beyondPairs) {
        m_beyond += times;
        return;
    }
    Pair &pair = m_pairs[number - 1];
    pair.exchanges += times;
    pair.errors += isError(m_store, id) ? times : 0;
    if (const std::string host = m_store.side(id) == base::Side::Client ? hostText(m_store, id) : std::string();
        !host.empty() && pair.hosts.size() < hostsMax && std::ranges::find(pair.hosts, host) == pair.hosts.end())
        pair.hosts.push_back(host);
    if (const base::Duration took = m_store.duration(id); took != base::unknownDuration) {
        pair.took += by * took;
        pair.timed += times;
    }
}

std::vector<TalkCounts::Pair> TalkCounts::pairs(size_t most) const
{
    std::vector<Pair> all;
    std::ranges::copy_if(m_pairs, std::back_inserter(all), [](const Pair &pair) { return pair.exchanges > 0; });
    if (all.size() > most) {
        std::ranges::nth_element(all, all.begin() + ptrdiff_t(most), std::greater<>(), &Pair::exchanges);
        all.resize(most);
    }
    return all;
}

} // namespace ui
