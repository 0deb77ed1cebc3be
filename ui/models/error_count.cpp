// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/error_count.h"

#include "ui/models/exchange_tone.h"

namespace ui {

void ErrorCount::apply(const exchange::Store &store, const exchange::Store::Change &change)
{
    m_isError.resize(store.size());
    for (const uint32_t id : change.changed)
        look(store, id);
    for (uint32_t id = change.firstNew; id < store.size(); ++id)
        look(store, id);
}

void ErrorCount::restart(const exchange::Store &store, uint32_t firstId)
{
    m_isError.assign(store.size(), false);
    m_first = firstId;
    m_count = 0;
    for (uint32_t id = firstId; id < store.size(); ++id)
        look(store, id);
}

void ErrorCount::look(const exchange::Store &store, uint32_t id)
{
    if (id < m_first || id >= m_isError.size())
        return;
    bool is = isError(store, id);
    if (is && m_calls && m_calls->isSecond(id))
        is = !isError(store, m_calls->otherHalf(id));
    if (is != m_isError[id])
        is ? ++m_count : --m_count;
    m_isError[id] = is;
}

} // namespace ui
