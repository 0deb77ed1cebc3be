// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/map_panel.h"

#include "ui/models/format.h"
#include "ui/theme/theme.h"
#include "ui/workspace/workspace.h"

#include <QAction>
#include <QEvent>
#include <QGraphicsView>
#include <QLabel>
#include <QShortcut>
#include <QVBoxLayout>

#include <algorithm>
#include <optional>

namespace ui {

namespace {

constexpr int lowest = 160, drawnEveryMs = 1000, margin = 16;
constexpr uint32_t countedAtOnce = 20'000;   // rows, between two events
constexpr size_t drawnMost = 150;            // pairs: more are no map
const QString wantedKey = QStringLiteral("map/shown");

} // namespace

MapPanel::MapPanel(const Theme &theme, Workspace &workspace)
    : m_theme(theme)
    , m_workspace(workspace)
    , m_counts(workspace.store(), workspace.capture().calls())
    , m_widget(new QWidget)
    , m_sentence(new QLabel(m_widget))
    , m_scene(new MapScene(theme, m_widget))
    , m_view(new QGraphicsView(m_scene, m_widget))
    , m_wanted(new QAction(tr("Map"), this))
    , m_layouts(this)
{
    m_widget->setObjectName(QStringLiteral("map"));
    m_widget->setProperty("role", QStringLiteral("panel"));
    m_widget->setAttribute(Qt::WA_StyledBackground);
    m_widget->setMinimumHeight(lowest);
    m_widget->hide();
    m_wanted->setCheckable(true);
    m_wanted->setShortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_M));
    m_wanted->setToolTip(tr("Shows which program talks to which while no exchange is selected"));
    connect(m_wanted, &QAction::toggled, this, &MapPanel::showOrHide);
    m_sentence->setObjectName(QStringLiteral("mapSentence"));
    m_sentence->setProperty("role", QStringLiteral("dim"));
    m_sentence->setContentsMargins(measure::margin, 6, measure::margin, 6);
    m_view->setAccessibleName(tr("Programs and hosts that talk to each other"));
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setDragMode(QGraphicsView::ScrollHandDrag);
    m_view->setBackgroundRole(QPalette::Base);
    m_view->viewport()->installEventFilter(this);
    auto *layout = new QVBoxLayout(m_widget);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_sentence);
    layout->addWidget(m_view, 1);
    m_widget->setFocusProxy(m_view);

    m_countTimer.setSingleShot(true);
    m_countTimer.setInterval(0);
    connect(&m_countTimer, &QTimer::timeout, this, &MapPanel::count);
    m_drawTimer.setSingleShot(true);
    m_drawTimer.setInterval(drawnEveryMs);
    connect(&m_drawTimer, &QTimer::timeout, this, &MapPanel::draw);
    for (const auto signal : { &Workspace::countsChanged, &Workspace::comparisonChanged })
        connect(&workspace, signal, this, &MapPanel::showOrHide);
    connect(&workspace, &Workspace::chosen, this, &MapPanel::showOrHide);
    connect(&theme, &Theme::changed, m_view->viewport(), qOverload<>(&QWidget::update));
    connect(m_scene, &MapScene::filterRequested, this, [this](const QStringList &terms) {
        for (const QString &term : terms)
            m_workspace.filter().addTerm(term);
    });
    auto *back = new QShortcut(QKeySequence(Qt::Key_Escape), m_widget);
    back->setContext(Qt::WidgetWithChildrenShortcut);
    connect(back, &QShortcut::activated, this, [this] { Q_EMIT leaveFor(Place::Centre); });
}

void MapPanel::restoreState(const QSettings &settings) { m_wanted->setChecked(settings.value(wantedKey, false).toBool()); }

void MapPanel::saveState(QSettings &settings) const { settings.setValue(wantedKey, m_wanted->isChecked()); }

// Nothing is counted while it is hidden.
void MapPanel::showOrHide()
{
    const bool shown = m_wanted->isChecked() && m_workspace.current() == base::noId && !m_workspace.comparison() && m_workspace.exchanges().total() > 0;
    if (shown != m_widget->isHidden())
        return;
    m_widget->setVisible(shown);
    if (shown)
        restart();
}

void MapPanel::restart()
{
    m_counts.restart(m_workspace.exchanges().firstId());
    if (!m_widget->isHidden())
        count();
}

void MapPanel::apply(const exchange::Store::Change &change)
{
    if (m_widget->isHidden())
        return;
    m_counts.apply(change);
    count();
}

void MapPanel::count()
{
    if (m_widget->isHidden())
        return;
    if (m_counts.advance(countedAtOnce))
        return m_countTimer.start();
    if (m_scene->items().isEmpty() && !m_layingOut)
        draw();
    else if (!m_drawTimer.isActive())
        m_drawTimer.start();
}

void MapPanel::draw()
{
    const std::vector<TalkCounts::Pair> pairs = m_counts.pairs(drawnMost);
    MapGraph graph = mapGraph(pairs, m_theme);
    m_sentence->setText(pairs.size() < drawnMost ? tr("Who asks whom: exchanges, errors, average time. Click to filter.")
                                                 : tr("Who asks whom, the %1 busiest pairs: exchanges, errors, average time. Click to filter.").arg(drawnMost));
    if (graph.sameShape(m_graph) && !m_layout.nodes.empty()) {
        m_graph = std::move(graph);
        return m_scene->show(m_graph, m_layout);
    }
    if (m_layingOut)
        return m_drawTimer.start();
    m_layingOut = true;
    auto lay = [sizes = graph.sizes(), ends = graph.ends()](const Background::Superseded &) { return layOut(sizes, ends); };
    m_layouts.start(std::move(lay), [this, graph = std::move(graph)](const std::optional<MapLayout> &layout) {
        m_layingOut = false;
        if (!layout)
            return m_sentence->setText(tr("Graphviz could not lay out the map. Is its library installed completely?"));
        m_graph = graph;
        m_layout = *layout;
        m_scene->show(m_graph, m_layout);
        fit();
    });
}

// All of it, but never larger than it is.
void MapPanel::fit()
{
    const QRectF all = m_scene->sceneRect().adjusted(-margin, -margin, margin, margin);
    const QSizeF room = m_view->viewport()->size();
    if (all.isEmpty() || room.isEmpty())
        return;
    m_view->setSceneRect(all);
    const double scale = std::min({ 1.0, room.width() / all.width(), room.height() / all.height() });
    m_view->setTransform(QTransform::fromScale(scale, scale));
    m_view->centerOn(all.center());
}

bool MapPanel::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize)
        fit();
    return Panel::eventFilter(watched, event);
}

} // namespace ui
