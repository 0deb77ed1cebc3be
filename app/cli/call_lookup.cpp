// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/call_lookup.h"

#include "app/calls/account.h"
#include "app/calls/names.h"
#include "app/filter/node.h"

namespace cli {

bool CallLookup::holds(const filter::Term &term, base::ExchangeId id)
{
    if (term.field != filter::Field::Why)
        return DirectLookup::holds(term, id);
    return term.pattern.matches(calls::causeName(calls::account(m_store, m_calls, id).why.cause));
}

} // namespace cli
