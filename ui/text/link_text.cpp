// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/link_text.h"

#include "app/capture/ssh.h"

#include <QCoreApplication>

#include <cmath>

namespace ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ui::LinkText)
};

QString secondsText(int64_t ns, int digits)
{
    return QString::number(std::abs(double(ns)) / 1e9, 'f', digits);
}

QString nameOf(const capture::MachineState &machine)
{
    return machine.isHere() ? Words::tr("this machine") : QString::fromStdString(capture::machineName(machine.destination));
}

} // namespace

QString linkText(const capture::MachineState &before, const capture::MachineState &now)
{
    if (now.state == capture::LinkState::Lost && (before.state != capture::LinkState::Lost || before.losses != now.losses))
        return Words::tr("The link to %1 is lost. What its programs do is not captured until it is back, which is tried all the time.").arg(nameOf(now));
    if (now.state == capture::LinkState::Live && before.missedNs != now.missedNs)
        return Words::tr("The link to %1 is back; %2 s are missing.").arg(nameOf(now), secondsText(now.missedNs - before.missedNs, 1));
    return {};
}

QString failureText(const capture::MachineState &machine, const QString &why)
{
    return Words::tr("Nothing is captured on %1: %2").arg(nameOf(machine), why);
}

QString clockText(const capture::MachineState &machine)
{
    const QString offset = secondsText(machine.clockOffsetNs, 3), uncertainty = QString::number(double(machine.clockUncertaintyNs) / 1e6, 'f', 1);
    return machine.clockOffsetNs < 0 ? Words::tr("Linked to %1. Its clock is %2 s behind, give or take %3 ms; times are by this machine's.").arg(nameOf(machine), offset, uncertainty)
                                     : Words::tr("Linked to %1. Its clock is %2 s ahead, give or take %3 ms; times are by this machine's.").arg(nameOf(machine), offset, uncertainty);
}

} // namespace ui
