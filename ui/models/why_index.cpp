// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/why_index.h"

#include "app/calls/account.h"
#include "app/calls/names.h"

#include <algorithm>

namespace ui {

// What has changed meanwhile is not known later.
void WhyIndex::setAsked(bool asked)
{
    if (!asked)
        forget();
    m_asked = asked;
}

calls::Cause WhyIndex::look(exchange::ExchangeId id) const
{
    return calls::account(m_store, m_calls, id).why.cause;
}

void WhyIndex::apply(const exchange::Store::Change &change)
{
    for (const exchange::ExchangeId id : change.changed)
        if (id < m_causes.size())
            m_causes[id] = look(id);
}

std::vector<exchange::ExchangeId> WhyIndex::advance(uint32_t rows)
{
    std::vector<exchange::ExchangeId> looked;
    const auto end = exchange::ExchangeId(std::min<size_t>(m_store.size(), m_causes.size() + rows));
    for (auto id = exchange::ExchangeId(m_causes.size()); m_asked && id < end; ++id) {
        m_causes.push_back(look(id));
        looked.push_back(id);
    }
    return looked;
}

bool WhyIndex::holds(const filter::Term &term, exchange::ExchangeId id) const
{
    return id < m_causes.size() && term.pattern.matches(calls::causeName(m_causes[id]));
}

} // namespace ui
