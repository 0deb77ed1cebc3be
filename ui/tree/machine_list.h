// SPDX-License-Identifier: GPL-3.0-or-later
// The machines of the capture, each with its link, lag and losses; shown where there are others than this one.
#pragma once

#include <QListView>

namespace ui {

class Theme;
class Workspace;

class MachineList : public QListView
{
    Q_OBJECT
public:
    MachineList(const Theme &, Workspace &, QWidget *parent = nullptr);

protected:
    void keyPressEvent(QKeyEvent *) override;
    void contextMenuEvent(QContextMenuEvent *) override;

private:
    void fit();
    void removeAt(const QModelIndex &);

    Workspace &m_workspace;
};

} // namespace ui
