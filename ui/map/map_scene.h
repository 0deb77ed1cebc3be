// SPDX-License-Identifier: GPL-3.0-or-later
// Programs and hosts as boxes, and what was asked between them as arrows; each is a filter.
#pragma once

#include "ui/map/map_layout.h"
#include "ui/models/talk_counts.h"

#include <QGraphicsScene>
#include <QStringList>

#include <vector>

namespace ui {

class Theme;

// What is drawn: laid out off the window's thread, then put into a scene.
struct MapGraph {
    struct Node {
        TalkCounts::Party party;
        bool caller = false;    // an address that requests came from
        QString name;
        QSizeF size;
        QStringList terms;
        bool operator==(const Node &other) const { return party == other.party && caller == other.caller; }
    };
    struct Edge {
        size_t client = 0, server = 0;
        QString words;          // "1 204 · 3 errors · 12 ms"
        QString tip;
        QStringList terms;
        bool failed = false;
        double weight = 0;      // 0 to 1, of its exchanges among all
    };
    std::vector<Node> nodes;
    std::vector<Edge> edges;

    // Has the same boxes and arrows, so that a layout serves both.
    bool sameShape(const MapGraph &) const;
    std::vector<QSizeF> sizes() const;
    std::vector<std::pair<size_t, size_t>> ends() const;
};

MapGraph mapGraph(const std::vector<TalkCounts::Pair> &, const Theme &);

class MapScene : public QGraphicsScene
{
    Q_OBJECT
public:
    MapScene(const Theme &theme, QObject *parent) : QGraphicsScene(parent), m_theme(theme) {}

    // `layout` is of a graph of the same shape.
    void show(const MapGraph &, const MapLayout &);

Q_SIGNALS:
    void filterRequested(const QStringList &terms);

protected:
    void mousePressEvent(QGraphicsSceneMouseEvent *) override;
    void mouseReleaseEvent(QGraphicsSceneMouseEvent *) override;
    void keyPressEvent(QKeyEvent *) override;

private:
    const Theme &m_theme;
    QPointF m_pressed;
};

} // namespace ui
