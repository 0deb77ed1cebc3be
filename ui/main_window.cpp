// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window.h"

#include "ui/bars/banner.h"
#include "ui/bars/chip_row.h"
#include "ui/bars/status_line.h"
#include "ui/bars/tool_bar.h"
#include "ui/capture/command_run.h"
#include "ui/details/details_pane.h"
#include "ui/filter/filter_box.h"
#include "ui/first_run/first_run_page.h"
#include "ui/models/exchange_cells.h"
#include "ui/models/format.h"
#include "ui/table/exchange_view.h"
#include "ui/text/error_text.h"
#include "ui/tree/side_panel.h"

#include <QFrame>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace ui {

namespace {

using Phase = CaptureController::Phase;

constexpr QSize firstSize(1440, 900);
constexpr int sideWidth = 248;
constexpr int coverageEveryMs = 500;
constexpr int runningEveryMs = 500;

QWidget *hairline(QWidget *parent)
{
    auto *line = new QFrame(parent);
    line->setProperty("role", QStringLiteral("hairline"));
    line->setFixedHeight(1);
    return line;
}

} // namespace

MainWindow::MainWindow(Theme &theme, QWidget *parent)
    : QMainWindow(parent)
    , m_theme(theme)
    , m_contents(m_capture.store())
    , m_exchanges(m_capture.store())
    , m_tree(m_capture.store())
    , m_coverage(m_capture.store())
    , m_export(m_capture.store())
{
    setWindowTitle(QStringLiteral("Cleartap"));
    setWindowIcon(theme.icon(QStringLiteral("cleartap")));
    setAcceptDrops(true);
    build();
    addActions();
    connectCapture();
    connectViews();
    restoreSettings();
    showPhase();
    refreshCounts();
    offerLeftover();
    m_capture.examine();
}

MainWindow::~MainWindow() = default;

void MainWindow::build()
{
    auto *centre = new QWidget(this);
    m_filterBox = new FilterBox(m_theme, centre);
    m_toolBar = new ToolBar(m_theme, m_filterBox, centre);
    m_chips = new ChipRow(m_theme, centre);
    m_banner = new Banner(m_theme, centre);
    m_status = new StatusLine(m_theme, m_capture, centre);

    m_columns = new QSplitter(Qt::Horizontal, centre);
    m_side = new SidePanel(m_theme, m_tree, m_coverage, m_columns);
    m_rows = new QSplitter(Qt::Vertical, m_columns);
    m_table = new ExchangeView(m_theme, m_rows);
    m_table->setExchanges(&m_exchanges);
    m_details = new DetailsPane(m_theme, m_rows);
    m_details->hide();
    for (QSplitter *splitter : { m_columns, m_rows }) {
        splitter->setHandleWidth(1);
        splitter->setChildrenCollapsible(false);
    }
    m_side->setMinimumWidth(184);
    m_table->setMinimumHeight(120);
    m_details->setMinimumHeight(120);
    m_columns->setStretchFactor(0, 0);
    m_columns->setStretchFactor(1, 1);
    m_columns->setSizes({ sideWidth, firstSize.width() - sideWidth });
    m_rows->setStretchFactor(0, 2);
    m_rows->setStretchFactor(1, 3);
    m_rows->setSizes({ 345, 455 });

    m_pages = new QStackedWidget(centre);
    m_firstRun = new FirstRunPage(m_theme, m_pages);
    m_pages->addWidget(m_firstRun);
    m_pages->addWidget(m_columns);

    auto *layout = new QVBoxLayout(centre);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_toolBar);
    layout->addWidget(m_chips);
    layout->addWidget(hairline(centre));
    layout->addWidget(m_banner);
    layout->addWidget(m_pages, 1);
    layout->addWidget(m_status);
    setCentralWidget(centre);
    resize(firstSize);

    m_coverageTimer.setSingleShot(true);
    m_coverageTimer.setInterval(coverageEveryMs);
    connect(&m_coverageTimer, &QTimer::timeout, this, [this] {
        m_coverage.refresh();
        refreshCounts();
    });
    // Unfinished exchanges show how long they have taken.
    m_runningTimer.setInterval(runningEveryMs);
    connect(&m_runningTimer, &QTimer::timeout, m_table->viewport(), qOverload<>(&QWidget::update));
}

void MainWindow::connectCapture()
{
    connect(&m_capture, &CaptureController::phaseChanged, this, &MainWindow::showPhase);
    connect(&m_capture, &CaptureController::applied, this, &MainWindow::takeChange);
    connect(&m_capture, &CaptureController::emptied, this, &MainWindow::startAnew);
    connect(&m_capture, &CaptureController::failed, this, &MainWindow::tellFailure);
    connect(&m_capture, &CaptureController::hooksChanged, m_status, &StatusLine::setHooks);
    connect(&m_capture, &CaptureController::roleLost, this, [this](const QString &what) {
        m_banner->tell(tr("Part of the helper exited (%1). Data from now on may be incomplete.").arg(what));
    });
    connect(&m_capture, &CaptureController::opened, this, [this](const QString &path) {
        m_savedPath = path;
        const QString name = path.section(QLatin1Char('/'), -1);
        setWindowTitle(name.isEmpty() ? QStringLiteral("Cleartap") : name + QStringLiteral(" – Cleartap"));
        m_table->setFollows(false);
        m_table->scrollToTop();
    });
    connect(&m_capture, &CaptureController::examined, m_firstRun, &FirstRunPage::setFindings);
    connect(&m_capture, &CaptureController::examineFailed, this,
            [this](const capture::Error &error) {
                // The user has not been asked yet; a start does that.
                if (error.kind == capture::ErrorKind::NotAuthorised)
                    m_firstRun->setUnchecked();
                else
                    m_firstRun->setError(errorText(error));
            });
    connect(&m_export, &HarExport::progressed, this, [this](size_t done, size_t total) {
        m_status->say(tr("Exporting %1 of %2 …").arg(countText(done), countText(total)));
    });
    connect(&m_export, &HarExport::finished, this, [this](const exporters::ExportReport &report) {
        QString words = tr("Exported %1 exchanges").arg(countText(report.entries + report.queries + report.channels));
        if (report.masked.count > 0)
            words += tr(", %1 secrets masked").arg(countText(report.masked.count));
        if (const uint64_t beside = report.failed + report.conversations + report.unreadable)
            words += tr(", plus %1 conversations and connections").arg(countText(beside));
        m_status->say(words);
        if (report.bodiesUnread > 0)
            m_banner->tell(tr("The bodies of %1 exchanges could not be read from the capture file and are missing from the export.").arg(countText(report.bodiesUnread)));
    });
    connect(&m_export, &HarExport::failed, this, [this](int error) {
        m_banner->tell(tr("The HAR file could not be written: %1. Choose another location or free some space.").arg(qt_error_string(error)));
    });
}

void MainWindow::connectViews()
{
    connect(m_toolBar, &ToolBar::startWanted, this, &MainWindow::startCapture);
    connect(m_toolBar, &ToolBar::stopWanted, this, &MainWindow::stopCapture);
    connect(m_toolBar, &ToolBar::scopeWanted, this, &MainWindow::chooseScope);
    connect(m_toolBar, &ToolBar::pauseToggled, this, &MainWindow::setPaused);
    connect(m_toolBar, &ToolBar::clearWanted, this, &MainWindow::clearList);
    connect(m_toolBar, &ToolBar::exportWanted, this, &MainWindow::exportDialog);
    connect(m_toolBar, &ToolBar::themeToggled, this, &MainWindow::toggleTheme);
    connect(m_filterBox, &FilterBox::filterChanged, this, &MainWindow::applyFilter);
    connect(m_filterBox, &FilterBox::listWanted, this, &MainWindow::enterTable);
    connect(m_filterBox, &FilterBox::readBackChanged, this,
            [this] { m_chips->setReadBack(m_filterBox->readBack(), m_filterBox->isValid()); });
    connect(m_chips, &ChipRow::filterChanged, this, &MainWindow::applyFilter);
    connect(&m_contents, &ContentIndex::found, this, [this](const std::vector<exchange::ExchangeId> &ids) { m_exchanges.filterAgain(ids); });
    connect(&m_contents, &ContentIndex::waitingChanged, this, &MainWindow::refreshCounts);
    connect(m_side, &SidePanel::scopeChosen, this, [this](const auto &scope) {
        m_treeScope = scope;
        applyFilter();
    });
    connect(m_side, &SidePanel::filterRequested, m_filterBox, &FilterBox::addTerm);
    connect(m_details, &DetailsPane::filterRequested, m_filterBox, &FilterBox::addTerm);
    connect(m_table, &ExchangeView::exchangeChosen, this, &MainWindow::showExchange);
    connect(m_table, &ExchangeView::detailsWanted, this, &MainWindow::enterDetails);
    connect(m_table, &ExchangeView::dismissed, this, &MainWindow::dismissDetails);
    connect(m_table, &ExchangeView::rowMenuWanted, this, &MainWindow::rowMenu);
    connect(m_table, &ExchangeView::emptyLinkActivated, this, [this] {
        m_filterBox->setFilterText(QString());
        m_chips->chooseAll();
        m_side->chooseEverything();
    });
    connect(m_firstRun, &FirstRunPage::startRequested, this, &MainWindow::startCapture);
    connect(m_firstRun, &FirstRunPage::tryRequested, this, &MainWindow::tryUrl);
}

void MainWindow::restoreSettings()
{
    const QSettings settings;
    restoreGeometry(settings.value(QStringLiteral("window/geometry")).toByteArray());
    m_columns->restoreState(settings.value(QStringLiteral("window/columns")).toByteArray());
    m_rows->restoreState(settings.value(QStringLiteral("window/rows")).toByteArray());
    for (QSplitter *splitter : { m_columns, m_rows })
        splitter->setHandleWidth(1);
    m_table->head()->restoreLayout(settings.value(QStringLiteral("table/columns")).toStringList());
    m_table->head()->setBarsAligned(settings.value(QStringLiteral("table/barsAligned"), true).toBool());
    if (settings.value(QStringLiteral("capture/scope")).toInt() == int(Scope::Kind::AllProcesses))
        m_scope.kind = Scope::Kind::AllProcesses;
    m_toolBar->setScope(m_scope);
}

void MainWindow::saveSettings() const
{
    QSettings settings;
    settings.setValue(QStringLiteral("window/geometry"), saveGeometry());
    settings.setValue(QStringLiteral("window/columns"), m_columns->saveState());
    settings.setValue(QStringLiteral("window/rows"), m_rows->saveState());
    settings.setValue(QStringLiteral("table/columns"), m_table->head()->layoutState());
    settings.setValue(QStringLiteral("table/barsAligned"), m_table->head()->barsAligned());
    settings.setValue(QStringLiteral("capture/scope"), int(m_scope.kind));
    settings.setValue(QStringLiteral("window/theme"), int(m_theme.choice()));
}

void MainWindow::takeChange(const exchange::Store::Change &change, bool coverageChanged)
{
    m_contents.setBodies(m_capture.bodies());
    m_exchanges.apply(change);
    m_tree.apply(change);
    m_errors.apply(m_capture.store(), change);
    if (coverageChanged && !m_coverageTimer.isActive())
        m_coverageTimer.start();
    if (m_details->shown() != base::noId)
        m_details->refresh();
    if (m_tryFrom != base::noId && m_capture.store().size() > m_tryFrom) {
        for (uint32_t id = m_tryFrom; id < m_capture.store().size() && m_tryFrom != base::noId; ++id) {
            if (processName(m_capture.store(), m_capture.store().process(id)) != "curl" || !m_exchanges.rowOf(id))
                continue;
            m_table->selectId(id);
            m_tryFrom = base::noId;
        }
    }
    refreshCounts();
    showPage();
}

// The store is empty, or belongs to another capture.
void MainWindow::startAnew()
{
    m_details->clear();
    m_details->hide();
    m_contents.forget();
    m_contents.setBodies(m_capture.bodies());
    m_exchanges.reload();
    m_tree.restart(0);
    m_errors.restart(m_capture.store(), 0);
    m_coverage.refresh();
    m_treeScope.reset();
    applyFilter();
    m_table->setFollows(true);
    m_savedPath.clear();
    setWindowTitle(QStringLiteral("Cleartap"));
    refreshCounts();
    showPage();
}

void MainWindow::applyFilter()
{
    std::vector<filter::Filter> terms;
    for (const filter::Filter &term : { m_filterBox->filter(), m_chips->filter() })
        if (!term.empty())
            terms.push_back(term);
    m_contents.setFilters(terms);
    m_exchanges.setFilter(RowFilter(std::move(terms), m_treeScope, &m_contents));
    refreshCounts();
}

void MainWindow::refreshCounts()
{
    m_status->setRows(m_exchanges.shown(), m_exchanges.total(), m_contents.waiting());
    m_toolBar->setRows(m_exchanges.shown(), m_exchanges.total());
    m_side->refresh(m_exchanges.total());
    m_chips->setErrorCount(m_errors.count());
    m_table->setEmptyText(m_contents.waiting() > 0 ? tr("Searching headers and bodies …")
                              : m_exchanges.total() > 0 ? tr("No matching exchanges.")
                              : m_capture.phase() == Phase::Capturing ? tr("Waiting for traffic from %1 …").arg(m_scope.label().toLower())
                              : m_capture.isBusy()                    ? tr("Loading …")
                                                                      : tr("No traffic was captured."),
                          m_exchanges.total() > 0 ? tr("Clear filter") : QString());
}

void MainWindow::showPhase()
{
    const Phase phase = m_capture.phase();
    m_toolBar->setPhase(phase);
    m_exchanges.setLive(phase == Phase::Capturing);
    phase == Phase::Capturing ? m_runningTimer.start() : m_runningTimer.stop();
    if (phase == Phase::Idle && m_exchanges.isPaused())
        setPaused(false);
    if (phase == Phase::Capturing) {
        m_banner->hide();
        if (m_command)
            m_command->release();
    }
    m_firstRun->setBusy(phase == Phase::Starting ? tr("Starting the capture …") : QString());
    refreshCounts();
    showPage();
}

// The first-run page is visible while nothing is listed and nothing is running.
void MainWindow::showPage()
{
    const Phase phase = m_capture.phase();
    const bool first = m_capture.store().size() == 0 && (phase == Phase::Idle || phase == Phase::Starting);
    QWidget *page = first ? static_cast<QWidget *>(m_firstRun) : m_columns;
    m_chips->setVisible(!first);
    if (m_pages->currentWidget() == page)
        return;
    m_pages->setCurrentWidget(page);
    if (!first)
        m_table->setFocus();
}

void MainWindow::showExchange(exchange::ExchangeId id)
{
    if (id == base::noId || !m_capture.bodies()) {
        m_details->clear();
        m_details->hide();
        return;
    }
    const bool opening = m_details->isHidden();
    m_details->showExchange(m_capture.store(), m_capture.bodies(), id);
    m_details->show();
    if (opening) // the table has become smaller: keep the selection visible
        QTimer::singleShot(0, m_table, [this] { m_table->scrollTo(m_table->currentIndex()); });
}

void MainWindow::tellFailure(const capture::Error &error, Phase during)
{
    const QString sentence = errorText(error);
    if (m_command)
        m_command->abandon();
    m_tryFrom = base::noId;
    if (during == Phase::Starting && m_capture.store().size() == 0) {
        m_firstRun->setError(sentence);
        showPage();
        return;
    }
    const bool live = during == Phase::Starting || during == Phase::Capturing || during == Phase::Stopping;
    m_banner->tell(sentence, errorDetail(error), live ? tr("Start again") : QString(),
                   live ? std::function<void()>([this] { startCapture(); }) : std::function<void()>());
}

} // namespace ui
