// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/main_window.h"

#include "ui/bars/banner.h"
#include "ui/bars/chip_row.h"
#include "ui/bars/status_line.h"
#include "ui/bars/tool_bar.h"
#include "ui/dialogs/guide.h"
#include "ui/dialogs/shortcut_sheet.h"
#include "ui/filter/filter_box.h"
#include "ui/first_run/first_run_page.h"
#include "ui/text/error_text.h"
#include "ui/text/language.h"
#include "ui/window/capture_actions.h"
#include "ui/window/file_actions.h"

#include <QAction>
#include <QActionGroup>
#include <QCloseEvent>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFrame>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QUrl>
#include <QVBoxLayout>

#include <functional>

namespace ui {

namespace {

using Phase = CaptureController::Phase;

constexpr QSize firstSize(1440, 900);
constexpr int sideWidth = 248;
const QString geometryKey = QStringLiteral("window/geometry");
const QString columnsKey = QStringLiteral("window/columns");
const QString rowsKey = QStringLiteral("window/rows");
const QString themeKey = QStringLiteral("window/theme");
const QString scopeKey = QStringLiteral("capture/scope");
const QString joinedKey = QStringLiteral("window/joined");
const QString masksAtCaptureKey = QStringLiteral("capture/masked");
const QString maskedKey = QStringLiteral("window/masked");

QWidget *hairline(QWidget *parent)
{
    auto *line = new QFrame(parent);
    line->setProperty("role", QStringLiteral("hairline"));
    line->setFixedHeight(1);
    return line;
}

QString droppedFile(const QMimeData *data)
{
    const auto urls = data->urls();
    if (urls.size() != 1 || !urls[0].isLocalFile())
        return QString();
    const QString path = urls[0].toLocalFile();
    return path.endsWith(captureEnding) || path.endsWith(harEnding) ? path : QString();
}

} // namespace

MainWindow::MainWindow(Theme &theme, QWidget *parent)
    : QMainWindow(parent)
    , m_theme(theme)
{
    setWindowTitle(QStringLiteral("Cleartap"));
    setWindowIcon(theme.icon(QStringLiteral("cleartap")));
    setAcceptDrops(true);
    build();
    placePanels();
    connectFirstRun();
    connectNotices();
    addActions();
    restoreState();
    connect(&m_workspace, &Workspace::countsChanged, this, &MainWindow::showPage);
    showPage();
    m_files->offerLeftover();
    m_workspace.capture().examine();
}

// The views look at the workspace's models.
MainWindow::~MainWindow()
{
    delete takeCentralWidget();
}

void MainWindow::build()
{
    auto *centre = new QWidget(this);
    m_filterBox = new FilterBox(m_theme, m_workspace.filter(), centre);
    m_toolBar = new ToolBar(m_theme, m_workspace, m_filterBox, centre);
    m_chips = new ChipRow(m_theme, m_workspace, centre);
    m_banner = new Banner(m_theme, centre);
    m_status = new StatusLine(m_theme, m_workspace, centre);
    m_pages = new QStackedWidget(centre);
    m_firstRun = new FirstRunPage(m_theme, m_pages);
    m_columns = new QSplitter(Qt::Horizontal, m_pages);
    m_rows = new QSplitter(Qt::Vertical);
    m_pages->addWidget(m_firstRun);
    m_pages->addWidget(m_columns);
    connect(m_filterBox, &FilterBox::listWanted, this, &MainWindow::enterResults);
    connect(m_filterBox, &FilterBox::readBackChanged, this,
            [this] { m_chips->setReadBack(m_filterBox->readBack(), m_filterBox->isValid()); });
    connect(m_toolBar, &ToolBar::themeToggled, &m_theme, &Theme::toggle);

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
}

void MainWindow::placePanels()
{
    m_panels = makePanels(m_theme, m_workspace);
    for (const auto &panel : m_panels) {
        connect(&m_workspace, &Workspace::applied, panel.get(), &Panel::apply);
        connect(&m_workspace, &Workspace::restarted, panel.get(), &Panel::restart);
        connect(panel.get(), &Panel::leaveFor, this, &MainWindow::focusOn);
        (panel->place() == Panel::Place::Left ? m_columns : m_rows)->addWidget(panel->widget());
    }
    m_columns->addWidget(m_rows);
    for (QSplitter *splitter : { m_columns, m_rows }) {
        splitter->setHandleWidth(1);
        splitter->setChildrenCollapsible(false);
    }
    m_columns->setStretchFactor(0, 0);
    m_columns->setStretchFactor(1, 1);
    m_columns->setSizes({ sideWidth, firstSize.width() - sideWidth });
    m_rows->setStretchFactor(0, 2);
    m_rows->setStretchFactor(1, 3);
    for (int below = 2; below < m_rows->count(); ++below)
        m_rows->setStretchFactor(below, 3);
    m_rows->setSizes({ 345, 455, 180, 455, 300, 455 });
}

void MainWindow::connectFirstRun()
{
    CaptureController &capture = m_workspace.capture();
    connect(m_firstRun, &FirstRunPage::startRequested, &m_workspace.launch(), &CaptureLaunch::start);
    connect(m_firstRun, &FirstRunPage::tryRequested, &m_workspace.launch(), &CaptureLaunch::tryUrl);
    connect(&m_workspace.launch(), &CaptureLaunch::starting, this, [this] {
        m_banner->hide();
        m_firstRun->setError(QString());
    });
    connect(&capture, &CaptureController::phaseChanged, this, [this](Phase phase) {
        if (phase == Phase::Capturing)
            m_banner->hide();
        m_firstRun->setBusy(phase == Phase::Starting ? tr("Starting the capture …") : QString());
    });
    connect(&capture, &CaptureController::examined, m_firstRun, &FirstRunPage::setFindings);
    connect(&capture, &CaptureController::examineFailed, this, [this](const capture::Error &error) {
        // The user has not been asked yet; a start does that.
        if (error.kind == capture::ErrorKind::NotAuthorised)
            m_firstRun->setUnchecked();
        else
            m_firstRun->setError(errorText(error));
    });
}

void MainWindow::connectNotices()
{
    connect(&m_workspace.notices(), &Notices::said, m_status, &StatusLine::say);
    connect(&m_workspace.notices(), &Notices::told, m_banner, &Banner::tell);
    connect(&m_workspace.notices(), &Notices::withdrawn, m_banner, &QWidget::hide);
    CaptureController &capture = m_workspace.capture();
    connect(&capture, &CaptureController::failed, this, &MainWindow::tellFailure);
    connect(&capture, &CaptureController::roleLost, this, [this](const QString &what) {
        m_banner->tell({ .sentence = tr("Part of the helper exited (%1). Data from now on may be incomplete.").arg(what) });
    });
    connect(&m_workspace.launch(), &CaptureLaunch::commandFailed, this,
            [this](const QString &problem) { m_banner->tell({ .sentence = problem }); });
    connect(&capture, &CaptureController::emptied, this, [this] { setWindowTitle(QStringLiteral("Cleartap")); });
    connect(&capture, &CaptureController::opened, this, [this](const QString &path) {
        const QString name = path.section(QLatin1Char('/'), -1);
        setWindowTitle(name.isEmpty() ? QStringLiteral("Cleartap") : name + QStringLiteral(" – Cleartap"));
    });
}

void MainWindow::addActions()
{
    const auto add = [this](const QString &text, const QList<QKeySequence> &keys, const std::function<void()> &does) {
        auto *action = new QAction(text, this);
        action->setShortcuts(keys);
        if (does)
            connect(action, &QAction::triggered, this, does);
        addAction(action);
        return action;
    };
    const auto focusFilter = [this] {
        m_filterBox->setFocus(Qt::ShortcutFocusReason);
        m_filterBox->selectAll();
    };
    auto *captures = new CaptureActions(m_workspace, *m_toolBar, this);
    m_files = new FileActions(m_workspace, this);
    connect(m_files, &FileActions::mayCloseNow, this, &QWidget::close);
    connect(m_toolBar, &ToolBar::exportWanted, m_files, &FileActions::exportHar);
    add(tr("Filter"), { QKeySequence(Qt::CTRL | Qt::Key_F) }, focusFilter);
    add(tr("Search in bodies"), { QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_F) }, [this] { m_filterBox->beginTerm(QStringLiteral("body:")); });
    add(tr("Theme"), { QKeySequence(Qt::CTRL | Qt::Key_T) }, [this] { m_theme.toggle(); });
    for (const auto &panel : m_panels) {
        if (panel->place() != Panel::Place::Centre)
            continue;
        new QShortcut(QKeySequence(Qt::Key_Slash), panel->widget(), focusFilter, Qt::WidgetShortcut);
        panel->widget()->addAction(m_files->exportAction());
    }

    auto *menu = new QMenu(this);
    m_files->addTo(*menu);
    menu->addAction(captures->addMachineAction());
    menu->addSeparator();
    m_joined = add(tr("One row for each call"), { QKeySequence(Qt::CTRL | Qt::Key_J) }, {});
    m_joined->setCheckable(true);
    m_joined->setChecked(m_workspace.isJoined());
    m_joined->setToolTip(tr("A call between two programs of this machine is seen at both ends: show its halves as one row, or as two"));
    connect(m_joined, &QAction::toggled, &m_workspace, &Workspace::setJoined);
    menu->addAction(m_joined);
    m_masked = add(tr("Mask secrets on the screen"), { QKeySequence(Qt::CTRL | Qt::Key_M) }, {});
    m_masked->setCheckable(true);
    m_masked->setToolTip(tr("For sharing your screen: secrets are masked in everything shown, and in what is copied. What is captured and saved stays as it is."));
    connect(m_masked, &QAction::toggled, &m_workspace, &Workspace::setMasked);
    menu->addAction(m_masked);
    menu->addAction(add(tr("Masking rules …"), {}, [this] { m_files->editRules(); }));
    for (const auto &panel : m_panels)
        for (QAction *action : panel->actions()) {
            addAction(action);
            menu->addAction(action);
        }
    menu->setToolTipsVisible(true);
    menu->addSeparator();
    menu->addMenu(languageMenu());
    menu->addAction(add(tr("Guide"), { QKeySequence(Qt::Key_F1) }, [this] { openGuide(); }));
    menu->addAction(add(tr("Keys"), { QKeySequence(Qt::CTRL | Qt::Key_Slash) }, [this] { ShortcutSheet(m_theme, this).exec(); }));
    menu->addAction(add(tr("About Cleartap"), {}, [this] {
        QMessageBox::about(this, tr("About Cleartap"),
                           tr("<b>Cleartap %1</b><p>Shows the traffic of the programs on this machine, decrypted. It only observes and never changes anything.</p>"
                              "<p>GPL-3.0-or-later</p>").arg(QLatin1String(CLEARTAP_VERSION)));
    }));
    menu->addSeparator();
    menu->addAction(add(tr("Quit"), { QKeySequence(Qt::CTRL | Qt::Key_Q) }, [this] { close(); }));
    m_toolBar->setMenu(menu);
}

QMenu *MainWindow::languageMenu()
{
    auto *menu = new QMenu(tr("Language"), this);
    auto *group = new QActionGroup(menu);
    const auto offer = [&](const QString &code, const QString &name) {
        QAction *action = menu->addAction(name, this, [this, code] {
            chooseLanguage(code);
            m_workspace.notices().say(tr("The language changes when Cleartap starts again."));
        });
        action->setCheckable(true);
        action->setChecked(code == chosenLanguage());
        group->addAction(action);
    };
    offer(QString(), tr("As the system"));
    for (const Language &language : languages())
        offer(language.code, language.name);
    return menu;
}

// Stays open beside the window, to try what it says.
void MainWindow::openGuide()
{
    if (!m_guide) {
        m_guide = new Guide(m_theme, this);
        connect(m_guide, &Guide::filterChosen, m_filterBox, &FilterBox::setFilterText);
    }
    m_guide->show();
    m_guide->raise();
    m_guide->activateWindow();
}

void MainWindow::restoreState()
{
    const QSettings settings;
    restoreGeometry(settings.value(geometryKey).toByteArray());
    m_columns->restoreState(settings.value(columnsKey).toByteArray());
    m_rows->restoreState(settings.value(rowsKey).toByteArray());
    for (QSplitter *splitter : { m_columns, m_rows })
        splitter->setHandleWidth(1); // restoreState resets it
    for (const auto &panel : m_panels)
        panel->restoreState(settings);
    m_joined->setChecked(settings.value(joinedKey, true).toBool());
    // Stays on until it is turned off: who has shared a screen may do so again.
    m_masked->setChecked(settings.value(maskedKey, false).toBool());
    m_workspace.capture().setMasksAtCapture(settings.value(masksAtCaptureKey, false).toBool());
    Scope scope;
    if (settings.value(scopeKey).toInt() == int(Scope::Kind::AllProcesses))
        scope.kind = Scope::Kind::AllProcesses;
    m_workspace.launch().setScope(scope);
}

void MainWindow::saveState()
{
    QSettings settings;
    settings.setValue(geometryKey, saveGeometry());
    settings.setValue(columnsKey, m_columns->saveState());
    settings.setValue(rowsKey, m_rows->saveState());
    settings.setValue(themeKey, int(m_theme.choice()));
    settings.setValue(joinedKey, m_joined->isChecked());
    settings.setValue(masksAtCaptureKey, m_workspace.capture().masksAtCapture());
    settings.setValue(maskedKey, m_masked->isChecked());
    settings.setValue(scopeKey, int(m_workspace.launch().scope().kind));
    for (const auto &panel : m_panels)
        panel->saveState(settings);
}

// The first-run page is visible while nothing is listed and nothing is running.
void MainWindow::showPage()
{
    const Phase phase = m_workspace.capture().phase();
    const bool first = m_workspace.exchanges().total() == 0 && (phase == Phase::Idle || phase == Phase::Starting);
    QWidget *page = first ? static_cast<QWidget *>(m_firstRun) : m_columns;
    m_chips->setVisible(!first);
    if (m_pages->currentWidget() == page)
        return;
    m_pages->setCurrentWidget(page);
    if (!first)
        focusOn(Panel::Place::Centre);
}

void MainWindow::focusOn(Panel::Place place)
{
    for (const auto &panel : m_panels)
        if (panel->place() == place && !panel->widget()->isHidden())
            return panel->widget()->setFocus(Qt::ShortcutFocusReason);
}

// From the filter into what it found.
void MainWindow::enterResults()
{
    if (m_workspace.current() == base::noId)
        m_workspace.choose(m_workspace.exchanges().idAt(0));
    focusOn(Panel::Place::Centre);
}

void MainWindow::tellFailure(const capture::Error &error, Phase during)
{
    const QString sentence = errorText(error);
    if (during == Phase::Starting && m_workspace.exchanges().total() == 0) {
        m_firstRun->setError(sentence);
        return showPage();
    }
    Notice notice { .sentence = sentence, .detail = errorDetail(error) };
    if (during == Phase::Starting || during == Phase::Capturing || during == Phase::Stopping) {
        notice.actionText = tr("Start again");
        notice.action = [this] { m_workspace.launch().start(); };
    }
    m_banner->tell(notice);
}

void MainWindow::openFile(const QString &path)
{
    m_files->open(path);
}

void MainWindow::closeWithoutAsking()
{
    m_files->setAsksBeforeDiscarding(false);
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (!m_files->mayClose())
        return event->ignore();
    saveState();
    event->accept();
}

void MainWindow::dragEnterEvent(QDragEnterEvent *event)
{
    if (!m_workspace.capture().isBusy() && !droppedFile(event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent *event)
{
    if (const QString path = droppedFile(event->mimeData()); !path.isEmpty()) {
        event->acceptProposedAction();
        openFile(path);
    }
}

} // namespace ui
