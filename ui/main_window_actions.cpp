// SPDX-License-Identifier: GPL-3.0-or-later
// User actions: keys and menus.
#include "ui/main_window.h"

#include "ui/bars/banner.h"
#include "ui/bars/chip_row.h"
#include "ui/bars/status_line.h"
#include "ui/bars/tool_bar.h"
#include "ui/capture/command_run.h"
#include "ui/details/details_pane.h"
#include "ui/dialogs/process_dialog.h"
#include "ui/dialogs/shortcut_sheet.h"
#include "ui/filter/filter_box.h"
#include "ui/first_run/first_run_page.h"
#include "ui/table/exchange_view.h"
#include "ui/tree/side_panel.h"

#include <QAction>
#include <QApplication>
#include <QInputDialog>
#include <QMenu>
#include <QMessageBox>
#include <QShortcut>
#include <QSettings>

#include <tuple>
#include <utility>

namespace ui {

namespace {

using Phase = CaptureController::Phase;

} // namespace

QAction *MainWindow::addAction(const QString &text, const QList<QKeySequence> &keys, void (MainWindow::*does)())
{
    auto *action = new QAction(text, this);
    action->setShortcuts(keys);
    connect(action, &QAction::triggered, this, does);
    QMainWindow::addAction(action);
    return action;
}

void MainWindow::addActions()
{
    addAction(tr("Start or stop"), { QKeySequence(Qt::CTRL | Qt::Key_E) }, &MainWindow::toggleCapture);
    addAction(tr("Filter"), { QKeySequence(Qt::CTRL | Qt::Key_F) }, &MainWindow::focusFilter);
    addAction(tr("Search in bodies"), { QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_F) }, &MainWindow::searchBodies);
    addAction(tr("Clear"), { QKeySequence(Qt::CTRL | Qt::Key_L), QKeySequence(Qt::CTRL | Qt::Key_K) }, &MainWindow::clearList);
    addAction(tr("Pause"), { QKeySequence(Qt::CTRL | Qt::Key_P) }, &MainWindow::togglePause);
    addAction(tr("Next on this connection"), { QKeySequence(Qt::CTRL | Qt::Key_Period) }, &MainWindow::nextOnConnection);
    addAction(tr("Previous on this connection"), { QKeySequence(Qt::CTRL | Qt::Key_Comma) }, &MainWindow::previousOnConnection);
    addAction(tr("Theme"), { QKeySequence(Qt::CTRL | Qt::Key_T) }, &MainWindow::toggleTheme);
    QAction *open = addAction(tr("Open …"), { QKeySequence::Open }, &MainWindow::openDialog);
    QAction *save = addAction(tr("Save capture …"), { QKeySequence::Save }, &MainWindow::saveDialog);
    QAction *exportHar = addAction(tr("Export HAR …"), { QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S) }, &MainWindow::exportDialog);
    QAction *keys = addAction(tr("Keys"), { QKeySequence(Qt::Key_F1), QKeySequence(Qt::CTRL | Qt::Key_Slash) }, &MainWindow::showShortcuts);
    QAction *about = addAction(tr("About Cleartap"), {}, &MainWindow::about);
    auto *quit = new QAction(tr("Quit"), this);
    quit->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_Q));
    connect(quit, &QAction::triggered, this, &QWidget::close);
    QMainWindow::addAction(quit);

    // Only in the table: in the details Ctrl+C copies the selected text.
    for (const auto &[text, key, does] : { std::tuple(tr("Copy URL"), QKeySequence(Qt::CTRL | Qt::Key_C), &MainWindow::copyUrl),
                                           std::tuple(tr("Copy as cURL"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C), &MainWindow::copyCurl),
                                           std::tuple(tr("Show the other side"), QKeySequence(Qt::Key_O), &MainWindow::showOtherSide),
                                           std::tuple(tr("Filter"), QKeySequence(Qt::Key_Slash), &MainWindow::focusFilter) }) {
        auto *action = new QAction(text, m_table);
        action->setShortcut(key);
        action->setShortcutContext(Qt::WidgetShortcut);
        connect(action, &QAction::triggered, this, does);
        m_table->addAction(action);
    }

    auto *back = new QShortcut(QKeySequence(Qt::Key_Escape), m_details);
    back->setContext(Qt::WidgetWithChildrenShortcut);
    connect(back, &QShortcut::activated, m_table, qOverload<>(&QWidget::setFocus));
    auto *menu = new QMenu(this);
    menu->setToolTipsVisible(true);
    menu->addActions({ open, save, exportHar });
    menu->addMenu(descriptionsMenu());
    menu->addSeparator();
    menu->addActions({ keys, about });
    menu->addSeparator();
    menu->addAction(quit);
    connect(menu, &QMenu::aboutToShow, this, [this, open, save, exportHar] {
        const bool idle = !m_capture.isBusy();
        open->setEnabled(idle);
        open->setToolTip(idle ? QString() : tr("Stop the capture first."));
        save->setEnabled(!m_capture.files().isEmpty() && m_capture.store().size() > 0);
        save->setToolTip(save->isEnabled() ? QString() : tr("No capture to save."));
        exportHar->setEnabled(m_exchanges.total() > 0);
        exportHar->setToolTip(exportHar->isEnabled() ? QString() : tr("Nothing to export."));
    });
    connect(menu, &QMenu::aboutToHide, this, [open, save, exportHar] { // shortcuts work whatever state the menu last had
        for (QAction *action : { open, save, exportHar })
            action->setEnabled(true);
    }, Qt::QueuedConnection);
    m_toolBar->setMenu(menu);
}

void MainWindow::toggleCapture()
{
    m_capture.phase() == Phase::Idle ? startCapture() : stopCapture();
}

void MainWindow::startCapture()
{
    if (m_capture.isBusy())
        return;
    m_banner->hide();
    m_firstRun->setError(QString());
    if (m_scope.kind == Scope::Kind::Command)
        runCommand(m_scope.command, true);
    else
        m_capture.start(m_scope.start());
}

void MainWindow::stopCapture()
{
    m_capture.stop();
}

void MainWindow::chooseScope(Scope::Kind kind)
{
    Scope scope;
    scope.kind = kind;
    if (kind == Scope::Kind::Process) {
        ProcessDialog dialog(this);
        if (dialog.exec() != QDialog::Accepted || dialog.pid() == 0)
            return;
        scope.pid = dialog.pid();
        scope.name = dialog.name();
    } else if (kind == Scope::Kind::Command) {
        QSettings settings;
        const QString before = settings.value(QStringLiteral("capture/command")).toString();
        bool accepted = false;
        const QString line = QInputDialog::getText(this, tr("Capture a command"), tr("Command, with its arguments:"), QLineEdit::Normal, before, &accepted);
        scope.command = splitCommand(line);
        if (!accepted || scope.command.isEmpty()) {
            if (accepted && !line.trimmed().isEmpty())
                m_banner->tell(tr("The command has an unclosed quote."));
            return;
        }
        settings.setValue(QStringLiteral("capture/command"), line);
    }
    m_scope = scope;
    m_toolBar->setScope(scope);
    if (kind == Scope::Kind::Command)
        startCapture();
}

void MainWindow::tryUrl(const QString &url)
{
    m_tryFrom = m_capture.store().size();
    runCommand({ QStringLiteral("curl"), QStringLiteral("-sS"), QStringLiteral("--max-time"), QStringLiteral("20"),
                 QStringLiteral("-o"), QStringLiteral("/dev/null"), QStringLiteral("--"), url },
               false);
}

// The command's process is created first and waits; showPhase() lets it run once the capture does.
void MainWindow::runCommand(const QStringList &command, bool scopeIsCommand)
{
    m_command = std::make_unique<CommandRun>();
    connect(m_command.get(), &CommandRun::waiting, this, [this, scopeIsCommand](qint64 pid) {
        if (m_capture.phase() == Phase::Capturing)
            m_command->release();
        else
            m_capture.start(scopeIsCommand ? m_scope.start(uint32_t(pid)) : Scope().start());
    });
    connect(m_command.get(), &CommandRun::finished, this, [this](const QString &problem) {
        if (!problem.isEmpty())
            m_banner->tell(problem);
    });
    m_command->prepare(command);
}

void MainWindow::setPaused(bool paused)
{
    m_exchanges.setPaused(paused);
    m_toolBar->setPaused(paused);
    m_status->setPaused(paused);
    refreshCounts();
}

void MainWindow::togglePause()
{
    if (m_capture.phase() == Phase::Capturing || m_exchanges.isPaused())
        setPaused(!m_exchanges.isPaused());
}

void MainWindow::clearList()
{
    if (m_exchanges.total() == 0 || m_export.isRunning())
        return;
    if (m_capture.isBusy()) {
        // The running capture's later rows refer to earlier ones, so these are hidden, not dropped.
        m_table->clearSelection();
        m_details->clear();
        m_details->hide();
        m_exchanges.hideExisting();
        m_tree.restart(m_capture.store().size());
        m_errors.restart(m_capture.store(), m_capture.store().size());
        m_side->chooseEverything();
        m_table->setFollows(true);
        refreshCounts();
        return;
    }
    if (mayDiscard(tr("Clear the list? The capture has not been saved.")))
        m_capture.clear();
}

void MainWindow::focusFilter()
{
    m_filterBox->setFocus(Qt::ShortcutFocusReason);
    m_filterBox->selectAll();
}

void MainWindow::searchBodies()
{
    m_filterBox->beginTerm(QStringLiteral("body:"));
}

// Moves from the filter into its results.
void MainWindow::enterTable()
{
    if (m_table->currentId() == base::noId && m_exchanges.rowCount() > 0)
        m_table->selectId(m_exchanges.idAt(0));
    m_table->setFocus(Qt::ShortcutFocusReason);
}

void MainWindow::enterDetails()
{
    if (m_table->currentId() == base::noId)
        return;
    if (m_details->isHidden())
        showExchange(m_table->currentId());
    m_details->setFocus(Qt::ShortcutFocusReason);
}

void MainWindow::dismissDetails()
{
    if (!m_details->isHidden()) {
        m_table->clearSelection();
        m_table->setCurrentIndex({});
        m_details->clear();
        m_details->hide();
    }
    m_table->setFocus();
}

void MainWindow::showShortcuts()
{
    ShortcutSheet(m_theme, this).exec();
}

void MainWindow::toggleTheme()
{
    m_theme.toggle();
}

void MainWindow::about()
{
    QMessageBox::about(this, tr("About Cleartap"),
                       tr("<b>Cleartap %1</b><p>Shows the traffic of the programs on this machine, decrypted. It only observes and never changes anything.</p>"
                          "<p>GPL-3.0-or-later</p>").arg(QLatin1String(CLEARTAP_VERSION)));
}

} // namespace ui
