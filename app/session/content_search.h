// SPDX-License-Identifier: GPL-3.0-or-later
// Searches the contents of an exchange: the filter's header: and body:.
#pragma once

#include "app/base/body_source.h"
#include "app/exchange/store.h"
#include "app/filter/content_lookup.h"

#include <functional>

namespace session {

// Whether the term's text occurs. Header: in a field of a head or trailer, as "name: value". Body: in a body or a
// message, content codings removed, up to one GiB of each. Whatever cannot be read or decoded is not searched. `stop`
// is called every MiB; returning true aborts the search.
bool holdsText(const filter::Term &, const exchange::Exchange &, const exchange::ItemList &, const base::BodySource &,
               const std::function<bool()> &stop);

// Searches immediately, on the caller's thread.
class DirectLookup : public filter::ContentLookup
{
public:
    DirectLookup(const exchange::Store &store, const base::BodySource &bodies) : m_store(store), m_bodies(bodies) {}
    bool holds(const filter::Term &, base::ExchangeId) override;

private:
    const exchange::Store &m_store;
    const base::BodySource &m_bodies;
};

} // namespace session
