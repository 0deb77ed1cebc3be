// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/overview_panel.h"

#include "ui/overview/overview_view.h"
#include "ui/workspace/workspace.h"

#include <QAction>
#include <QShortcut>

namespace ui {

namespace {

constexpr int lowest = 120, refreshEveryMs = 500;
const QString wantedKey = QStringLiteral("overview/shown");

} // namespace

OverviewPanel::OverviewPanel(Theme &theme, Workspace &workspace)
    : m_workspace(workspace)
    , m_view(new OverviewView(theme))
    , m_wanted(new QAction(tr("Overview"), this))
{
    m_view->setMinimumHeight(lowest);
    m_view->hide();
    m_wanted->setCheckable(true);
    m_wanted->setChecked(true);
    m_wanted->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_I));
    m_wanted->setToolTip(tr("Shows all exchanges in sum while none is selected"));
    connect(m_wanted, &QAction::toggled, this, &OverviewPanel::showOrHide);
    m_timer.setSingleShot(true);
    m_timer.setInterval(refreshEveryMs);
    connect(&m_timer, &QTimer::timeout, this, &OverviewPanel::refresh);
    connect(&workspace, &Workspace::overviewChanged, this, [this] {
        if (m_view->isVisible() && !m_timer.isActive())
            m_timer.start();
    });
    for (const auto signal : { &Workspace::countsChanged, &Workspace::comparisonChanged })
        connect(&workspace, signal, this, &OverviewPanel::showOrHide);
    connect(&workspace, &Workspace::chosen, this, &OverviewPanel::showOrHide);
    connect(m_view, &OverviewView::resized, this, &OverviewPanel::refresh);
    connect(m_view, &OverviewView::filterRequested, this, [this](const QStringList &terms) {
        for (const QString &term : terms)
            m_workspace.filter().addTerm(term);
    });
    auto *back = new QShortcut(QKeySequence(Qt::Key_Escape), m_view);
    back->setContext(Qt::WidgetWithChildrenShortcut);
    connect(back, &QShortcut::activated, this, [this] { Q_EMIT leaveFor(Place::Centre); });
}

QWidget *OverviewPanel::widget() const { return m_view; }

QList<QAction *> OverviewPanel::actions() const { return { m_wanted }; }

void OverviewPanel::restoreState(const QSettings &settings)
{
    m_wanted->setChecked(settings.value(wantedKey, true).toBool());
}

void OverviewPanel::saveState(QSettings &settings) const
{
    settings.setValue(wantedKey, m_wanted->isChecked());
}

void OverviewPanel::showOrHide()
{
    const bool shown = m_wanted->isChecked() && m_workspace.current() == base::noId && !m_workspace.comparison() && m_workspace.exchanges().total() > 0;
    if (shown != m_view->isHidden())
        return;
    m_view->setVisible(shown);
    if (shown)
        refresh();
}

void OverviewPanel::refresh()
{
    m_view->show(m_workspace.overview());
}

} // namespace ui
