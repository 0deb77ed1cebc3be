// SPDX-License-Identifier: GPL-3.0-or-later
// Answers every term that filters have outside of the window: contents, and where the time of a call went.
#pragma once

#include "app/calls/calls.h"
#include "app/session/content_search.h"

namespace cli {

class CallLookup : public session::DirectLookup
{
public:
    CallLookup(const exchange::Store &store, const calls::Calls &calls, const base::BodySource &bodies)
        : DirectLookup(store, bodies)
        , m_store(store)
        , m_calls(calls)
    {
    }
    bool holds(const filter::Term &, base::ExchangeId) override;

private:
    const exchange::Store &m_store;
    const calls::Calls &m_calls;
};

} // namespace cli
