// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/map_scene.h"

#include "ui/models/filter_terms.h"
#include "ui/models/format.h"
#include "ui/theme/theme.h"

#include <QCoreApplication>
#include <QFontMetrics>

#include <algorithm>

namespace ui {

namespace {

constexpr int nameWidest = 220, boxHeight = 30, boxPadding = 14;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ui::MapGraph)
};

size_t nodeOf(MapGraph &graph, const TalkCounts::Party &party, bool caller)
{
    MapGraph::Node node { .party = party, .caller = caller, .name = text(party.name), .size = {}, .terms = {} };
    const auto known = std::ranges::find(graph.nodes, node);
    if (known != graph.nodes.end())
        return size_t(known - graph.nodes.begin());
    const QString term = party.program ? exactTerm("proc", node.name) : caller ? QStringLiteral("side:server") : exactTerm("host", node.name);
    if (!term.isEmpty())
        node.terms << term;
    if (node.name.isEmpty())
        node.name = party.program ? Words::tr("unknown program") : Words::tr("elsewhere");
    graph.nodes.push_back(node);
    return graph.nodes.size() - 1;
}

// Of the client's halves: the program, and how it named the server.
QStringList edgeTerms(const TalkCounts::Pair &pair)
{
    QStringList terms, hosts;
    if (!pair.client.program)
        return { QStringLiteral("side:server"), exactTerm("proc", text(pair.server.name)) };
    if (const QString client = exactTerm("proc", text(pair.client.name)); !client.isEmpty())
        terms << client;
    for (const std::string &host : pair.hosts)
        if (const QString term = exactTerm("host", text(host)); !term.isEmpty())
            hosts << term;
    if (!hosts.isEmpty() && pair.hosts.size() < TalkCounts::hostsMax)
        terms << (hosts.size() == 1 ? hosts.first() : QLatin1Char('(') + hosts.join(QStringLiteral(" or ")) + QLatin1Char(')'));
    return terms;
}

} // namespace

bool MapGraph::sameShape(const MapGraph &other) const
{
    const auto sameEnds = [](const Edge &one, const Edge &two) { return one.client == two.client && one.server == two.server; };
    return nodes == other.nodes && std::ranges::equal(edges, other.edges, sameEnds);
}

std::vector<QSizeF> MapGraph::sizes() const
{
    std::vector<QSizeF> all;
    for (const Node &node : nodes)
        all.push_back(node.size);
    return all;
}

std::vector<std::pair<size_t, size_t>> MapGraph::ends() const
{
    std::vector<std::pair<size_t, size_t>> all;
    for (const Edge &edge : edges)
        all.emplace_back(edge.client, edge.server);
    return all;
}

MapGraph mapGraph(const std::vector<TalkCounts::Pair> &pairs, const Theme &theme)
{
    MapGraph graph;
    // In the order of their names, so that the same ones get the same places.
    std::vector<const TalkCounts::Pair *> order;
    uint64_t most = 1;
    for (const TalkCounts::Pair &pair : pairs) {
        order.push_back(&pair);
        most = std::max(most, pair.exchanges);
    }
    std::ranges::sort(order, {}, [](const TalkCounts::Pair *pair) { return std::tie(pair->client, pair->server); });
    for (const TalkCounts::Pair *pair : order) {
        MapGraph::Edge edge { .client = nodeOf(graph, pair->client, !pair->client.program), .server = nodeOf(graph, pair->server, false), .words = countText(pair->exchanges), .tip = {}, .terms = {} };
        if (pair->errors > 0)
            edge.words += QStringLiteral(" · ") + (pair->errors == 1 ? Words::tr("1 error") : Words::tr("%1 errors").arg(countText(pair->errors)));
        if (pair->timed > 0)
            edge.words += QStringLiteral(" · ") + durationText(pair->mean());
        edge.tip = Words::tr("%1 → %2: %3 exchanges, %4 errors, %5 each on average")
                       .arg(graph.nodes[edge.client].name, graph.nodes[edge.server].name, countText(pair->exchanges), countText(pair->errors), pair->timed ? durationText(pair->mean()) : QStringLiteral("–"));
        edge.terms = edgeTerms(*pair);
        edge.failed = pair->errors > 0;
        edge.weight = double(pair->exchanges) / double(most);
        graph.edges.push_back(edge);
    }
    const QFontMetrics metrics(theme.uiStrong());
    for (MapGraph::Node &node : graph.nodes) {
        node.name = metrics.elidedText(node.name, Qt::ElideMiddle, nameWidest);
        node.size = QSizeF(metrics.horizontalAdvance(node.name) + 2 * boxPadding, boxHeight);
    }
    return graph;
}

} // namespace ui
