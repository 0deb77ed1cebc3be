// SPDX-License-Identifier: GPL-3.0-or-later
// What led to the chosen exchange and what followed from it, as a tree with a waterfall over all programs; the user may show it.
#pragma once

#include "ui/models/cause_tree_model.h"
#include "ui/window/panel.h"

#include <QTimer>

class QAction;
class QLabel;
class QTreeView;

namespace ui {

class CausesPanel : public Panel
{
    Q_OBJECT
public:
    CausesPanel(const Theme &, Workspace &);

    Place place() const override { return Place::Below; }
    QWidget *widget() const override { return m_widget; }
    QList<QAction *> actions() const override { return { m_wanted }; }
    void apply(const exchange::Store::Change &) override;
    void restart() override { refresh(); }
    void restoreState(const QSettings &) override;
    void saveState(QSettings &) const override;

private:
    void showOrHide();
    void refresh();
    void follow();
    QString sentence() const;

    Workspace &m_workspace;
    CauseTreeModel m_model;
    QWidget *m_widget;
    QLabel *m_sentence;
    QTreeView *m_tree;
    QAction *m_wanted;
    QTimer m_timer;
};

} // namespace ui
