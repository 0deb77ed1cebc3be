// SPDX-License-Identifier: GPL-3.0-or-later
// The exchanges of a store as table rows: filtered, sorted, growing. An adapter: the rows are a vector of ids, so a
// filter over a million exchanges takes milliseconds where a proxy model takes half a minute.
#pragma once

#include "app/exchange/store.h"
#include "app/exchange/timing.h"
#include "ui/models/exchange_columns.h"
#include "ui/models/marks.h"
#include "ui/models/row_filter.h"
#include "ui/models/row_sorting.h"

#include <QAbstractTableModel>
#include <QTimer>

#include <optional>
#include <vector>

namespace ui {

class ExchangeTableModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    // `store`, and `marks` and `calls`, which may be null, outlive the model.
    explicit ExchangeTableModel(const exchange::Store &store, const Marks *marks = nullptr, const calls::Calls *calls = nullptr, QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &, int role) const override;
    QVariant headerData(int section, Qt::Orientation, int role) const override;
    // In time order, rows stay in place while others arrive; by any other column, rows are sorted again in batches,
    // at most three times a second. A long list is sorted on another thread, and stays as it is until that is done.
    void sort(int column, Qt::SortOrder) override;
    Column sortColumn() const { return m_wanted.column; }
    Qt::SortOrder sortOrder() const { return m_wanted.order; }
    // The rows are not in that order yet.
    bool isSorting() const { return m_sorting.isRunning(); }

    // After Store::apply: adds new rows and updates changed ones.
    void apply(const exchange::Store::Change &);
    // Publishes by a model reset.
    void setFilter(RowFilter);
    // One row for a call between two programs of this machine, as far as its halves are known; else one for each half.
    void setJoined(bool);
    // The row of an exchange, or of the call that it is a half of.
    std::optional<int> rowStandingFor(exchange::ExchangeId) const;
    // Whether the row of an exchange stands for its other half too.
    bool standsForBoth(exchange::ExchangeId id) const { return m_filter.standsForBoth(m_store, id); }
    // Not hidden by showFrom(), in time order; of a joined call the first half.
    std::vector<uint32_t> allIds() const;
    bool isJoined() const { return m_joined; }
    // Evaluates the filter again for these, whose contents were searched or whose marks have changed.
    void filterAgain(const std::vector<exchange::ExchangeId> &);
    // Hides the exchanges before `first`, and no others.
    void showFrom(exchange::ExchangeId first);
    // The store was emptied or its contents replaced: starts over.
    void reload();
    // Paused: the list stays unchanged while the store grows; new rows appear afterwards.
    void setPaused(bool);
    bool isPaused() const { return m_paused; }
    // Unfinished exchanges show how long they have taken; for a running capture.
    void setLive(bool);

    exchange::ExchangeId idAt(int row) const;       // noId out of range
    std::optional<int> rowOf(exchange::ExchangeId) const;
    std::vector<uint32_t> shownIds() const;         // in time order
    uint32_t shown() const { return uint32_t(m_rows.size()); }
    uint32_t total() const;                         // not hidden by showFrom(); a joined call counts once
    uint32_t firstId() const { return m_floor; }
    uint32_t endId() const { return m_store.size(); }
    exchange::Timing phases(exchange::ExchangeId) const;

private:
    void refill();
    void noteLosses(uint32_t firstNew);
    void countSeconds(const exchange::Store::Change &);
    void countSecondsAgain();
    bool lossBefore(int row) const;
    void reorder(std::vector<uint32_t> &&rows, Column, Qt::SortOrder);
    void takeSorted(const std::vector<uint32_t> &);
    void append(std::vector<uint32_t> &&ids);
    void update(const std::vector<exchange::ExchangeId> &changed);
    void insertOne(uint32_t id);
    void removeOne(uint32_t id);
    void emitChanged(std::vector<int> rows);
    void resort();
    bool reversed() const { return m_order.order == Qt::DescendingOrder && inTimeOrder(); }
    bool inTimeOrder() const;
    void orderRefilled();
    void sortLater();
    void sortInBackground(std::vector<uint32_t> &&rows);
    void replace(std::vector<uint32_t> &&comers, const std::vector<uint32_t> &goers);
    std::vector<uint32_t> shownByTime() const;
    Mark markOf(exchange::ExchangeId) const;
    int rowOfPosition(size_t position) const;

    const exchange::Store &m_store;
    const Marks *m_marks;
    const calls::Calls *m_calls;
    bool m_joined = false;
    std::vector<bool> m_isSecond;                   // by id: the half of a call that lists leave out
    uint32_t m_seconds = 0;                         // how many of these there are from m_floor on
    RowFilter m_filter;
    std::vector<uint32_t> m_rows;                   // newest last in time order, whatever the sort direction
    std::vector<bool> m_isShown;                    // by id
    std::vector<uint32_t> m_lossBefore;             // ids, ascending: events were lost before them
    uint64_t m_lostEvents = 0;
    mutable std::vector<uint32_t> m_position;       // by id, into m_rows; empty: not built (time order needs none)
    struct Order {
        Column column = Column::Time;
        Qt::SortOrder order = Qt::AscendingOrder;
        bool operator==(const Order &) const = default;
    };
    Order m_wanted, m_order;                        // order: that of m_rows, until they are sorted as wanted
    uint32_t m_floor = 0;
    uint32_t m_seen = 0;                            // ids below it have been evaluated
    bool m_paused = false, m_missedChanges = false, m_live = false;
    bool m_changedMeanwhile = false;                // while rows were sorted
    QTimer m_resort;
    RowSorting m_sorting;
};

} // namespace ui

Q_DECLARE_METATYPE(exchange::Timing)
