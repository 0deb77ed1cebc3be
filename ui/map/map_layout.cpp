// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/map_layout.h"

#include <graphviz/gvc.h>

#include <algorithm>
#include <memory>
#include <mutex>
#include <string>

namespace ui {

namespace {

constexpr double perInch = 72;       // Graphviz' unit of length; one of ours is one of its points
constexpr char apartInRank[] = "0.35", apartInRow[] = "1.6";   // inches: between neighbours, and for the words on an edge

// The library takes and keeps char *, and changes none of it.
char *words(const char *text) { return const_cast<char *>(text); }

void set(void *object, const char *name, const std::string &value)
{
    agsafeset(object, words(name), words(value.c_str()), words(""));
}

struct Closing {
    void operator()(Agraph_t *graph) const { agclose(graph); }
};

// One for the whole life of the program: freeing a context leaks its plugins.
GVC_t *context()
{
    static GVC_t *const one = gvContext();
    return one;
}

QList<QPointF> curveOf(Agedge_t *edge)
{
    QList<QPointF> points;
    const splines *curves = ED_spl(edge);
    if (!curves || curves->size == 0)
        return points;
    const bezier &curve = curves->list[0];
    for (int i = 0; i < curve.size; ++i)
        points << QPointF(curve.list[i].x, -curve.list[i].y);
    if (curve.eflag)
        points << points.last() << QPointF(curve.ep.x, -curve.ep.y) << QPointF(curve.ep.x, -curve.ep.y);
    return points;
}

} // namespace

std::optional<MapLayout> layOut(const std::vector<QSizeF> &nodes, const std::vector<std::pair<size_t, size_t>> &edges)
{
    static std::mutex oneAtATime;   // its state is global
    const std::scoped_lock lock(oneAtATime);
    agseterr(AGMAX);   // it would write to standard error
    const std::unique_ptr<Agraph_t, Closing> graph(agopen(words("map"), Agdirected, nullptr));
    if (!graph || !context())
        return std::nullopt;
    set(graph.get(), "rankdir", "LR");
    set(graph.get(), "nodesep", apartInRank);
    set(graph.get(), "ranksep", apartInRow);
    std::vector<Agnode_t *> placed;
    for (const QSizeF &size : nodes) {
        Agnode_t *node = agnode(graph.get(), words(std::to_string(placed.size()).c_str()), 1);
        set(node, "shape", "box");
        set(node, "label", "");
        set(node, "fixedsize", "true");
        set(node, "width", std::to_string(size.width() / perInch));
        set(node, "height", std::to_string(size.height() / perInch));
        placed.push_back(node);
    }
    std::vector<Agedge_t *> drawn;
    for (const auto &[tail, head] : edges)
        drawn.push_back(agedge(graph.get(), placed[tail], placed[head], nullptr, 1));
    if (gvLayout(context(), graph.get(), "dot") != 0)
        return std::nullopt;
    MapLayout layout;
    for (size_t i = 0; i < placed.size(); ++i) {
        const QPointF centre(ND_coord(placed[i]).x, -ND_coord(placed[i]).y);
        layout.nodes.push_back(centre);
        layout.bounds |= QRectF(centre - QPointF(nodes[i].width() / 2, nodes[i].height() / 2), nodes[i]);
    }
    for (Agedge_t *edge : drawn)
        layout.edges.push_back(edge ? curveOf(edge) : QList<QPointF>());
    gvFreeLayout(context(), graph.get());
    return layout;
}

} // namespace ui
