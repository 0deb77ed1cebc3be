// SPDX-License-Identifier: GPL-3.0-or-later
// The workspace's exchanges as the table in the middle of the window, and what can be done with its rows.
#pragma once

#include "ui/table/row_actions.h"
#include "ui/window/panel.h"

#include <QTimer>

namespace ui {

class ExchangeView;

class TablePanel : public Panel
{
    Q_OBJECT
public:
    TablePanel(Theme &, Workspace &);

    Place place() const override { return Place::Centre; }
    QWidget *widget() const override;
    void restart() override;
    void restoreState(const QSettings &) override;
    void saveState(QSettings &) const override;

private:
    void showChosen(exchange::ExchangeId);
    void showEmptyText();
    void showComments();
    void showMachines();

    Workspace &m_workspace;
    ExchangeView *m_view;
    RowActions m_actions;
    QTimer m_runningTimer;
    bool m_anyComment = false;
    bool m_following = false;     // the table follows the choice made elsewhere
};

} // namespace ui
