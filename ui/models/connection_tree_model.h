// SPDX-License-Identifier: GPL-3.0-or-later
// Programs and the hosts they talk to, with their numbers of exchanges. A program is all processes with one name: a
// thousand short-lived curls are one line. The first line stands for everything. A line counts the rows that a list of
// it shows: of a call whose halves both belong to it, one.
#pragma once

#include "app/calls/calls.h"
#include "app/exchange/store.h"
#include "ui/models/row_filter.h"

#include <QAbstractItemModel>

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
        DetailRole,                 // QString: "41233", "12 processes"; empty for hosts
        FilterRole,                 // QString: the filter term for this line; empty for everything
    };

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

private:
    struct Host { std::string name; uint32_t count = 0; };
    struct Program {
        std::string name;
        uint32_t count = 0;
        std::vector<exchange::ProcessId> processes; // distinct
        std::vector<Host> hosts;
        std::unordered_map<std::string, uint32_t> hostRows;
    };
    // Where an exchange is counted: the other half of its call may count for it.
    enum Counted : uint8_t { Everywhere = 0, NotInAll = 1, NotInProgram = 2, NotInHost = 3 };
    struct Leaf {
        uint32_t program, host;
        Counted counted = Everywhere;
    };

    uint32_t programRow(const std::string &name);
    Leaf leafOf(uint32_t id);
    void place(uint32_t id);
    void move(uint32_t id);
    void count(uint32_t id);
    Counted countedOf(uint32_t id) const;
    void add(const Leaf &, int by);
    void announceCounts();
    QString detail(const Program &) const;

    const exchange::Store &m_store;
    const calls::Calls *m_calls;
    bool m_joined = false;
    uint32_t m_count = 0;            // of everything
    std::vector<Program> m_programs;
    std::unordered_map<std::string, uint32_t> m_programRows;
    std::vector<Leaf> m_leaves;      // by exchange, from m_first on
    std::unordered_map<uint64_t, Leaf> m_known; // by process and name of the host
    std::vector<bool> m_processSeen; // by process
    uint32_t m_first = 0;
};

} // namespace ui
