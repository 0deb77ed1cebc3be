// SPDX-License-Identifier: GPL-3.0-or-later
// Where the nodes and edges of a graph go: Graphviz' layout "dot", from left to right.
#pragma once

#include <QList>
#include <QPointF>
#include <QRectF>
#include <QSizeF>

#include <optional>
#include <utility>
#include <vector>

namespace ui {

// In device-independent pixels; y grows downwards.
struct MapLayout {
    std::vector<QPointF> nodes;               // their centres
    // Of an edge: a Bézier curve of 1 + 3 n points from its tail to its head; empty: none.
    std::vector<QList<QPointF>> edges;
    QRectF bounds;
};

// Edges are pairs of indexes of nodes. Takes seconds for thousands of them; one at a time, whatever the thread. nullopt: Graphviz
// refuses, as it does without its plugin for the layout.
std::optional<MapLayout> layOut(const std::vector<QSizeF> &nodes, const std::vector<std::pair<size_t, size_t>> &edges);

} // namespace ui
