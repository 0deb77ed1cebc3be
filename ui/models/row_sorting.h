// SPDX-License-Identifier: GPL-3.0-or-later
// Sorts a long list without stopping the window: keys are gathered a few thousand rows at a time between its events, and
// sorted on another thread.
#pragma once

#include "ui/background/background.h"
#include "ui/models/exchange_order.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <vector>

namespace ui {

class RowSorting : public QObject
{
    Q_OBJECT
public:
    // Used on this object's thread alone; both outlive it. `marks` may be null.
    RowSorting(const exchange::Store &, const Marks *marks, QObject *parent);

    // Drops what is under way. `rows`: of the store, ascending.
    void start(std::vector<uint32_t> rows, Column, bool descending);
    // Before the store is emptied.
    void cancel();
    bool isRunning() const { return m_running; }
    // How long the last sorting took, for who wants to repeat it.
    qint64 tookMs() const { return m_tookMs; }

Q_SIGNALS:
    // The rows given to start(), of which some may have gone meanwhile.
    void sorted(const std::vector<uint32_t> &rows);

private:
    void gather();

    const exchange::Store &m_store;
    const Marks *m_marks;
    std::vector<uint32_t> m_rows;
    size_t m_next = 0;                  // of m_rows, to be gathered
    std::shared_ptr<SortKeys> m_keys;
    bool m_descending = false, m_running = false;
    qint64 m_beganMs = 0, m_tookMs = 0;
    QTimer m_turn;
    Background m_work;
};

} // namespace ui
