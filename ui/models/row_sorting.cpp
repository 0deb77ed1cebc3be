// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/row_sorting.h"

#include <QDeadlineTimer>

#include <algorithm>
#include <utility>

namespace ui {

namespace {

constexpr size_t gatheredAtOnce = 32'768;   // rows, between two events: a few milliseconds

qint64 nowMs() { return QDeadlineTimer::current().deadline(); }

} // namespace

RowSorting::RowSorting(const exchange::Store &store, const Marks *marks, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_marks(marks)
    , m_work(this)
{
    m_turn.setSingleShot(true);
    m_turn.setInterval(0);
    connect(&m_turn, &QTimer::timeout, this, &RowSorting::gather);
}

void RowSorting::start(std::vector<uint32_t> rows, Column column, bool descending)
{
    cancel();
    m_rows = std::move(rows);
    m_next = 0;
    m_keys = std::make_shared<SortKeys>(column, m_rows.size());
    m_descending = descending;
    m_running = true;
    m_beganMs = nowMs();
    m_turn.start();
}

void RowSorting::cancel()
{
    m_turn.stop();
    m_work.cancel();
    m_rows.clear();
    m_keys.reset();
    m_running = false;
}

void RowSorting::gather()
{
    const size_t count = std::min(gatheredAtOnce, m_rows.size() - m_next);
    m_keys->gather(m_store, std::span(m_rows).subspan(m_next, count), m_marks);
    m_next += count;
    if (m_next < m_rows.size())
        return m_turn.start();
    m_rows = {};
    m_work.start([keys = std::exchange(m_keys, nullptr), descending = m_descending](const Background::Superseded &) { return keys->sorted(descending); },
                 [this](const std::vector<uint32_t> &rows) {
                     m_running = false;
                     m_tookMs = nowMs() - m_beganMs;
                     Q_EMIT sorted(rows);
                 });
}

} // namespace ui
