// SPDX-License-Identifier: GPL-3.0-or-later
// Which exchanges a view shows: those that match the filter box, the chosen chip and the selection in the tree; of the
// two halves of a call perhaps only one.
#pragma once

#include "app/calls/calls.h"
#include "app/exchange/store.h"
#include "app/filter/filter.h"

#include <optional>
#include <string>
#include <vector>

namespace ui {

// A program and, within it, a host, as the tree names them; perhaps of one machine alone, or all of it.
struct TreeScope {
    std::optional<std::string> program;
    std::optional<std::string> host = {};
    std::optional<std::string> machine = {};   // empty text: this one
    bool operator==(const TreeScope &) const = default;
};

class RowFilter
{
public:
    RowFilter() = default;
    // `contents` must outlive this; null: nothing matches in heads and bodies.
    RowFilter(std::vector<filter::Filter> terms, std::optional<TreeScope> scope, filter::ContentLookup *contents = nullptr);

    // Of a call whose halves both pass, only the first one does: null: each.
    void join(const calls::Calls *calls) { m_calls = calls; }

    bool passesAll() const { return m_terms.empty() && !m_scope && !m_calls; }
    // Whether the row stands for its other half too.
    bool standsForBoth(const exchange::Store &, uint32_t id) const;
    // Ids in [from, to) that pass, ascending. `to` <= store.size().
    std::vector<uint32_t> run(const exchange::Store &, uint32_t from, uint32_t to) const;
    bool matches(const exchange::Store &, uint32_t id) const;

private:
    bool inScope(const exchange::Store &, uint32_t id) const;
    bool passes(const exchange::Store &, uint32_t id) const;
    bool isLeftOut(const exchange::Store &, uint32_t id) const;

    std::vector<filter::Filter> m_terms;
    std::optional<TreeScope> m_scope;
    filter::ContentLookup *m_contents = nullptr;
    const calls::Calls *m_calls = nullptr;
};

} // namespace ui
