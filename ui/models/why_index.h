// SPDX-License-Identifier: GPL-3.0-or-later
// What took most of the time of each exchange, for filters: worked out in steps while a filter asks, as it takes
// microseconds for each, and kept in a byte.
#pragma once

#include "app/calls/calls.h"
#include "app/exchange/store.h"
#include "app/filter/node.h"

#include <cstdint>
#include <vector>

namespace ui {

class WhyIndex
{
public:
    // `store` and `calls` outlive it.
    WhyIndex(const exchange::Store &store, const calls::Calls &calls) : m_store(store), m_calls(calls) {}

    // While nobody asks, nothing is done.
    void setAsked(bool);
    // After Store::apply: renews what has changed.
    void apply(const exchange::Store::Change &);
    // The store is empty, or has other contents.
    void forget() { m_causes.clear(); }
    // How many exchanges are still to be looked at.
    size_t waiting() const { return m_asked && m_store.size() > m_causes.size() ? m_store.size() - m_causes.size() : 0; }
    // Looks at most `rows` of them; returns these.
    std::vector<exchange::ExchangeId> advance(uint32_t rows);
    // Of a term of Field::Why; false as long as it waits.
    bool holds(const filter::Term &, exchange::ExchangeId) const;

private:
    calls::Cause look(exchange::ExchangeId) const;

    const exchange::Store &m_store;
    const calls::Calls &m_calls;
    bool m_asked = false;
    std::vector<calls::Cause> m_causes;
};

} // namespace ui
