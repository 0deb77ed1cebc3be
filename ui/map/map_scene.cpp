// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/map_scene.h"

#include "ui/theme/theme.h"

#include <QCursor>
#include <QGraphicsItem>
#include <QGraphicsSceneMouseEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QStyleOptionGraphicsItem>

#include <cmath>
#include <utility>

namespace ui {

namespace {

constexpr int termsKey = 0;
constexpr double hitWidth = 14, thinnest = 1.2, thickest = 4, arrowLength = 10, arrowWidth = 7, wordsGap = 2;

class MapItem : public QGraphicsItem
{
public:
    MapItem(const Theme &theme, const QStringList &terms, const QString &tip) : m_theme(theme)
    {
        setData(termsKey, terms);
        setToolTip(tip);
        setAcceptHoverEvents(true);
        setFlag(ItemIsFocusable);
        if (!terms.isEmpty())
            setCursor(Qt::PointingHandCursor);
    }

protected:
    const Tokens &tokens() const { return m_theme.current(); }
    const Theme &m_theme;
};

bool isLit(const QStyleOptionGraphicsItem &option)
{
    return option.state & (QStyle::State_MouseOver | QStyle::State_HasFocus);
}

class NodeItem : public MapItem
{
public:
    NodeItem(const Theme &theme, const MapGraph::Node &node) : MapItem(theme, node.terms, node.name), m_node(node) {}

    QRectF boundingRect() const override { return box().adjusted(-1, -1, 1, 1); }
    void paint(QPainter *painter, const QStyleOptionGraphicsItem *option, QWidget *) override
    {
        const Tokens &t = tokens();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(QPen(isLit(*option) ? t.accent : m_node.party.program ? t.dim : t.line, m_node.party.program ? 1.2 : 1));
        painter->setBrush(isLit(*option) ? t.hover : m_node.party.program ? t.accentGround : t.panel);
        painter->drawRoundedRect(box(), measure::radius, measure::radius);
        painter->setFont(m_node.party.program ? m_theme.uiStrong() : m_theme.ui());
        painter->setPen(m_node.party.program ? t.text : t.dim);
        painter->drawText(box(), Qt::AlignCenter, m_node.name);
    }

private:
    QRectF box() const { return { QPointF(-m_node.size.width() / 2, -m_node.size.height() / 2), m_node.size }; }

    MapGraph::Node m_node;
};

class EdgeItem : public MapItem
{
public:
    EdgeItem(const Theme &theme, const MapGraph::Edge &edge, const QList<QPointF> &points) : MapItem(theme, edge.terms, edge.tip), m_edge(edge)
    {
        m_line.moveTo(points.first());
        for (qsizetype i = 1; i + 2 < points.size(); i += 3)
            m_line.cubicTo(points[i], points[i + 1], points[i + 2]);
        const QFontMetricsF metrics(m_theme.small());
        const QSizeF size(metrics.horizontalAdvance(m_edge.words), metrics.height());
        m_words = QRectF(m_line.pointAtPercent(0.5) - QPointF(size.width() / 2, size.height() + wordsGap), size);
        QPainterPathStroker wide;
        wide.setWidth(hitWidth);
        m_shape = wide.createStroke(m_line);
        m_shape.addRect(m_words);
        setZValue(-1);
    }

    QRectF boundingRect() const override { return m_shape.boundingRect().adjusted(-arrowWidth, -arrowWidth, arrowWidth, arrowWidth); }
    QPainterPath shape() const override { return m_shape; }
    void paint(QPainter *painter, const QStyleOptionGraphicsItem *option, QWidget *) override
    {
        const Tokens &t = tokens();
        const QColor colour = isLit(*option) ? t.accent : m_edge.failed ? t.bad : t.dim;
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setBrush(Qt::NoBrush);
        painter->setPen(QPen(colour, thinnest + (thickest - thinnest) * m_edge.weight, Qt::SolidLine, Qt::FlatCap));
        painter->drawPath(m_line);
        painter->setPen(Qt::NoPen);
        painter->setBrush(colour);
        painter->drawPolygon(arrow());
        painter->setFont(m_theme.small());
        painter->fillRect(m_words, t.panel);
        painter->setPen(isLit(*option) ? t.accent : m_edge.failed ? t.bad : t.dim);
        painter->drawText(m_words, Qt::AlignCenter, m_edge.words);
    }

private:
    QPolygonF arrow() const
    {
        const QPointF tip = m_line.pointAtPercent(1);
        const double back = m_line.percentAtLength(std::max(0.0, m_line.length() - arrowLength));
        QPointF along = tip - m_line.pointAtPercent(back);
        const double length = std::hypot(along.x(), along.y());
        if (length < 0.001)
            return {};
        along /= length;
        const QPointF across(-along.y() * arrowWidth / 2, along.x() * arrowWidth / 2), foot = tip - along * arrowLength;
        return QPolygonF { tip, foot + across, foot - across };
    }

    MapGraph::Edge m_edge;
    QPainterPath m_line, m_shape;
    QRectF m_words;
};

} // namespace

void MapScene::show(const MapGraph &graph, const MapLayout &layout)
{
    clear();
    for (size_t i = 0; i < graph.edges.size() && i < layout.edges.size(); ++i)
        if (layout.edges[i].size() >= 4)
            addItem(new EdgeItem(m_theme, graph.edges[i], layout.edges[i]));
    for (size_t i = 0; i < graph.nodes.size() && i < layout.nodes.size(); ++i) {
        auto *node = new NodeItem(m_theme, graph.nodes[i]);
        node->setPos(layout.nodes[i]);
        addItem(node);
    }
    setSceneRect(itemsBoundingRect());
}

void MapScene::mousePressEvent(QGraphicsSceneMouseEvent *event)
{
    m_pressed = event->screenPos();
    QGraphicsScene::mousePressEvent(event);
    event->accept();
}

// Not after dragging.
void MapScene::mouseReleaseEvent(QGraphicsSceneMouseEvent *event)
{
    const QGraphicsItem *item = itemAt(event->scenePos(), {});
    QGraphicsScene::mouseReleaseEvent(event);
    const QStringList terms = item ? item->data(termsKey).toStringList() : QStringList();
    if (event->button() == Qt::LeftButton && (QPointF(event->screenPos()) - m_pressed).manhattanLength() < 4 && !terms.isEmpty())
        Q_EMIT filterRequested(terms);
}

void MapScene::keyPressEvent(QKeyEvent *event)
{
    const bool chooses = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (const QStringList terms = focusItem() ? focusItem()->data(termsKey).toStringList() : QStringList(); chooses && !terms.isEmpty())
        Q_EMIT filterRequested(terms);
    else
        QGraphicsScene::keyPressEvent(event);
}

} // namespace ui
