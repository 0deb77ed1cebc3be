// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/machine_list_model.h"

#include "app/capture/ssh.h"
#include "ui/models/exchange_cells.h"
#include "ui/models/filter_terms.h"
#include "ui/models/format.h"

#include <QStringList>

#include <algorithm>
#include <cmath>

namespace ui {

namespace {

using capture::LinkState;
using capture::MachineState;

std::string nameOf(const MachineState &machine)
{
    return machine.isHere() ? std::string() : capture::machineName(machine.destination);
}

QString seconds(int64_t ns, int digits)
{
    return QString::number(std::abs(double(ns)) / 1e9, 'f', digits);
}

QString detailOf(const MachineState &machine)
{
    switch (machine.state) {
    case LinkState::Opening: return MachineListModel::tr("connecting …");
    case LinkState::Asking: return MachineListModel::tr("wants a password");
    case LinkState::Lost: return MachineListModel::tr("link lost");
    case LinkState::Over: return machine.failure ? MachineListModel::tr("failed") : MachineListModel::tr("ended");
    case LinkState::Live: break;
    }
    if (machine.lostEvents > 0)
        return MachineListModel::tr("%1 lost").arg(countText(machine.lostEvents));
    return machine.lagNs < 0 ? QString() : durationText(machine.lagNs);
}

QString tipOf(const MachineState &machine)
{
    QStringList lines;
    if (!machine.name.empty())
        lines << (machine.isHere() ? clippedText(machine.name, 256) : MachineListModel::tr("%1, whose name is %2").arg(text(machine.destination), clippedText(machine.name, 256)));
    else if (!machine.isHere())
        lines << text(machine.destination);
    if (!machine.reason.empty() && machine.state != LinkState::Live)
        lines << clippedText(machine.reason);
    if (machine.failure)
        lines << clippedText(machine.failure->detail);
    if (!machine.isHere() && !machine.name.empty())
        lines << (machine.clockOffsetNs < 0 ? MachineListModel::tr("Its clock is %1 s behind, give or take %2 ms") : MachineListModel::tr("Its clock is %1 s ahead, give or take %2 ms"))
                     .arg(seconds(machine.clockOffsetNs, 3), QString::number(double(machine.clockUncertaintyNs) / 1e6, 'f', 1));
    if (machine.lagNs >= 0)
        lines << MachineListModel::tr("The newest data came %1 after it was moved there").arg(durationText(machine.lagNs));
    if (machine.receivedBytes > 0)
        lines << MachineListModel::tr("%1 received").arg(sizeText(machine.receivedBytes));
    if (machine.losses > 0)
        lines << MachineListModel::tr("The link was lost %1 times, and at least %2 s are missing").arg(countText(machine.losses), seconds(machine.missedNs, 1));
    lines << (machine.lostEvents > 0 ? MachineListModel::tr("%1 events lost").arg(countText(machine.lostEvents)) : MachineListModel::tr("No events lost"));
    return lines.join(QLatin1Char('\n'));
}

} // namespace

int MachineListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_machines.size());
}

QVariant MachineListModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || size_t(index.row()) >= m_machines.size())
        return {};
    const MachineState &machine = m_machines[size_t(index.row())];
    switch (role) {
    case Qt::DisplayRole: return machineText(nameOf(machine));
    case Qt::ToolTipRole: return tipOf(machine);
    case DestinationRole: return text(machine.destination);
    case StateRole: return int(machine.state);
    case FailedRole: return machine.failure.has_value();
    case DetailRole: return detailOf(machine);
    case FilterRole: return machineTerm(nameOf(machine));
    default: return {};
    }
}

void MachineListModel::set(const std::vector<MachineState> &machines)
{
    const bool same = std::ranges::equal(machines, m_machines, {}, &MachineState::destination, &MachineState::destination);
    if (same) {
        m_machines = machines;
        if (!m_machines.empty())
            Q_EMIT dataChanged(index(0), index(rowCount() - 1));
        return;
    }
    beginResetModel();
    m_machines = machines;
    endResetModel();
}

} // namespace ui
