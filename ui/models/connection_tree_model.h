// SPDX-License-Identifier: GPL-3.0-or-later
// Programs and the hosts they talk to, with their numbers of exchanges; of several machines, below a line for each. A program is
// all processes with one name: a thousand short-lived curls are one line. The first line stands for everything. A line counts the
// rows that a list of it shows: of a call whose halves both belong to it, one.
#pragma once

#include "app/calls/calls.h"
#include "app/exchange/store.h"
#include "ui/models/row_filter.h"

#include <QAbstractItemModel>

#include <deque>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace ui {

class ConnectionTreeModel : public QAbstractItemModel
{
    Q_OBJECT
public:
    enum TreeRole {
        CountRole = Qt::UserRole,   // uint, exchanges
        DetailRole,                 // QString: "41233", "12 processes"; empty for hosts and machines
        FilterRole,                 // QString: the filter term for this line; empty for everything
        LevelRole,                  // int, ui::ConnectionTreeModel::Level
    };
    enum class Level : uint8_t { Everything, Machine, Program, Host };

    // `store` and `calls`, which may be null, outlive the model.
    explicit ConnectionTreeModel(const exchange::Store &store, const calls::Calls *calls = nullptr, QObject *parent = nullptr);

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &, int role) const override;

    void apply(const exchange::Store::Change &);
    // Counts from `firstId` on; for Clear and when the store's contents are replaced.
    void restart(uint32_t firstId);
    // Counts a call once, or each of its halves.
    void setJoined(bool);
    // What to show if `index` is selected; empty for the line of everything.
    std::optional<TreeScope> scopeOf(const QModelIndex &index) const;
    QModelIndex indexOf(const std::optional<TreeScope> &) const;
    // Those that rows come from, in the order in which they came; an empty name is this one.
    const std::vector<std::string> &machines() const { return m_machines; }
    bool hasMachineLines() const { return m_machines.size() > 1; }

Q_SIGNALS:
    void machinesChanged();

private:
    using NodeId = uint32_t;
    struct Node {
        Level level = Level::Everything;
        std::string name;
        uint32_t count = 0;
        NodeId parent = 0;
        int row = 0;
        std::vector<NodeId> children = {};
        std::unordered_map<std::string, NodeId> byName = {};
        std::vector<exchange::ProcessId> processes = {};   // of a program, distinct
    };
    // From which line on an exchange is counted: the other half of its call may count for those above.
    struct Leaf {
        NodeId host = 0;
        Level counted = Level::Everything;
        bool isCounted = true;   // in its host
    };

    void clear();
    bool isNewMachine(uint32_t id);
    void rebuild();
    NodeId childOf(NodeId parent, Level level, const std::string &name);
    NodeId hostOf(uint32_t id);
    void place(uint32_t id);
    void move(uint32_t id);
    void count(uint32_t id);
    Leaf countedOf(uint32_t id, NodeId host) const;
    void add(const Leaf &, int by);
    void announceCounts();
    const Node &nodeAt(const QModelIndex &) const;
    QModelIndex indexAt(NodeId) const;
    QString detail(const Node &) const;
    QString tip(const Node &) const;

    const exchange::Store &m_store;
    const calls::Calls *m_calls;
    bool m_joined = false;
    std::deque<Node> m_nodes;        // 0: above all; 1: everything
    std::vector<std::string> m_machines;
    std::vector<Leaf> m_leaves;      // by exchange, from m_first on
    std::unordered_map<uint64_t, NodeId> m_known; // by process and name of the host
    std::vector<bool> m_processSeen; // by process
    uint32_t m_first = 0;
};

} // namespace ui
