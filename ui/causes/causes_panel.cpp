// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/causes/causes_panel.h"

#include "ui/causes/waterfall_delegate.h"
#include "ui/theme/theme.h"
#include "ui/workspace/workspace.h"

#include <QAction>
#include <QHeaderView>
#include <QLabel>
#include <QShortcut>
#include <QTreeView>
#include <QVBoxLayout>

#include <array>

namespace ui {

namespace {

constexpr int lowest = 120, refreshEveryMs = 500, indentation = 18;
constexpr std::array<int, 4> widths { 240, 300, 180, 90 };   // of all columns but the waterfall
const QString wantedKey = QStringLiteral("causes/shown");

} // namespace

CausesPanel::CausesPanel(const Theme &theme, Workspace &workspace)
    : m_workspace(workspace)
    , m_model(workspace.store(), workspace.capture().calls())
    , m_widget(new QWidget)
    , m_sentence(new QLabel(m_widget))
    , m_tree(new QTreeView(m_widget))
    , m_wanted(new QAction(tr("Causes"), this))
{
    m_widget->setObjectName(QStringLiteral("causes"));
    m_widget->setProperty("role", QStringLiteral("panel"));
    m_widget->setAttribute(Qt::WA_StyledBackground);
    m_widget->setMinimumHeight(lowest);
    m_widget->hide();
    m_wanted->setCheckable(true);
    m_wanted->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_G));
    m_wanted->setToolTip(tr("Shows what led to the chosen exchange, and what followed from it"));
    connect(m_wanted, &QAction::toggled, this, &CausesPanel::showOrHide);

    m_sentence->setObjectName(QStringLiteral("causesSentence"));
    m_sentence->setProperty("role", QStringLiteral("dim"));
    m_sentence->setContentsMargins(measure::margin, 6, measure::margin, 6);
    m_sentence->setWordWrap(true);
    m_tree->setModel(&m_model);
    connect(&m_model, &QAbstractItemModel::modelReset, m_tree, &QTreeView::expandAll);
    m_tree->setItemDelegate(new WaterfallDelegate(theme, m_tree));
    m_tree->setAccessibleName(tr("Calls that led to one another"));
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setUniformRowHeights(true);
    m_tree->setIndentation(indentation);
    m_tree->setMouseTracking(true);
    m_tree->setAllColumnsShowFocus(true);
    m_tree->header()->setFont(theme.small());
    m_tree->header()->setStretchLastSection(true);
    for (size_t column = 0; column < widths.size(); ++column)
        m_tree->header()->resizeSection(int(column), widths[column]);
    const auto choose = [this](const QModelIndex &index) {
        if (const exchange::ExchangeId id = m_model.idAt(index); id != base::noId)
            m_workspace.choose(id);
    };
    connect(m_tree, &QTreeView::clicked, this, choose);
    connect(m_tree, &QTreeView::activated, this, choose);
    connect(&theme, &Theme::changed, m_tree->viewport(), qOverload<>(&QWidget::update));
    auto *layout = new QVBoxLayout(m_widget);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_sentence);
    layout->addWidget(m_tree, 1);
    m_widget->setFocusProxy(m_tree);

    m_timer.setSingleShot(true);
    m_timer.setInterval(refreshEveryMs);
    connect(&m_timer, &QTimer::timeout, this, &CausesPanel::refresh);
    connect(&workspace, &Workspace::comparisonChanged, this, &CausesPanel::showOrHide);
    connect(&workspace, &Workspace::chosen, this, [this] {
        showOrHide();
        follow();
    });
    auto *back = new QShortcut(QKeySequence(Qt::Key_Escape), m_widget);
    back->setContext(Qt::WidgetWithChildrenShortcut);
    connect(back, &QShortcut::activated, this, [this] { Q_EMIT leaveFor(Place::Centre); });
}

void CausesPanel::restoreState(const QSettings &settings) { m_wanted->setChecked(settings.value(wantedKey, false).toBool()); }

void CausesPanel::saveState(QSettings &settings) const { settings.setValue(wantedKey, m_wanted->isChecked()); }

void CausesPanel::showOrHide()
{
    const bool shown = m_wanted->isChecked() && m_workspace.current() != base::noId && !m_workspace.comparison();
    if (shown != m_widget->isHidden())
        return;
    m_widget->setVisible(shown);
    if (shown)
        refresh();
}

// While a capture runs, calls are added to the tree, and end.
void CausesPanel::apply(const exchange::Store::Change &)
{
    if (m_widget->isVisible() && !m_timer.isActive())
        m_timer.start();
}

// An exchange of the tree that is shown leaves it as it is.
void CausesPanel::follow()
{
    if (m_widget->isHidden())
        return;
    const QModelIndex row = m_model.indexOf(m_workspace.current());
    if (!row.isValid())
        return refresh();
    m_tree->setCurrentIndex(row);
    m_tree->scrollTo(row);
}

void CausesPanel::refresh()
{
    if (m_widget->isHidden())
        return;
    m_model.show(m_workspace.current());
    m_tree->setVisible(m_model.size() > 1);
    m_sentence->setText(sentence());
    m_sentence->setAlignment(m_model.size() > 1 ? Qt::AlignLeft : Qt::AlignHCenter | Qt::AlignTop);
    if (const QModelIndex row = m_model.indexOf(m_workspace.current()); row.isValid())
        m_tree->setCurrentIndex(row);
}

QString CausesPanel::sentence() const
{
    if (m_model.isCut())
        return tr("The first %1 calls that belong together").arg(m_model.size());
    if (m_model.size() > 1)
        return tr("%1 calls that belong together").arg(m_model.size());
    switch (m_model.whyFirst()) {
    case calls::Causeless::Unprompted: return tr("Its program was serving nothing when it sent this, or sends the same at such times too.");
    case calls::Causeless::Several: return tr("Its program was serving several requests when it sent this, and nothing tells which of them it belongs to. Passing on traceparent or X-Request-ID would.");
    case calls::Causeless::OtherTrace: return tr("It belongs to another trace than the request that its program was serving.");
    case calls::Causeless::Awaited: return tr("What led to it is certain only when the request that its program is serving has ended.");
    case calls::Causeless::Linked:
    case calls::Causeless::NotSent: break;
    }
    return tr("Nothing that was captured led to this exchange or followed from it.");
}

} // namespace ui
