// SPDX-License-Identifier: GPL-3.0-or-later
// Left of the table: the machines, if there are several, programs and their hosts, and which TLS libraries are readable. Selecting a line
// limits the list to it.
#pragma once

#include "ui/window/panel.h"

class QLabel;
class QListView;
class QModelIndex;
class QTreeView;

namespace ui {

class MachineList;

class SidePanel : public Panel
{
    Q_OBJECT
public:
    SidePanel(const Theme &, Workspace &);

    Place place() const override { return Place::Left; }
    QWidget *widget() const override { return m_widget; }
    void restart() override;

protected:
    bool eventFilter(QObject *, QEvent *) override;

private:
    QWidget *heading(const QString &title, QLabel *&count);
    void refresh();
    void treeMenu(const QPoint &);
    void fitCoverage();
    void showMachines();

    const Theme &m_theme;
    Workspace &m_workspace;
    QWidget *m_widget;
    QTreeView *m_tree;
    QListView *m_libraries;
    QLabel *m_exchangeCount = nullptr, *m_readableCount = nullptr, *m_machineCount = nullptr;
    QWidget *m_coverageHeading = nullptr, *m_machinesHeading = nullptr;
    MachineList *m_machines;
};

} // namespace ui
