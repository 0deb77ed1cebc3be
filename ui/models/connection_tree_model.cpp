// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/connection_tree_model.h"

#include "ui/models/exchange_cells.h"
#include "ui/models/filter_terms.h"
#include "ui/models/format.h"

#include <algorithm>

namespace ui {

namespace {

constexpr quintptr topLevel = 0;   // internal id of the first line and of programs; else 1 + the program's row

} // namespace

ConnectionTreeModel::ConnectionTreeModel(const exchange::Store &store, const calls::Calls *calls, QObject *parent)
    : QAbstractItemModel(parent)
    , m_store(store)
    , m_calls(calls)
{
    restart(0);
}

QModelIndex ConnectionTreeModel::index(int row, int column, const QModelIndex &parent) const
{
    if (column != 0 || row < 0 || row >= rowCount(parent))
        return {};
    return createIndex(row, column, parent.isValid() ? quintptr(parent.row()) : topLevel);
}

QModelIndex ConnectionTreeModel::parent(const QModelIndex &index) const
{
    return index.isValid() && index.internalId() != topLevel ? createIndex(int(index.internalId()), 0, topLevel)
                                                             : QModelIndex();
}

int ConnectionTreeModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return int(m_programs.size()) + 1;
    if (parent.internalId() != topLevel || parent.row() == 0)
        return 0;
    return int(m_programs[size_t(parent.row()) - 1].hosts.size());
}

int ConnectionTreeModel::columnCount(const QModelIndex &) const
{
    return 1;
}

QVariant ConnectionTreeModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    if (index.internalId() == topLevel && index.row() == 0) {
        if (role == Qt::DisplayRole)
            return tr("Everything");
        return role == CountRole ? QVariant(m_count) : QVariant();
    }
    const bool isHost = index.internalId() != topLevel;
    const Program &program = m_programs[isHost ? size_t(index.internalId()) - 1 : size_t(index.row()) - 1];
    const Host *host = isHost ? &program.hosts[size_t(index.row())] : nullptr;
    switch (role) {
    case Qt::DisplayRole:
        if (host)
            return host->name.empty() ? tr("unknown host") : clippedText(host->name, 256);
        return program.name.empty() ? tr("unknown process") : clippedText(program.name, 128);
    case CountRole:
        return host ? host->count : program.count;
    case DetailRole:
        return host ? QString() : detail(program);
    case Qt::ToolTipRole:
        if (host)
            return clippedText(host->name, 1024);
        if (program.processes.size() == 1 && program.processes[0] < m_store.processes().size())
            return clippedText(m_store.processes()[program.processes[0]].exe, 1024);
        return tr("%1 processes").arg(countText(program.processes.size()));
    case FilterRole:
        if (host)
            return exactTerm("host", text(host->name));
        return exactTerm("proc", text(program.name));
    default:
        return {};
    }
}

QString ConnectionTreeModel::detail(const Program &program) const
{
    if (program.processes.size() > 1)
        return QStringLiteral("× ") + countText(program.processes.size());
    if (program.processes.size() == 1 && program.processes[0] < m_store.processes().size())
        return QString::number(m_store.processes()[program.processes[0]].pid);
    return QString();
}

void ConnectionTreeModel::apply(const exchange::Store::Change &change)
{
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
    Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, 0));
    for (size_t row = 0; row < m_programs.size(); ++row) {
        const QModelIndex parent = index(int(row) + 1, 0);
        if (const int hosts = rowCount(parent); hosts > 0)
            Q_EMIT dataChanged(index(0, 0, parent), index(hosts - 1, 0, parent));
    }
}

void ConnectionTreeModel::restart(uint32_t firstId)
{
    beginResetModel();
    m_programs.clear();
    m_programRows.clear();
    m_leaves.clear();
    m_known.clear();
    m_processSeen.clear();
    m_first = firstId;
    m_count = 0;
    endResetModel();
    for (uint32_t id = firstId; id < m_store.size(); ++id)
        place(id);
    for (uint32_t id = firstId; id < m_store.size(); ++id)
        count(id);
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

uint32_t ConnectionTreeModel::programRow(const std::string &name)
{
    if (const auto known = m_programRows.find(name); known != m_programRows.end())
        return known->second;
    const auto row = uint32_t(m_programs.size());
    beginInsertRows({}, int(row) + 1, int(row) + 1);
    m_programs.push_back({ name, 0, {}, {}, {} });
    m_programRows.emplace(name, row);
    endInsertRows();
    return row;
}

// Where most rows belong is known from others: of the same process, to the same host.
ConnectionTreeModel::Leaf ConnectionTreeModel::leafOf(uint32_t id)
{
    const std::string_view name = processName(m_store, m_store.process(id));
    const uint64_t key = uint64_t(m_store.process(id)) << 32 | m_store.hostName(id);
    const bool named = m_store.hostName(id) != 0;   // else the host is that of its connection
    if (const auto known = m_known.find(key); named && known != m_known.end() && m_programs[known->second.program].name == name)
        return known->second;
    const uint32_t programAt = programRow(std::string(name));
    const std::string host = hostText(m_store, id);
    Program &program = m_programs[programAt];
    auto place = program.hostRows.find(host);
    if (place == program.hostRows.end()) {
        const auto row = uint32_t(program.hosts.size());
        beginInsertRows(index(int(programAt) + 1, 0), int(row), int(row));
        program.hosts.push_back({ host, 0 });
        place = program.hostRows.emplace(host, row).first;
        endInsertRows();
    }
    const Leaf leaf { programAt, place->second };
    if (named)
        m_known.insert_or_assign(key, leaf);
    return leaf;
}

void ConnectionTreeModel::place(uint32_t id)
{
    const Leaf leaf = leafOf(id);
    if (const auto processId = m_store.process(id); processId != base::noId) {
        if (processId >= m_processSeen.size())
            m_processSeen.resize(processId + 1);
        if (!m_processSeen[processId]) {
            m_processSeen[processId] = true;
            m_programs[leaf.program].processes.push_back(processId);
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
    Program &program = m_programs[old.program];
    if (program.name == processName(m_store, m_store.process(id)) && program.hosts[old.host].name == hostText(m_store, id))
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
    Program &program = m_programs[leaf.program];
    m_count += uint32_t(leaf.counted < NotInAll ? by : 0);
    program.count += uint32_t(leaf.counted < NotInProgram ? by : 0);
    program.hosts[leaf.host].count += uint32_t(leaf.counted < NotInHost ? by : 0);
}

// Once both halves are in their places.
void ConnectionTreeModel::count(uint32_t id)
{
    if (id < m_first || id - m_first >= m_leaves.size())
        return;
    Leaf &leaf = m_leaves[id - m_first];
    const Counted counted = countedOf(id);
    if (counted == leaf.counted)
        return;
    add(leaf, -1);
    leaf.counted = counted;
    add(leaf, 1);
}

ConnectionTreeModel::Counted ConnectionTreeModel::countedOf(uint32_t id) const
{
    if (!m_joined || !m_calls->isSecond(id))
        return Everywhere;
    const uint32_t other = m_calls->otherHalf(id);
    if (processName(m_store, m_store.process(other)) != processName(m_store, m_store.process(id)))
        return NotInAll;
    return hostText(m_store, other) == hostText(m_store, id) ? NotInHost : NotInProgram;
}

std::optional<TreeScope> ConnectionTreeModel::scopeOf(const QModelIndex &index) const
{
    if (!index.isValid() || (index.internalId() == topLevel && index.row() == 0))
        return std::nullopt;
    if (index.internalId() == topLevel)
        return TreeScope { m_programs[size_t(index.row()) - 1].name, std::nullopt };
    const Program &program = m_programs[size_t(index.internalId()) - 1];
    return TreeScope { program.name, program.hosts[size_t(index.row())].name };
}

QModelIndex ConnectionTreeModel::indexOf(const std::optional<TreeScope> &scope) const
{
    if (!scope)
        return index(0, 0);
    const auto row = m_programRows.find(scope->program);
    if (row == m_programRows.end())
        return {};
    const QModelIndex program = index(int(row->second) + 1, 0);
    if (!scope->host)
        return program;
    const auto &hosts = m_programs[row->second].hostRows;
    const auto host = hosts.find(*scope->host);
    return host == hosts.end() ? program : index(int(host->second), 0, program);
}

} // namespace ui
