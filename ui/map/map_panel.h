// SPDX-License-Identifier: GPL-3.0-or-later
// Which program talks to which, as a map; the user may show it.
#pragma once

#include "ui/background/background.h"
#include "ui/map/map_scene.h"
#include "ui/window/panel.h"

#include <QTimer>

class QAction;
class QGraphicsView;
class QLabel;

namespace ui {

class MapPanel : public Panel
{
    Q_OBJECT
public:
    MapPanel(const Theme &, Workspace &);

    Place place() const override { return Place::Below; }
    QWidget *widget() const override { return m_widget; }
    QList<QAction *> actions() const override { return { m_wanted }; }
    void apply(const exchange::Store::Change &) override;
    void restart() override;
    void restoreState(const QSettings &) override;
    void saveState(QSettings &) const override;

protected:
    bool eventFilter(QObject *, QEvent *) override;

private:
    void showOrHide();
    void count();
    void draw();
    void fit();

    const Theme &m_theme;
    Workspace &m_workspace;
    TalkCounts m_counts;
    MapGraph m_graph;
    MapLayout m_layout;
    QWidget *m_widget;
    QLabel *m_sentence;
    MapScene *m_scene;
    QGraphicsView *m_view;
    QAction *m_wanted;
    QTimer m_countTimer, m_drawTimer;
    Background m_layouts;
    bool m_layingOut = false;
};

} // namespace ui
