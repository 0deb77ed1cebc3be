// SPDX-License-Identifier: GPL-3.0-or-later
// What belongs together with one exchange, as a tree of calls: what led to it, and all that followed.
#pragma once

#include "app/calls/causes/cause_tree.h"
#include "app/exchange/store.h"

#include <QAbstractItemModel>

#include <vector>

namespace ui {

class CauseTreeModel : public QAbstractItemModel
{
    Q_OBJECT
public:
    enum Column { Programs, Call, Reason, Duration, Waterfall, ColumnCount };
    // When a call was in the client's and in the server's program, as parts of the whole tree's time; from > to: not captured, or not ended.
    struct Span {
        double clientFrom = 1, clientTo = 0, serverFrom = 1, serverTo = 0;
        bool failed = false;
    };

    // `store` and `calls` outlive the model.
    CauseTreeModel(const exchange::Store &store, const calls::Calls &calls, QObject *parent = nullptr);

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &, int role) const override;
    QVariant headerData(int section, Qt::Orientation, int role) const override;

    // noId: nothing. The rows stay where the calls are the same.
    void show(exchange::ExchangeId);
    // Calls in the tree; 1: nothing led to the exchange, nor followed from it.
    size_t size() const { return m_tree.nodes.size(); }
    bool isCut() const { return m_tree.cut; }
    // The exchange of a row: the client's half of a call, if it was captured.
    exchange::ExchangeId idAt(const QModelIndex &) const;
    // The row of an exchange or of its other half; invalid: none.
    QModelIndex indexOf(exchange::ExchangeId) const;
    Span spanAt(const QModelIndex &) const;
    // Why nothing is known to have led to the first call.
    calls::Causeless whyFirst() const;

private:
    const calls::CauseNode *nodeAt(const QModelIndex &) const;
    QModelIndex indexOfNode(size_t node) const;
    void findTimes();
    QString reasonText(const calls::CauseNode &) const;

    const exchange::Store &m_store;
    const calls::Calls &m_calls;
    calls::CauseTree m_tree;
    std::vector<std::vector<size_t>> m_children;   // by node
    std::vector<int> m_rows;                       // of each node, in its parent
    base::Time m_begin = 0, m_end = 0;             // of the whole
};

} // namespace ui
