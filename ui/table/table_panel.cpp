// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/table/table_panel.h"

#include "ui/table/exchange_view.h"
#include "ui/workspace/workspace.h"

#include <QScopedValueRollback>

#include <algorithm>

namespace ui {

namespace {

using Phase = CaptureController::Phase;

constexpr int lowest = 120;
constexpr int runningEveryMs = 500;
const QString columnsKey = QStringLiteral("table/columns");
const QString alignedKey = QStringLiteral("table/barsAligned");

} // namespace

TablePanel::TablePanel(Theme &theme, Workspace &workspace)
    : m_workspace(workspace)
    , m_view(new ExchangeView(theme))
    , m_actions(workspace, *m_view, theme)
{
    m_view->setMinimumHeight(lowest);
    m_view->setExchanges(&workspace.exchanges(), &workspace.selection());
    connect(m_view, &ExchangeView::exchangeChosen, this, [this](exchange::ExchangeId id) {
        if (!m_following)
            m_workspace.choose(id);
    });
    connect(m_view, &ExchangeView::detailsWanted, this, [this] { Q_EMIT leaveFor(Place::Below); });
    connect(m_view, &ExchangeView::dismissed, this, [this] {
        m_workspace.comparison() ? m_workspace.endComparison() : m_workspace.choose(base::noId);
    });
    connect(m_view, &ExchangeView::rowMenuWanted, &m_actions, &RowActions::showMenu);
    connect(m_view, &ExchangeView::emptyLinkActivated, &workspace.filter(), &ListFilter::clear);
    connect(&workspace, &Workspace::chosen, this, &TablePanel::showChosen);
    connect(&workspace, &Workspace::countsChanged, this, &TablePanel::showEmptyText);
    connect(&workspace.marks(), &Marks::changed, this, &TablePanel::showComments);
    connect(&workspace.capture(), &CaptureController::opened, this, [this] {
        m_view->setFollows(false);
        m_view->scrollToTop();
    });
    // Unfinished exchanges show how long they have taken.
    m_runningTimer.setInterval(runningEveryMs);
    connect(&m_runningTimer, &QTimer::timeout, this, [this] {
        const ExchangeTableModel &exchanges = m_workspace.exchanges();
        const int bottom = m_view->rowAt(m_view->viewport()->height() - 1);
        for (int row = std::max(0, m_view->rowAt(0)), last = bottom < 0 ? exchanges.rowCount() - 1 : bottom; row <= last; ++row)
            if (m_workspace.store().state(exchanges.idAt(row)) == exchange::State::InProgress)
                return m_view->viewport()->update();
    });
    connect(&workspace.capture(), &CaptureController::phaseChanged, this,
            [this](Phase phase) { phase == Phase::Capturing ? m_runningTimer.start() : m_runningTimer.stop(); });
    connect(&workspace.programs(), &ConnectionTreeModel::machinesChanged, this, &TablePanel::showMachines);
    showEmptyText();
    showMachines();
}

// Their column, while rows come from several.
void TablePanel::showMachines()
{
    m_view->head()->setMachineShown(m_workspace.programs().hasMachineLines());
}

QWidget *TablePanel::widget() const { return m_view; }

void TablePanel::restart()
{
    m_view->setFollows(true);
}

void TablePanel::restoreState(const QSettings &settings)
{
    m_view->head()->restoreLayout(settings.value(columnsKey).toStringList());
    m_view->head()->setBarsAligned(settings.value(alignedKey, true).toBool());
    showMachines();
}

void TablePanel::saveState(QSettings &settings) const
{
    settings.setValue(columnsKey, m_view->head()->layoutState());
    settings.setValue(alignedKey, m_view->head()->barsAligned());
}

void TablePanel::showChosen(exchange::ExchangeId id)
{
    // A half without a row of its own stays chosen: its call's row is selected.
    const auto row = m_workspace.exchanges().rowStandingFor(id);
    if (row && m_workspace.exchanges().idAt(*row) == m_view->currentId())
        return;
    const QScopedValueRollback following(m_following, true);
    if (row)
        return m_view->selectId(id);
    if (id != base::noId)
        return;
    m_view->clearSelection();
    m_view->setCurrentIndex({});
}

// The first comment shows their column, behind the path; the user may hide it again.
void TablePanel::showComments()
{
    const bool any = std::ranges::any_of(m_workspace.marks().all(), [](const auto &mark) { return !mark.second.comment.isEmpty(); });
    TableHeader &head = *m_view->head();
    if (any && !m_anyComment && head.isSectionHidden(int(Column::Comment))) {
        head.moveSection(head.visualIndex(int(Column::Comment)), head.visualIndex(int(Column::Path)) + 1);
        head.setSectionHidden(int(Column::Comment), false);
    }
    m_anyComment = any;
}

void TablePanel::showEmptyText()
{
    const CaptureController &capture = m_workspace.capture();
    const bool filtered = m_workspace.exchanges().total() > 0;
    m_view->setEmptyText(m_workspace.unsearched() > 0       ? tr("Searching headers and bodies …")
                             : filtered                     ? tr("No matching exchanges.")
                             : capture.phase() == Phase::Capturing ? tr("Waiting for traffic from %1 …").arg(m_workspace.launch().scope().phrase())
                             : capture.isBusy()             ? tr("Loading …")
                                                            : tr("No traffic was captured."),
                         filtered ? tr("Clear filter") : QString());
}

} // namespace ui
