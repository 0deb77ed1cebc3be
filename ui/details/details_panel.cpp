// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/details_panel.h"

#include "ui/details/details_pane.h"
#include "ui/workspace/workspace.h"

#include <QShortcut>

namespace ui {

namespace {

constexpr int lowest = 120;

} // namespace

DetailsPanel::DetailsPanel(Theme &theme, Workspace &workspace)
    : m_workspace(workspace)
    , m_pane(new DetailsPane(theme))
{
    m_pane->setMinimumHeight(lowest);
    m_pane->hide();
    m_pane->setProtobufTypes(workspace.descriptions().types());
    m_pane->setCalls(&workspace.capture().calls());
    connect(&workspace, &Workspace::chosen, this, &DetailsPanel::show);
    connect(&workspace, &Workspace::comparisonChanged, this, [this] { m_pane->setVisible(m_pane->shown() != base::noId && !m_workspace.comparison()); });
    connect(&workspace.descriptions(), &ProtobufDescriptions::changed, this,
            [this] { m_pane->setProtobufTypes(m_workspace.descriptions().types()); });
    connect(m_pane, &DetailsPane::filterRequested, &workspace.filter(), &ListFilter::addTerm);
    auto *back = new QShortcut(QKeySequence(Qt::Key_Escape), m_pane);
    back->setContext(Qt::WidgetWithChildrenShortcut);
    connect(back, &QShortcut::activated, this, [this] { Q_EMIT leaveFor(Place::Centre); });
}

QWidget *DetailsPanel::widget() const { return m_pane; }

void DetailsPanel::apply(const exchange::Store::Change &)
{
    m_pane->refresh();
}

void DetailsPanel::show(exchange::ExchangeId id)
{
    const bool any = id != base::noId && m_workspace.capture().bodies();
    if (any)
        m_pane->showExchange(m_workspace.store(), m_workspace.capture().bodies(), id);
    else
        m_pane->clear();
    m_pane->setVisible(any && !m_workspace.comparison());
}

} // namespace ui
