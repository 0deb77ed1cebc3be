// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tree/side_panel.h"

#include "ui/models/format.h"
#include "ui/tree/line_delegate.h"

#include <QHBoxLayout>
#include <QHelpEvent>
#include <QLabel>
#include <QListView>
#include <QMenu>
#include <QToolTip>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>

namespace ui {

namespace {

// In a short list the tree expands the programs automatically.
constexpr int openByItself = 12;

} // namespace

SidePanel::SidePanel(const Theme &theme, ConnectionTreeModel &connections, CoverageModel &coverage, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_connections(connections)
    , m_coverage(coverage)
    , m_tree(new QTreeView(this))
    , m_libraries(new QListView(this))
{
    setProperty("role", QStringLiteral("panel"));
    setAttribute(Qt::WA_StyledBackground);
    m_tree->setObjectName(QStringLiteral("programs"));
    m_tree->setAccessibleName(tr("Programs and hosts"));
    m_tree->setModel(&connections);
    m_tree->setHeaderHidden(true);
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setUniformRowHeights(true);
    m_tree->setIndentation(18);
    m_tree->setItemDelegate(new ProgramDelegate(theme, m_tree));
    m_tree->setMouseTracking(true);
    m_tree->setContextMenuPolicy(Qt::CustomContextMenu);
    m_tree->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_tree->setExpandsOnDoubleClick(true);
    connect(m_tree, &QTreeView::customContextMenuRequested, this, &SidePanel::treeMenu);
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex &current) {
        const auto scope = m_connections.scopeOf(current);
        if (scope == m_chosen)
            return;
        m_chosen = scope;
        Q_EMIT scopeChosen(scope);
    });
    connect(&connections, &QAbstractItemModel::rowsInserted, this, [this](const QModelIndex &program, int first) {
        if (program.isValid() && first == 0 && program.row() <= openByItself)
            m_tree->expand(program);
    });
    connect(&connections, &QAbstractItemModel::modelReset, this, [this] { m_chosen.reset(); });

    m_libraries->setObjectName(QStringLiteral("readable"));
    m_libraries->setAccessibleName(tr("Readable TLS libraries"));
    m_libraries->setModel(&coverage);
    m_libraries->setFrameShape(QFrame::NoFrame);
    m_libraries->setSelectionMode(QAbstractItemView::NoSelection);
    m_libraries->setItemDelegate(new LibraryDelegate(theme, m_libraries));
    m_libraries->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_libraries->setResizeMode(QListView::Adjust);
    m_libraries->setMouseTracking(true);
    m_libraries->viewport()->installEventFilter(this);
    connect(m_libraries, &QListView::clicked, this, [this](const QModelIndex &index) {
        QToolTip::showText(QCursor::pos(), index.data(Qt::ToolTipRole).toString(), m_libraries);
    });

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 4, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(heading(tr("PROCESSES"), m_exchangeCount));
    layout->addWidget(m_tree, 1);
    m_coverageHeading = heading(tr("READABLE"), m_readableCount);
    layout->addWidget(m_coverageHeading);
    layout->addWidget(m_libraries);
    connect(&coverage, &QAbstractItemModel::modelReset, this, &SidePanel::fitCoverage);
    connect(&coverage, &QAbstractItemModel::dataChanged, this, &SidePanel::fitCoverage);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    refresh(0);
    fitCoverage();
}

QWidget *SidePanel::heading(const QString &title, QLabel *&count)
{
    auto *line = new QWidget(this);
    auto *layout = new QHBoxLayout(line);
    layout->setContentsMargins(measure::margin, 7, measure::margin, 5);
    auto *name = new QLabel(title, line);
    name->setProperty("role", QStringLiteral("section"));
    count = new QLabel(line);
    count->setProperty("role", QStringLiteral("dim"));
    count->setFont(m_theme.small());
    layout->addWidget(name);
    layout->addStretch();
    layout->addWidget(count);
    return line;
}

void SidePanel::refresh(uint32_t exchanges)
{
    m_exchangeCount->setText(exchanges == 1 ? tr("1 exchange") : tr("%1 exchanges").arg(countText(exchanges)));
    m_readableCount->setText(tr("%1 of %2").arg(countText(m_coverage.readableProcesses()), countText(m_coverage.processes())));
    m_readableCount->setToolTip(tr("Processes that use TLS, and how many of them are decrypted"));
}

void SidePanel::chooseEverything()
{
    m_tree->setCurrentIndex(m_connections.index(0, 0));
}

// The list gets what it needs, up to two fifths of the panel; the tree gets the rest.
void SidePanel::fitCoverage()
{
    int wanted = 8;
    for (int row = 0; row < m_coverage.rowCount(); ++row)
        wanted += m_libraries->sizeHintForRow(row);
    const bool any = m_coverage.rowCount() > 0;
    m_coverageHeading->setVisible(any);
    m_libraries->setVisible(any);
    m_libraries->setFixedHeight(std::clamp(wanted, 30, std::max(30, height() * 2 / 5)));
}

void SidePanel::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fitCoverage();
    m_libraries->doItemsLayout(); // lines wrap at the new width
}

// Wraps the tooltips of long reasons: Qt only wraps rich text.
bool SidePanel::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::ToolTip && watched == m_libraries->viewport()) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const QString tip = m_libraries->indexAt(help->pos()).data(Qt::ToolTipRole).toString();
        if (tip.isEmpty())
            QToolTip::hideText();
        else
            QToolTip::showText(help->globalPos(), QStringLiteral("<qt>%1</qt>").arg(tip.toHtmlEscaped().replace(QLatin1Char('\n'), QLatin1String("<br>"))), m_libraries);
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void SidePanel::treeMenu(const QPoint &position)
{
    const QString term = m_tree->indexAt(position).data(ConnectionTreeModel::FilterRole).toString();
    if (term.isEmpty())
        return;
    QMenu menu(this);
    menu.addAction(tr("Filter by %1").arg(term), this, [this, term] { Q_EMIT filterRequested(term); });
    menu.addAction(tr("Without %1").arg(term), this, [this, term] { Q_EMIT filterRequested(QLatin1Char('-') + term); });
    menu.exec(m_tree->viewport()->mapToGlobal(position));
}

} // namespace ui
