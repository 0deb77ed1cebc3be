// SPDX-License-Identifier: GPL-3.0-or-later
// Which exchanges a view shows: those that match the filter box, the chosen chip and the selection in the tree.
#pragma once

#include "app/exchange/store.h"
#include "app/filter/filter.h"

#include <optional>
#include <string>
#include <vector>

namespace ui {

// A program and, within it, a host, as the tree names them.
struct TreeScope {
    std::string program;
    std::optional<std::string> host;
    bool operator==(const TreeScope &) const = default;
};

class RowFilter
{
public:
    RowFilter() = default;
    // `contents` must outlive this; null: nothing matches in heads and bodies.
    RowFilter(std::vector<filter::Filter> terms, std::optional<TreeScope> scope, filter::ContentLookup *contents = nullptr);

    bool passesAll() const { return m_terms.empty() && !m_scope; }
    // Ids in [from, to) that pass, ascending. `to` <= store.size().
    std::vector<uint32_t> run(const exchange::Store &, uint32_t from, uint32_t to) const;
    bool matches(const exchange::Store &, uint32_t id) const;

private:
    bool inScope(const exchange::Store &, uint32_t id) const;

    std::vector<filter::Filter> m_terms;
    std::optional<TreeScope> m_scope;
    filter::ContentLookup *m_contents = nullptr;
};

} // namespace ui
