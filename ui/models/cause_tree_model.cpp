// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/cause_tree_model.h"

#include "ui/models/exchange_cells.h"
#include "ui/models/exchange_tone.h"
#include "ui/models/format.h"

#include <algorithm>

namespace ui {

using calls::CauseNode;

namespace {

base::Time endOf(const exchange::Store &store, exchange::ExchangeId id)
{
    const base::Duration took = store.duration(id);
    return took == base::unknownDuration ? store.begin(id) : store.begin(id) + took;
}

QString programText(const exchange::Store &store, exchange::ExchangeId id)
{
    return id == base::noId ? QString() : text(processName(store, store.process(id)));
}

} // namespace

CauseTreeModel::CauseTreeModel(const exchange::Store &store, const calls::Calls &calls, QObject *parent)
    : QAbstractItemModel(parent)
    , m_store(store)
    , m_calls(calls)
{
}

void CauseTreeModel::show(exchange::ExchangeId id)
{
    calls::CauseTree tree = id < m_store.size() ? calls::causeTree(m_store, m_calls, id) : calls::CauseTree();
    const auto same = [](const CauseNode &one, const CauseNode &two) { return one.id == two.id && one.server == two.server && one.parent == two.parent; };
    if (std::ranges::equal(tree.nodes, m_tree.nodes, same) && !tree.nodes.empty()) {
        m_tree = std::move(tree);
        findTimes();
        for (size_t node = 0; node < m_tree.nodes.size(); ++node)
            Q_EMIT dataChanged(indexOfNode(node), indexOfNode(node).siblingAtColumn(ColumnCount - 1));
        return;
    }
    beginResetModel();
    m_tree = std::move(tree);
    m_children.assign(m_tree.nodes.size(), {});
    m_rows.assign(m_tree.nodes.size(), 0);
    for (size_t node = 1; node < m_tree.nodes.size(); ++node) {
        std::vector<size_t> &siblings = m_children[m_tree.nodes[node].parent];
        m_rows[node] = int(siblings.size());
        siblings.push_back(node);
    }
    findTimes();
    endResetModel();
}

void CauseTreeModel::findTimes()
{
    m_begin = m_end = 0;
    for (const CauseNode &node : m_tree.nodes) {
        for (const exchange::ExchangeId half : { node.id, node.server }) {
            if (half == base::noId)
                continue;
            m_begin = m_begin ? std::min(m_begin, m_store.begin(half)) : m_store.begin(half);
            m_end = std::max(m_end, endOf(m_store, half));
        }
    }
}

const CauseNode *CauseTreeModel::nodeAt(const QModelIndex &index) const
{
    return index.isValid() && index.internalId() < m_tree.nodes.size() ? &m_tree.nodes[index.internalId()] : nullptr;
}

QModelIndex CauseTreeModel::indexOfNode(size_t node) const
{
    return createIndex(m_rows[node], 0, quintptr(node));
}

QModelIndex CauseTreeModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, parent.isValid() ? quintptr(m_children[parent.internalId()][size_t(row)]) : quintptr(0));
}

QModelIndex CauseTreeModel::parent(const QModelIndex &index) const
{
    const CauseNode *node = nodeAt(index);
    return node && index.internalId() > 0 ? indexOfNode(node->parent) : QModelIndex();
}

int CauseTreeModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return m_tree.nodes.empty() ? 0 : 1;
    return parent.column() == 0 && parent.internalId() < m_children.size() ? int(m_children[parent.internalId()].size()) : 0;
}

int CauseTreeModel::columnCount(const QModelIndex &) const { return ColumnCount; }

QString CauseTreeModel::reasonText(const CauseNode &node) const
{
    switch (node.link.how) {
    case calls::How::None: return {};
    case calls::How::Trace: return node.link.sureness == calls::Sureness::Certain ? tr("same trace") : tr("same trace, likely");
    case calls::How::Thread: return tr("same thread, likely");
    case calls::How::Only: return tr("nothing else in progress, likely");
    }
    return {};
}

QVariant CauseTreeModel::data(const QModelIndex &index, int role) const
{
    const CauseNode *node = nodeAt(index);
    if (!node)
        return {};
    if (role == Qt::TextAlignmentRole && index.column() == Duration)
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    switch (index.column()) {
    case Programs: {
        const QString client = node->id == node->server ? QString() : programText(m_store, node->id), server = programText(m_store, node->server);
        return client.isEmpty() ? server : server.isEmpty() ? client : client + QStringLiteral(" → ") + server;
    }
    case Call: {
        // A statement begins with its verb.
        const QString method = m_store.kind(node->id) == exchange::Kind::Query ? QString() : text(m_store.method(node->id));
        const bool answered = m_store.status(node->id) || m_store.outcome(node->id) != protocols::Outcome::Unknown;
        const QString status = answered ? cellText(m_store, node->id, ui::Column::Status, 0) : QString();
        const QString target = role == Qt::ToolTipRole ? urlText(m_store, node->id) : cellText(m_store, node->id, ui::Column::Path, 0);
        return QString(method + QLatin1Char(' ') + target + (status.isEmpty() ? QString() : QStringLiteral("  ") + status)).simplified();
    }
    case Reason: return reasonText(*node);
    case Duration: return cellText(m_store, node->id, ui::Column::Duration, 0);
    default: return {};
    }
}

QVariant CauseTreeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Programs: return tr("Programs");
    case Call: return tr("Call");
    case Reason: return tr("Known by");
    case Duration: return tr("Duration");
    case Waterfall: return tr("Waterfall");
    default: return {};
    }
}

exchange::ExchangeId CauseTreeModel::idAt(const QModelIndex &index) const
{
    const CauseNode *node = nodeAt(index);
    return node ? node->id : base::noId;
}

QModelIndex CauseTreeModel::indexOf(exchange::ExchangeId id) const
{
    for (size_t node = 0; id != base::noId && node < m_tree.nodes.size(); ++node)
        if (m_tree.nodes[node].id == id || m_tree.nodes[node].server == id)
            return indexOfNode(node);
    return {};
}

CauseTreeModel::Span CauseTreeModel::spanAt(const QModelIndex &index) const
{
    Span span;
    const CauseNode *node = nodeAt(index);
    if (!node || m_end <= m_begin)
        return span;
    const auto part = [&](base::Time time) { return double(time - m_begin) / double(m_end - m_begin); };
    if (node->id != node->server) {
        span.clientFrom = part(m_store.begin(node->id));
        span.clientTo = part(endOf(m_store, node->id));
    }
    if (node->server != base::noId) {
        span.serverFrom = part(m_store.begin(node->server));
        span.serverTo = part(endOf(m_store, node->server));
    }
    span.failed = isError(m_store, node->id);
    return span;
}

calls::Causeless CauseTreeModel::whyFirst() const
{
    return m_tree.nodes.empty() ? calls::Causeless::NotSent : m_tree.nodes.front().link.why;
}

} // namespace ui
