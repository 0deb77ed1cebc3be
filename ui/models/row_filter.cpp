// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/row_filter.h"

#include "ui/models/exchange_cells.h"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <utility>

namespace ui {

RowFilter::RowFilter(std::vector<filter::Filter> terms, std::optional<TreeScope> scope, filter::ContentLookup *contents)
    : m_terms(std::move(terms))
    , m_scope(std::move(scope))
    , m_contents(contents)
{
}

std::vector<uint32_t> RowFilter::run(const exchange::Store &store, uint32_t from, uint32_t to) const
{
    std::vector<uint32_t> rows;
    if (m_terms.empty()) {
        rows.resize(to > from ? to - from : 0);
        std::iota(rows.begin(), rows.end(), from);
    }
    for (size_t term = 0; term < m_terms.size(); ++term) {
        std::vector<uint32_t> passed = m_terms[term].run(store, from, to, m_contents);
        if (term == 0) {
            rows = std::move(passed);
            continue;
        }
        std::vector<uint32_t> both;
        std::set_intersection(rows.begin(), rows.end(), passed.begin(), passed.end(), std::back_inserter(both));
        rows = std::move(both);
    }
    if (m_scope)
        std::erase_if(rows, [&](uint32_t id) { return !inScope(store, id); });
    if (m_calls)
        std::erase_if(rows, [&](uint32_t id) { return isLeftOut(store, id); });
    return rows;
}

bool RowFilter::matches(const exchange::Store &store, uint32_t id) const
{
    return passes(store, id) && !(m_calls && isLeftOut(store, id));
}

bool RowFilter::standsForBoth(const exchange::Store &store, uint32_t id) const
{
    if (!m_calls || m_calls->isSecond(id))
        return false;
    const exchange::ExchangeId other = m_calls->otherHalf(id);
    return other != base::noId && passes(store, other);
}

bool RowFilter::isLeftOut(const exchange::Store &store, uint32_t id) const
{
    return m_calls->isSecond(id) && passes(store, m_calls->otherHalf(id));
}

bool RowFilter::passes(const exchange::Store &store, uint32_t id) const
{
    return std::all_of(m_terms.begin(), m_terms.end(), [&](const auto &term) { return term.matches(store, id, m_contents); })
        && (!m_scope || inScope(store, id));
}

bool RowFilter::inScope(const exchange::Store &store, uint32_t id) const
{
    return (!m_scope->machine || machineOf(store, id) == *m_scope->machine)
        && (!m_scope->program || processName(store, store.process(id)) == *m_scope->program)
        && (!m_scope->host || hostText(store, id) == *m_scope->host);
}

} // namespace ui
