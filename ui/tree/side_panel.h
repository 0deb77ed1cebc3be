// SPDX-License-Identifier: GPL-3.0-or-later
// Left of the table: programs and their hosts, and below them which TLS libraries are readable. Selecting a line
// limits the list to it.
#pragma once

#include "ui/window/panel.h"

class QLabel;
class QListView;
class QModelIndex;
class QTreeView;

namespace ui {

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

    const Theme &m_theme;
    Workspace &m_workspace;
    QWidget *m_widget;
    QTreeView *m_tree;
    QListView *m_libraries;
    QLabel *m_exchangeCount = nullptr, *m_readableCount = nullptr;
    QWidget *m_coverageHeading = nullptr;
};

} // namespace ui
