// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tree/side_panel.h"

#include "ui/filter/filter_menu.h"
#include "ui/models/format.h"
#include "ui/theme/theme.h"
#include "ui/tree/line_delegate.h"
#include "ui/tree/machine_list.h"
#include "ui/workspace/workspace.h"

#include <QHBoxLayout>
#include <QHelpEvent>
#include <QLabel>
#include <QListView>
#include <QMenu>
#include <QTimer>
#include <QToolTip>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>

namespace ui {

namespace {

// In a short list the tree expands the programs automatically.
constexpr int openByItself = 12;
constexpr int narrowest = 184;

} // namespace

SidePanel::SidePanel(const Theme &theme, Workspace &workspace)
    : m_theme(theme)
    , m_workspace(workspace)
    , m_widget(new QWidget)
    , m_tree(new QTreeView(m_widget))
    , m_libraries(new QListView(m_widget))
    , m_machines(new MachineList(theme, workspace, m_widget))
{
    ConnectionTreeModel &programs = workspace.programs();
    CoverageModel &coverage = workspace.coverage();
    m_widget->setProperty("role", QStringLiteral("panel"));
    m_widget->setAttribute(Qt::WA_StyledBackground);
    m_widget->setMinimumWidth(narrowest);
    m_widget->installEventFilter(this);
    m_tree->setObjectName(QStringLiteral("programs"));
    m_tree->setAccessibleName(tr("Programs and hosts"));
    m_tree->setModel(&programs);
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
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex &current) { m_workspace.filter().setScope(m_workspace.programs().scopeOf(current)); });
    connect(&programs, &QAbstractItemModel::rowsInserted, this, [this](const QModelIndex &program, int first) {
        if (program.isValid() && first == 0 && program.row() <= openByItself)
            m_tree->expand(program);
    });
    connect(&workspace.filter(), &ListFilter::cleared, this, &SidePanel::restart);
    connect(&workspace, &Workspace::countsChanged, this, &SidePanel::refresh);

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

    auto *layout = new QVBoxLayout(m_widget);
    layout->setContentsMargins(0, 4, 0, 0);
    layout->setSpacing(0);
    m_machinesHeading = heading(tr("MACHINES"), m_machineCount);
    layout->addWidget(m_machinesHeading);
    layout->addWidget(m_machines);
    layout->addWidget(heading(tr("PROCESSES"), m_exchangeCount));
    layout->addWidget(m_tree, 1);
    m_coverageHeading = heading(tr("READABLE"), m_readableCount);
    layout->addWidget(m_coverageHeading);
    layout->addWidget(m_libraries);
    connect(&coverage, &QAbstractItemModel::modelReset, this, &SidePanel::fitCoverage);
    connect(&coverage, &QAbstractItemModel::dataChanged, this, &SidePanel::fitCoverage);
    connect(&workspace.machines(), &QAbstractItemModel::modelReset, this, &SidePanel::showMachines);
    connect(&theme, &Theme::changed, m_widget, qOverload<>(&QWidget::update));
    refresh();
    restart();
    fitCoverage();
    showMachines();
}

void SidePanel::showMachines()
{
    const MachineListModel &machines = m_workspace.machines();
    m_machineCount->setText(countText(uint64_t(machines.rowCount())));
    m_machinesHeading->setVisible(machines.isWorthShowing());
    m_machines->setVisible(machines.isWorthShowing());
}

QWidget *SidePanel::heading(const QString &title, QLabel *&count)
{
    auto *line = new QWidget(m_widget);
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

void SidePanel::refresh()
{
    const uint32_t exchanges = m_workspace.exchanges().total();
    const CoverageModel &coverage = m_workspace.coverage();
    m_exchangeCount->setText(exchanges == 1 ? tr("1 exchange") : tr("%1 exchanges").arg(countText(exchanges)));
    m_readableCount->setText(tr("%1 of %2").arg(countText(coverage.readableProcesses()), countText(coverage.processes())));
    m_readableCount->setToolTip(tr("Processes that use TLS, and how many of them are decrypted"));
}

void SidePanel::restart()
{
    m_tree->setCurrentIndex(m_workspace.programs().index(0, 0));
}

// The list gets what it needs, up to two fifths of the panel; the tree gets the rest.
void SidePanel::fitCoverage()
{
    int wanted = 8;
    const int lines = m_workspace.coverage().rowCount();
    for (int row = 0; row < lines; ++row)
        wanted += m_libraries->sizeHintForRow(row);
    m_coverageHeading->setVisible(lines > 0);
    m_libraries->setVisible(lines > 0);
    m_libraries->setFixedHeight(std::clamp(wanted, 30, std::max(30, m_widget->height() * 2 / 5)));
}

// Wraps the tooltips of long reasons: Qt only wraps rich text.
bool SidePanel::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize && watched == m_widget)
        QTimer::singleShot(0, this, [this] { // once the list has its new width, at which lines wrap
            fitCoverage();
            m_libraries->doItemsLayout();
        });
    if (event->type() == QEvent::ToolTip && watched == m_libraries->viewport()) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const QString tip = m_libraries->indexAt(help->pos()).data(Qt::ToolTipRole).toString();
        if (tip.isEmpty())
            QToolTip::hideText();
        else
            QToolTip::showText(help->globalPos(), QStringLiteral("<qt>%1</qt>").arg(tip.toHtmlEscaped().replace(QLatin1Char('\n'), QLatin1String("<br>"))), m_libraries);
        return true;
    }
    return Panel::eventFilter(watched, event);
}

void SidePanel::treeMenu(const QPoint &position)
{
    const QString term = m_tree->indexAt(position).data(ConnectionTreeModel::FilterRole).toString();
    if (term.isEmpty())
        return;
    QMenu menu(m_widget);
    addFilterActions(menu, term, [this](const QString &chosen) { m_workspace.filter().addTerm(chosen); });
    menu.exec(m_tree->viewport()->mapToGlobal(position));
}

} // namespace ui
