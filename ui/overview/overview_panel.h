// SPDX-License-Identifier: GPL-3.0-or-later
// The workspace in sum, in the place of the details while no exchange is chosen; the user may hide it.
#pragma once

#include "ui/window/panel.h"

#include <QTimer>

class QAction;

namespace ui {

class OverviewView;

class OverviewPanel : public Panel
{
    Q_OBJECT
public:
    OverviewPanel(Theme &, Workspace &);

    Place place() const override { return Place::Below; }
    QWidget *widget() const override;
    QList<QAction *> actions() const override;
    void restoreState(const QSettings &) override;
    void saveState(QSettings &) const override;

private:
    void showOrHide();
    void refresh();

    Workspace &m_workspace;
    OverviewView *m_view;
    QAction *m_wanted;
    QTimer m_timer;
};

} // namespace ui
