// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workspace/entry_queue.h"

namespace ui {

EntryQueue::EntryQueue(std::vector<uint32_t> ids)
    : m_ids(std::move(ids))
{
}

void EntryQueue::cancel()
{
    {
        const std::lock_guard lock(m_mutex);
        m_cancelled = true;
    }
    m_changed.notify_one();
}

size_t EntryQueue::taken() const
{
    const std::lock_guard lock(m_mutex);
    return m_taken;
}

bool EntryQueue::isCancelled() const
{
    const std::lock_guard lock(m_mutex);
    return m_cancelled;
}

std::optional<exporters::EntrySource> EntryQueue::take()
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return !m_waiting.empty() || m_complete || m_cancelled; });
    if (m_waiting.empty() || m_cancelled)
        return std::nullopt;
    auto entry = std::move(m_waiting.front());
    m_waiting.pop_front();
    ++m_taken;
    return entry;
}

} // namespace ui
