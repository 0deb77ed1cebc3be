// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tree/machine_list.h"

#include "ui/filter/filter_menu.h"
#include "ui/tree/line_delegate.h"
#include "ui/workspace/workspace.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>

#include <algorithm>

namespace ui {

namespace {

constexpr int linesMax = 8;   // at once

} // namespace

MachineList::MachineList(const Theme &theme, Workspace &workspace, QWidget *parent)
    : QListView(parent)
    , m_workspace(workspace)
{
    setObjectName(QStringLiteral("machines"));
    setAccessibleName(tr("Machines"));
    setModel(&workspace.machines());
    setFrameShape(QFrame::NoFrame);
    setUniformItemSizes(true);
    setItemDelegate(new MachineDelegate(theme, this));
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setResizeMode(QListView::Adjust);
    setMouseTracking(true);
    connect(&workspace.machines(), &QAbstractItemModel::modelReset, this, &MachineList::fit);
    connect(&theme, &Theme::changed, viewport(), qOverload<>(&QWidget::update));
    fit();
}

void MachineList::fit()
{
    setFixedHeight(std::min(m_workspace.machines().rowCount(), linesMax) * measure::treeRow);
}

void MachineList::removeAt(const QModelIndex &machine)
{
    if (machine.isValid())
        m_workspace.capture().removeMachine(machine.data(MachineListModel::DestinationRole).toString());
}

void MachineList::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Delete)
        removeAt(currentIndex());
    else
        QListView::keyPressEvent(event);
}

void MachineList::contextMenuEvent(QContextMenuEvent *event)
{
    const QPersistentModelIndex machine = indexAt(event->pos());
    if (!machine.isValid())
        return;
    QMenu menu(this);
    addFilterActions(menu, machine.data(MachineListModel::FilterRole).toString(), [this](const QString &chosen) { m_workspace.filter().addTerm(chosen); });
    menu.addSeparator();
    QAction *removal = menu.addAction(tr("Stop capturing it"), this, [&] { removeAt(machine); });
    const bool captures = m_workspace.capture().phase() == CaptureController::Phase::Capturing;
    removal->setEnabled(captures);
    removal->setToolTip(captures ? tr("Its rows stay (Delete)") : tr("No capture is running."));
    menu.setToolTipsVisible(true);
    menu.exec(event->globalPos());
}

} // namespace ui
