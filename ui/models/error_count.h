// SPDX-License-Identifier: GPL-3.0-or-later
// The number of exchanges with errors, updated batch by batch. A call both of whose halves failed counts once.
#pragma once

#include "app/calls/calls.h"
#include "app/exchange/store.h"

#include <cstdint>
#include <vector>

namespace ui {

class ErrorCount
{
public:
    void apply(const exchange::Store &, const exchange::Store::Change &);
    // Counts from `firstId` on.
    void restart(const exchange::Store &, uint32_t firstId);
    uint32_t count() const { return m_count; }
    // Whose halves count together; null: each on its own. restart() follows.
    void join(const calls::Calls *calls) { m_calls = calls; }

private:
    void look(const exchange::Store &, uint32_t id);

    const calls::Calls *m_calls = nullptr;
    std::vector<bool> m_isError; // by id
    uint32_t m_first = 0, m_count = 0;
};

} // namespace ui
