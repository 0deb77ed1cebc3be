// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/connection_tree_model.h"

#include "ui/models/exchange_cells.h"
#include "ui/models/filter_terms.h"
#include "ui/models/format.h"

#include <algorithm>
#include <utility>

namespace ui {

namespace {

constexpr uint32_t top = 0, everything = 1;   // of m_nodes

} // namespace

ConnectionTreeModel::ConnectionTreeModel(const exchange::Store &store, const calls::Calls *calls, QObject *parent)
    : QAbstractItemModel(parent)
    , m_store(store)
    , m_calls(calls)
{
    restart(0);
}

const ConnectionTreeModel::Node &ConnectionTreeModel::nodeAt(const QModelIndex &index) const
{
    return m_nodes[index.isValid() ? size_t(index.internalId()) : top];
}

QModelIndex ConnectionTreeModel::indexAt(NodeId node) const
{
    return node == top ? QModelIndex() : createIndex(m_nodes[node].row, 0, quintptr(node));
}

QModelIndex ConnectionTreeModel::index(int row, int column, const QModelIndex &parent) const
{
    if (column != 0 || row < 0 || row >= rowCount(parent))
        return {};
    return createIndex(row, 0, quintptr(nodeAt(parent).children[size_t(row)]));
}

QModelIndex ConnectionTreeModel::parent(const QModelIndex &index) const
{
    return index.isValid() ? indexAt(nodeAt(index).parent) : QModelIndex();
}

int ConnectionTreeModel::rowCount(const QModelIndex &parent) const
{
    return int(nodeAt(parent).children.size());
}

int ConnectionTreeModel::columnCount(const QModelIndex &) const
{
    return 1;
}

QVariant ConnectionTreeModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Node &node = nodeAt(index);
    switch (role) {
    case Qt::DisplayRole:
        switch (node.level) {
        case Level::Everything: return tr("Everything");
        case Level::Machine: return machineText(node.name);
        case Level::Program: return node.name.empty() ? tr("unknown process") : clippedText(node.name, 128);
        case Level::Host: return node.name.empty() ? tr("unknown host") : clippedText(node.name, 256);
        }
        return {};
    case CountRole: return node.count;
    case LevelRole: return int(node.level);
    case DetailRole: return node.level == Level::Program ? QVariant(detail(node)) : node.level == Level::Everything ? QVariant() : QVariant(QString());
    case Qt::ToolTipRole: return node.level == Level::Everything ? QVariant() : QVariant(tip(node));
    case FilterRole:
        switch (node.level) {
        case Level::Everything: return {};
        case Level::Machine: return machineTerm(node.name);
        case Level::Program: return exactTerm("proc", text(node.name));
        case Level::Host: return exactTerm("host", text(node.name));
        }
        return {};
    default:
        return {};
    }
}

QString ConnectionTreeModel::detail(const Node &program) const
{
    if (program.processes.size() > 1)
        return QStringLiteral("× ") + countText(program.processes.size());
    if (program.processes.size() == 1 && program.processes[0] < m_store.processes().size())
        return QString::number(m_store.processes()[program.processes[0]].pid);
    return QString();
}

QString ConnectionTreeModel::tip(const Node &node) const
{
    if (node.level == Level::Machine)
        return node.children.size() == 1 ? tr("1 program") : tr("%1 programs").arg(countText(node.children.size()));
    if (node.level == Level::Host)
        return clippedText(node.name, 1024);
    if (node.processes.size() == 1 && node.processes[0] < m_store.processes().size())
        return clippedText(m_store.processes()[node.processes[0]].exe, 1024);
    return tr("%1 processes").arg(countText(node.processes.size()));
}

void ConnectionTreeModel::apply(const exchange::Store::Change &change)
{
    bool more = false;
    for (uint32_t id = std::max(change.firstNew, m_first + uint32_t(m_leaves.size())); id < m_store.size(); ++id)
        more |= isNewMachine(id);
    for (const uint32_t id : change.changed)
        more |= id >= m_first && isNewMachine(id);
    if (more) {
        // One machine has no line of its own.
        if (hasMachineLines())
            rebuild();
        Q_EMIT machinesChanged();
        if (hasMachineLines())
            return;
    }
    for (const uint32_t id : change.changed)
        move(id);
    for (uint32_t id = std::max(change.firstNew, m_first + uint32_t(m_leaves.size())); id < m_store.size(); ++id)
        place(id);
    for (const uint32_t id : change.changed)
        count(id);
    for (uint32_t id = std::max(change.firstNew, m_first); id < m_store.size(); ++id)
        count(id);
    announceCounts();
}

// Counts change all over the tree; one range per level is cheaper than finding out which.
void ConnectionTreeModel::announceCounts()
{
    for (NodeId id = top; id < m_nodes.size(); ++id)
        if (const Node &node = m_nodes[id]; !node.children.empty())
            Q_EMIT dataChanged(indexAt(node.children.front()), indexAt(node.children.back()));
}

void ConnectionTreeModel::clear()
{
    m_nodes.clear();
    m_nodes.push_back({});
    m_nodes.push_back({});
    m_nodes[top].children.push_back(everything);
    m_leaves.clear();
    m_known.clear();
    m_processSeen.clear();
}

void ConnectionTreeModel::restart(uint32_t firstId)
{
    m_first = firstId;
    m_machines.clear();
    for (uint32_t id = firstId; id < m_store.size(); ++id)
        isNewMachine(id);
    rebuild();
    Q_EMIT machinesChanged();
}

void ConnectionTreeModel::rebuild()
{
    beginResetModel();
    clear();
    endResetModel();
    for (uint32_t id = m_first; id < m_store.size(); ++id)
        place(id);
    for (uint32_t id = m_first; id < m_store.size(); ++id)
        count(id);
    announceCounts();
}

bool ConnectionTreeModel::isNewMachine(uint32_t id)
{
    const std::string_view machine = machineOf(m_store, id);
    if (std::ranges::find(m_machines, machine) != m_machines.end())
        return false;
    m_machines.emplace_back(machine);
    return true;
}

void ConnectionTreeModel::setJoined(bool joined)
{
    if (joined == m_joined || !m_calls)
        return;
    m_joined = joined;
    for (uint32_t id = m_first; id < m_first + uint32_t(m_leaves.size()); ++id)
        count(id);
    announceCounts();
}

ConnectionTreeModel::NodeId ConnectionTreeModel::childOf(NodeId parent, Level level, const std::string &name)
{
    if (const auto known = m_nodes[parent].byName.find(name); known != m_nodes[parent].byName.end())
        return known->second;
    const auto id = NodeId(m_nodes.size());
    const int row = int(m_nodes[parent].children.size());
    beginInsertRows(indexAt(parent), row, row);
    m_nodes.push_back({ .level = level, .name = name, .parent = parent, .row = row });
    m_nodes[parent].children.push_back(id);
    m_nodes[parent].byName.emplace(name, id);
    endInsertRows();
    return id;
}

// Where most rows belong is known from others: of the same process, to the same host.
ConnectionTreeModel::NodeId ConnectionTreeModel::hostOf(uint32_t id)
{
    const std::string_view name = processName(m_store, m_store.process(id));
    const uint64_t key = uint64_t(m_store.process(id)) << 32 | m_store.hostName(id);
    const bool named = m_store.hostName(id) != 0;   // else the host is that of its connection
    if (const auto known = m_known.find(key); named && known != m_known.end() && m_nodes[m_nodes[known->second].parent].name == name)
        return known->second;
    const NodeId above = hasMachineLines() ? childOf(top, Level::Machine, std::string(machineOf(m_store, id))) : top;
    const NodeId host = childOf(childOf(above, Level::Program, std::string(name)), Level::Host, hostText(m_store, id));
    if (named)
        m_known.insert_or_assign(key, host);
    return host;
}

void ConnectionTreeModel::place(uint32_t id)
{
    const Leaf leaf { hostOf(id) };
    if (const auto processId = m_store.process(id); processId != base::noId) {
        if (processId >= m_processSeen.size())
            m_processSeen.resize(processId + 1);
        if (!m_processSeen[processId]) {
            m_processSeen[processId] = true;
            m_nodes[m_nodes[leaf.host].parent].processes.push_back(processId);
        }
    }
    add(leaf, 1);
    if (id - m_first < m_leaves.size())
        m_leaves[id - m_first] = leaf;
    else
        m_leaves.push_back(leaf);
}

// A row may learn its host, or its process's new name, after it arrived.
void ConnectionTreeModel::move(uint32_t id)
{
    if (id < m_first || id - m_first >= m_leaves.size())
        return;
    const Leaf old = m_leaves[id - m_first];
    const Node &host = m_nodes[old.host];
    Node &program = m_nodes[host.parent];
    if (program.name == processName(m_store, m_store.process(id)) && host.name == hostText(m_store, id)
        && (!hasMachineLines() || m_nodes[program.parent].name == machineOf(m_store, id)))
        return;
    add(old, -1);
    if (program.count == 0)
        std::erase_if(program.processes, [&](auto process) {
            m_processSeen[process] = false;
            return true;
        });
    place(id);
}

void ConnectionTreeModel::add(const Leaf &leaf, int by)
{
    if (!leaf.isCounted)
        return;
    for (NodeId id = leaf.host; id != top && m_nodes[id].level >= leaf.counted; id = m_nodes[id].parent)
        m_nodes[id].count += uint32_t(by);
    if (leaf.counted == Level::Everything)
        m_nodes[everything].count += uint32_t(by);
}

// Once both halves are in their places.
void ConnectionTreeModel::count(uint32_t id)
{
    if (id < m_first || id - m_first >= m_leaves.size())
        return;
    Leaf &leaf = m_leaves[id - m_first];
    const Leaf now = countedOf(id, leaf.host);
    if (now.counted == leaf.counted && now.isCounted == leaf.isCounted)
        return;
    add(leaf, -1);
    leaf = now;
    add(leaf, 1);
}

ConnectionTreeModel::Leaf ConnectionTreeModel::countedOf(uint32_t id, NodeId host) const
{
    if (!m_joined || !m_calls->isSecond(id))
        return { host };
    const uint32_t other = m_calls->otherHalf(id);
    if (machineOf(m_store, other) != machineOf(m_store, id))
        return { host, Level::Machine };
    if (processName(m_store, m_store.process(other)) != processName(m_store, m_store.process(id)))
        return { host, Level::Program };
    if (hostText(m_store, other) != hostText(m_store, id))
        return { host, Level::Host };
    return { host, Level::Host, false };
}

std::optional<TreeScope> ConnectionTreeModel::scopeOf(const QModelIndex &index) const
{
    if (!index.isValid() || nodeAt(index).level == Level::Everything)
        return std::nullopt;
    TreeScope scope;
    for (NodeId id = NodeId(index.internalId()); id != top; id = m_nodes[id].parent) {
        const Node &node = m_nodes[id];
        (node.level == Level::Host ? scope.host : node.level == Level::Program ? scope.program : scope.machine) = node.name;
    }
    return scope;
}

QModelIndex ConnectionTreeModel::indexOf(const std::optional<TreeScope> &scope) const
{
    if (!scope)
        return indexAt(everything);
    NodeId found = top;
    for (const auto &name : { hasMachineLines() ? scope->machine : std::nullopt, scope->program, scope->host }) {
        if (!name)
            continue;
        const auto &below = m_nodes[found].byName;
        const auto known = below.find(*name);
        if (known == below.end())
            break;
        found = known->second;
    }
    return indexAt(found);
}

} // namespace ui
