// SPDX-License-Identifier: GPL-3.0-or-later
// Exchanges on their way from the window's thread, which alone reads the store, to one that writes or counts them: a few
// at a time, so that neither waits long.
#pragma once

#include "app/exporters/har_writer.h"

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace ui {

class EntryQueue
{
public:
    explicit EntryQueue(std::vector<uint32_t> ids);

    // In the store's thread, again and again until it returns true: the last one is on its way. `make`: the entry of an
    // id, or nothing if that has gone.
    template <typename Make> bool fill(const Make &make)
    {
        bool complete = false;
        {
            const std::lock_guard lock(m_mutex);
            for (size_t taken = 0; taken < takenAtOnce && m_next < m_ids.size() && m_waiting.size() < waitingMax; ++taken)
                if (std::optional<exporters::EntrySource> entry = make(m_ids[m_next++]))
                    m_waiting.push_back(std::move(*entry));
            complete = m_complete = m_next == m_ids.size();
        }
        m_changed.notify_one();
        return complete;
    }
    void cancel();
    size_t total() const { return m_ids.size(); }
    size_t taken() const;

    // In the other thread. Waits; empty: no more will come.
    std::optional<exporters::EntrySource> take();
    bool isCancelled() const;

private:
    static constexpr size_t waitingMax = 512;
    static constexpr size_t takenAtOnce = 128;

    const std::vector<uint32_t> m_ids;
    size_t m_next = 0;
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<exporters::EntrySource> m_waiting;
    size_t m_taken = 0;
    bool m_complete = false, m_cancelled = false;
};

} // namespace ui
