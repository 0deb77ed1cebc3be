// SPDX-License-Identifier: GPL-3.0-or-later
// The machines of a capture: how the link to each is, how late its data comes, and what was lost.
#pragma once

#include "app/capture/source.h"

#include <QAbstractListModel>

#include <optional>
#include <vector>

namespace ui {

class MachineListModel : public QAbstractListModel
{
    Q_OBJECT
public:
    enum MachineRole {
        DestinationRole = Qt::UserRole,   // QString, as it was named; empty: this machine
        StateRole,                        // int, capture::LinkState
        FailedRole,                       // bool: it is over, and not because anybody wanted that
        DetailRole,                       // QString, in a word or two: "12 ms", "connecting"
        FilterRole,                       // QString: the filter term for its rows
    };
    using QAbstractListModel::QAbstractListModel;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &, int role) const override;

    void set(const std::vector<capture::MachineState> &machines);
    // This machine alone needs no list.
    bool isWorthShowing() const { return m_machines.size() > 1 || (m_machines.size() == 1 && !m_machines[0].isHere()); }

private:
    std::vector<capture::MachineState> m_machines;
};

} // namespace ui
