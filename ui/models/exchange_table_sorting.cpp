// SPDX-License-Identifier: GPL-3.0-or-later
// The part of the model that keeps the rows in order.
#include "ui/models/exchange_order.h"
#include "ui/models/exchange_table_model.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace ui {

namespace {

constexpr int resortEveryMs = 330;
constexpr size_t sortedAtOnceMax = 20'000;   // rows; that many take a few milliseconds
constexpr qint64 restsForSorting = 3;    // times as long as it took, before the next

} // namespace

void ExchangeTableModel::sort(int column, Qt::SortOrder order)
{
    const Order wanted { column < 0 || column >= ui::columnCount ? Column::Time : Column(column), order };
    if (wanted == m_wanted)
        return;
    m_wanted = wanted;
    resort();
}

// `rows`: those of m_rows in another order.
void ExchangeTableModel::reorder(std::vector<uint32_t> &&rows, Column column, Qt::SortOrder order)
{
    Q_EMIT layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
    const QModelIndexList before = persistentIndexList();
    std::vector<exchange::ExchangeId> ids;
    for (const auto &index : before)
        ids.push_back(idAt(index.row()));
    m_rows = std::move(rows);
    m_order = { column, order };
    m_position.clear();
    QModelIndexList after;
    for (qsizetype i = 0; i < before.size(); ++i)
        after.append(index(rowOf(ids[size_t(i)]).value_or(-1), before[i].column()));
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged({}, QAbstractItemModel::VerticalSortHint);
}

std::vector<uint32_t> ExchangeTableModel::shownByTime() const
{
    if (inTimeOrder())
        return m_rows;
    std::vector<uint32_t> ids;
    ids.reserve(m_rows.size());
    for (uint32_t id = m_floor; id < m_isShown.size(); ++id)
        if (m_isShown[id])
            ids.push_back(id);
    return ids;
}

// Rows that have gone since are left out; those that came stay behind the others until the next time.
void ExchangeTableModel::takeSorted(const std::vector<uint32_t> &sorted)
{
    std::vector<bool> isSorted(m_isShown.size());
    std::vector<uint32_t> rows;
    rows.reserve(m_rows.size());
    for (const uint32_t id : sorted)
        if (m_isShown[id]) {
            rows.push_back(id);
            isSorted[id] = true;
        }
    const bool all = rows.size() == m_rows.size();
    if (!all)
        std::ranges::copy_if(m_rows, std::back_inserter(rows), [&](uint32_t id) { return !isSorted[id]; });
    reorder(std::move(rows), m_wanted.column, m_wanted.order);
    if (!all || m_changedMeanwhile)
        sortLater();
}

// Into the wanted order.
void ExchangeTableModel::resort()
{
    m_sorting.cancel();
    if (isTimeOrder(m_wanted.column)) {
        if (m_order != m_wanted)
            reorder(shownByTime(), m_wanted.column, m_wanted.order);
        return;
    }
    if (m_paused && m_order == m_wanted)
        return;
    std::vector<uint32_t> rows = shownByTime();
    if (rows.size() > sortedAtOnceMax)
        return sortInBackground(std::move(rows));
    const bool descending = m_wanted.order == Qt::DescendingOrder;
    sortRows(m_store, rows, m_wanted.column, descending, m_marks);
    reorder(std::move(rows), m_wanted.column, m_wanted.order);
}

void ExchangeTableModel::sortInBackground(std::vector<uint32_t> &&rows)
{
    m_changedMeanwhile = false;
    m_sorting.start(std::move(rows), m_wanted.column, m_wanted.order == Qt::DescendingOrder);
}

// After rows have come or changed.
void ExchangeTableModel::sortLater()
{
    m_changedMeanwhile = m_sorting.isRunning();
    if (!isTimeOrder(m_wanted.column) && !m_resort.isActive() && !m_sorting.isRunning())
        m_resort.start(int(std::max<qint64>(resortEveryMs, restsForSorting * m_sorting.tookMs())));
}

// The rows are new, and in order of time.
void ExchangeTableModel::orderRefilled()
{
    m_sorting.cancel();
    m_order = isTimeOrder(m_wanted.column) ? m_wanted : Order();
    if (m_order == m_wanted)
        return;
    if (m_rows.size() > sortedAtOnceMax)
        return sortInBackground(std::vector(m_rows));   // and shown by time until then
    const bool descending = m_wanted.order == Qt::DescendingOrder;
    sortRows(m_store, m_rows, m_wanted.column, descending, m_marks);
    m_order = m_wanted;
}

bool ExchangeTableModel::inTimeOrder() const
{
    return isTimeOrder(m_order.column);
}

} // namespace ui
