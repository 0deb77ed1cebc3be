// SPDX-License-Identifier: GPL-3.0-or-later
// Reads what a page shows on another thread, when the page is looked at, and again once the message has changed.
#pragma once

#include "ui/background/background.h"

#include <cstdint>
#include <utility>

namespace ui {

class PageReading
{
public:
    // A member of `receiver`, on whose thread results arrive.
    explicit PageReading(QObject *receiver) : m_work(receiver) {}

    // There is a later state of the message, or (not `same`) another message, for which a reading under way is dropped.
    void change(bool same)
    {
        ++m_version;
        if (same)
            return;
        m_work.cancel();
        m_done = m_begun;
        m_keeps = false;
    }
    // The current state has not begun to be read.
    bool isDue() const { return m_begun != m_version; }
    bool isReading() const { return m_begun != m_done; }
    // The page shows an earlier state of the message: its scroll position and selection should stay.
    bool keeps() const { return m_keeps; }
    // `work(Superseded)` runs on the other thread, `done(result)` on the receiver's.
    template <typename Work, typename Done>
    void start(Work work, Done done)
    {
        m_begun = m_version;
        m_work.start(std::move(work), [this, version = m_version, done = std::move(done)](auto &&result) {
            m_done = version;
            done(std::forward<decltype(result)>(result));
            m_keeps = true;
        });
    }
    // The page shows the current state without anything to read.
    void skip(bool keeps)
    {
        m_begun = m_done = m_version;
        m_keeps = keeps;
        m_work.cancel();
    }

private:
    uint64_t m_version = 0, m_begun = 0, m_done = 0;    // of the message: newest, last one begun, last one shown
    bool m_keeps = false;
    Background m_work;
};

} // namespace ui
