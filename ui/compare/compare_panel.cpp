// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/compare/compare_panel.h"

#include "ui/compare/compare_view.h"
#include "ui/workspace/workspace.h"

#include <QShortcut>

namespace ui {

namespace {

constexpr int lowest = 120;

} // namespace

ComparePanel::ComparePanel(Theme &theme, Workspace &workspace)
    : m_workspace(workspace)
    , m_view(new CompareView(theme))
{
    m_view->setMinimumHeight(lowest);
    m_view->hide();
    connect(&workspace, &Workspace::comparisonChanged, this, &ComparePanel::show);
    const auto close = [this] {
        m_workspace.endComparison();
        Q_EMIT leaveFor(Place::Centre);
    };
    connect(m_view, &CompareView::closed, this, close);
    auto *back = new QShortcut(QKeySequence(Qt::Key_Escape), m_view);
    back->setContext(Qt::WidgetWithChildrenShortcut);
    connect(back, &QShortcut::activated, this, close);
}

QWidget *ComparePanel::widget() const { return m_view; }

void ComparePanel::show()
{
    const auto &pair = m_workspace.comparison();
    if (pair)
        m_view->showExchanges(m_workspace.store(), m_workspace.capture().bodies(), pair->first, pair->second);
    else
        m_view->clear();
    m_view->setVisible(pair.has_value());
}

} // namespace ui
