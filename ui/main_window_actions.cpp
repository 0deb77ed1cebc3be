// SPDX-License-Identifier: GPL-3.0-or-later
// What the user can do: keys, menus, files.
#include "ui/main_window.h"

#include "app/exporters/curl.h"
#include "app/exporters/har_reader.h"
#include "ui/bars/banner.h"
#include "ui/bars/chip_row.h"
#include "ui/bars/status_line.h"
#include "ui/bars/tool_bar.h"
#include "ui/capture/background.h"
#include "ui/capture/command_run.h"
#include "ui/capture/file_copy.h"
#include "ui/details/details_pane.h"
#include "ui/dialogs/export_dialog.h"
#include "ui/dialogs/process_dialog.h"
#include "ui/dialogs/shortcut_sheet.h"
#include "ui/filter/filter_box.h"
#include "ui/first_run/first_run_page.h"
#include "ui/models/exchange_cells.h"
#include "ui/models/format.h"
#include "ui/table/exchange_view.h"
#include "ui/tree/side_panel.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QCloseEvent>
#include <QDateTime>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QInputDialog>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QSettings>
#include <QUrl>

#include <array>
#include <cerrno>
#include <expected>
#include <optional>
#include <tuple>
#include <utility>

namespace ui {

namespace {

using Phase = CaptureController::Phase;

const QString captureEnding = QStringLiteral(".cleartap");
const QString harEnding = QStringLiteral(".har");

QString droppedFile(const QMimeData *data)
{
    const auto urls = data->urls();
    if (urls.size() != 1 || !urls[0].isLocalFile())
        return QString();
    const QString path = urls[0].toLocalFile();
    return path.endsWith(captureEnding) || path.endsWith(harEnding) ? path : QString();
}

QString harErrorText(const exporters::HarReadError &error)
{
    using exporters::HarError;
    switch (error.kind) {
    case HarError::File:
        return QCoreApplication::translate("ui::MainWindow", "The file could not be read: %1.").arg(qt_error_string(error.errnoValue));
    case HarError::NotJson:
        return QCoreApplication::translate("ui::MainWindow", "The file is not JSON from byte %1 on; a HAR file is.").arg(error.position);
    case HarError::NotHar:
        return QCoreApplication::translate("ui::MainWindow", "The file is JSON, but not a HAR: it has no log.entries.");
    case HarError::TooLarge:
        return QCoreApplication::translate("ui::MainWindow", "The file is larger or deeper than Cleartap reads.");
    }
    return QString();
}

QString quoted(const QString &field, const QString &value)
{
    const bool plain = !value.contains(QLatin1Char(' ')) && !value.contains(QLatin1Char('('));
    return field + QLatin1Char(':') + (plain ? value : QLatin1Char('"') + value + QLatin1Char('"'));
}

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
    addAction(tr("Clear"), { QKeySequence(Qt::CTRL | Qt::Key_L), QKeySequence(Qt::CTRL | Qt::Key_K) }, &MainWindow::clearList);
    addAction(tr("Pause"), { QKeySequence(Qt::CTRL | Qt::Key_P) }, &MainWindow::togglePause);
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

    // Of the table only: in the details Ctrl+C copies the chosen text.
    for (const auto &[text, key, does] : { std::tuple(tr("Copy URL"), QKeySequence(Qt::CTRL | Qt::Key_C), &MainWindow::copyUrl),
                                           std::tuple(tr("Copy as cURL"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C), &MainWindow::copyCurl),
                                           std::tuple(tr("Filter"), QKeySequence(Qt::Key_Slash), &MainWindow::focusFilter) }) {
        auto *action = new QAction(text, m_table);
        action->setShortcut(key);
        action->setShortcutContext(Qt::WidgetShortcut);
        connect(action, &QAction::triggered, this, does);
        m_table->addAction(action);
    }

    auto *menu = new QMenu(this);
    menu->setToolTipsVisible(true);
    menu->addActions({ open, save, exportHar });
    menu->addSeparator();
    menu->addActions({ keys, about });
    menu->addSeparator();
    menu->addAction(quit);
    connect(menu, &QMenu::aboutToShow, this, [this, open, save, exportHar] {
        const bool idle = !m_capture.isBusy();
        open->setEnabled(idle);
        open->setToolTip(idle ? QString() : tr("Stop the capture first."));
        save->setEnabled(!m_capture.files().isEmpty() && m_capture.store().size() > 0);
        save->setToolTip(save->isEnabled() ? QString() : tr("There is no capture to save."));
        exportHar->setEnabled(m_exchanges.total() > 0);
        exportHar->setToolTip(exportHar->isEnabled() ? QString() : tr("There is nothing to export."));
    });
    connect(menu, &QMenu::aboutToHide, this, [open, save, exportHar] { // keys work whatever the menu last said
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
                m_banner->tell(tr("A quote in the command is not closed."));
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

// The command's process is made first and waits; showPhase() lets it run once the capture does.
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
        // The running capture's later rows refer to its earlier ones, so these are hidden, not dropped.
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

void MainWindow::openDialog()
{
    if (m_capture.isBusy()) {
        m_banner->tell(tr("Stop the capture before opening a file."));
        return;
    }
    const QString path = QFileDialog::getOpenFileName(this, tr("Open a capture"), QString(),
                                                      tr("Captures (*.cleartap *.har);;All files (*)"));
    if (!path.isEmpty())
        openFile(path);
}

void MainWindow::openFile(const QString &path)
{
    if (m_capture.isBusy() || m_export.isRunning() || !mayDiscard(tr("Open another file? The capture has not been saved.")))
        return;
    m_banner->hide();
    if (!path.endsWith(harEnding, Qt::CaseInsensitive)) {
        m_capture.open(path);
        return;
    }
    m_status->say(tr("Opening %1 …").arg(QFileInfo(path).fileName()));
    using Read = std::expected<exporters::HarFile, exporters::HarReadError>;
    inBackground(
        this, [name = QFile::encodeName(path).toStdString()] { return exporters::readHar(name); },
        [this, path](Read read) {
            if (!read) {
                m_banner->tell(harErrorText(read.error()));
                return;
            }
            m_capture.show(std::move(read->batch), read->bodies, path);
            m_status->say(tr("Opened %1").arg(QFileInfo(path).fileName()));
            if (read->skipped > 0)
                m_banner->tell(tr("%1 entries of the file made no sense and are not shown.").arg(countText(read->skipped)));
        });
}

void MainWindow::saveDialog()
{
    if (m_capture.files().isEmpty() || m_capture.store().size() == 0) {
        m_status->say(tr("There is no capture to save."));
        return;
    }
    const QString proposal = QDateTime::currentDateTime().toString(QStringLiteral("'capture-'yyyy-MM-dd-HHmm")) + captureEnding;
    QString path = QFileDialog::getSaveFileName(this, tr("Save the capture"), proposal, tr("Captures (*.cleartap)"));
    if (path.isEmpty()) {
        m_closeWhenSaved = false;
        return;
    }
    if (!path.endsWith(captureEnding))
        path += captureEnding;
    saveTo(path);
}

// A list of several captures (stopped and started again) becomes as many files.
bool MainWindow::saveTo(const QString &path)
{
    if (m_saving)
        return false;
    m_saving = true;
    QList<std::pair<std::string, std::string>> copies;
    for (const QString &from : m_capture.files()) {
        QString to = path;
        if (!copies.isEmpty())
            to.insert(to.size() - captureEnding.size(), QStringLiteral("-%1").arg(copies.size() + 1));
        if (from != to)
            copies.append({ QFile::encodeName(from).toStdString(), QFile::encodeName(to).toStdString() });
    }
    m_status->say(tr("Saving …"));
    inBackground(
        this,
        [copies]() -> std::expected<void, int> {
            for (const auto &[from, to] : copies)
                if (const auto copied = copyCapture(from, to); !copied)
                    return copied;
            return {};
        },
        [this, path, count = copies.size()](std::expected<void, int> result) {
            m_saving = false;
            if (!result) {
                m_closeWhenSaved = false;
                m_banner->tell(tr("The capture could not be saved: %1. Choose another place or free some space.").arg(qt_error_string(result.error())));
                return;
            }
            if (!m_capture.isBusy() || m_closeWhenSaved)
                m_capture.noteSaved();
            m_savedPath = path;
            m_status->say(count > 1 ? tr("Saved %1 and %2 more").arg(path).arg(count - 1) : tr("Saved %1").arg(path));
            if (m_closeWhenSaved)
                close();
        });
    return true;
}

void MainWindow::exportDialog()
{
    if (m_exchanges.total() == 0 || m_export.isRunning() || !m_capture.bodies()) {
        m_status->say(m_export.isRunning() ? tr("An export is still being written.") : tr("There is nothing to export."));
        return;
    }
    std::vector<uint32_t> selected = m_table->selectedIds();
    ExportDialog dialog(m_exchanges.shown(), uint32_t(selected.size()), m_exchanges.total(), this);
    if (dialog.exec() != QDialog::Accepted)
        return;
    const QString proposal = QDateTime::currentDateTime().toString(QStringLiteral("'exchanges-'yyyy-MM-dd-HHmm")) + harEnding;
    QString path = QFileDialog::getSaveFileName(this, tr("Export HAR"), proposal, tr("HTTP archives (*.har)"));
    if (path.isEmpty())
        return;
    if (!path.endsWith(harEnding))
        path += harEnding;
    std::vector<uint32_t> ids;
    if (dialog.what() == ExportDialog::What::Selected)
        ids = std::move(selected);
    else if (dialog.what() == ExportDialog::What::Shown)
        ids = m_exchanges.shownIds();
    else
        for (uint32_t id = m_exchanges.firstId(); id < m_capture.store().size(); ++id)
            ids.push_back(id);
    m_export.start(std::move(ids), m_capture.bodies(), path, dialog.masked());
}

void MainWindow::copyUrl()
{
    QStringList urls;
    for (const uint32_t id : m_table->selectedIds())
        if (const QString url = urlText(m_capture.store(), id); !url.isEmpty())
            urls << url;
    if (urls.isEmpty())
        return m_status->say(tr("This row has no URL."));
    QApplication::clipboard()->setText(urls.join(QLatin1Char('\n')));
    m_status->say(urls.size() == 1 ? tr("URL copied") : tr("%1 URLs copied").arg(urls.size()));
}

// As the program sent it: a masked command could not be run again.
void MainWindow::copyCurl()
{
    const exchange::ExchangeId id = m_table->currentId();
    if (id == base::noId || !m_capture.bodies() || urlText(m_capture.store(), id).isEmpty())
        return m_status->say(tr("This row is no HTTP request."));
    inBackground(
        this,
        [entry = exporters::entrySource(m_capture.store(), id), bodies = m_capture.bodies()] {
            return exporters::curlCommand(entry, *bodies, nullptr);
        },
        [this](const std::string &command) {
            QApplication::clipboard()->setText(QString::fromStdString(command));
            m_status->say(tr("Copied as cURL, secrets included"));
        });
}

void MainWindow::rowMenu(const QPoint &globalPosition)
{
    const exchange::ExchangeId id = m_table->currentId();
    const auto &store = m_capture.store();
    if (id >= store.size())
        return;
    QMenu menu(this);
    menu.setToolTipsVisible(true);
    const auto offer = [&](const QString &term) {
        menu.addAction(tr("Filter by %1").arg(term), this, [this, term] { m_filterBox->addTerm(term); });
    };
    const QString host = text(hostText(store, id)), process = text(processName(store, store.process(id)));
    if (!host.isEmpty())
        offer(quoted(QStringLiteral("host"), host));
    if (!process.isEmpty())
        offer(quoted(QStringLiteral("proc"), process));
    if (store.process(id) < store.processes().size())
        offer(QStringLiteral("pid:%1").arg(store.processes()[store.process(id)].pid));
    if (!store.method(id).empty())
        offer(QStringLiteral("method:") + clippedText(store.method(id), 32));
    if (store.status(id))
        offer(QStringLiteral("status:%1").arg(store.status(id)));
    if (store.connection(id) != base::noId)
        offer(QStringLiteral("connection:%1").arg(store.connection(id)));
    if (!host.isEmpty()) {
        const QString without = QLatin1Char('-') + quoted(QStringLiteral("host"), host);
        menu.addAction(tr("Hide %1").arg(host), this, [this, without] { m_filterBox->addTerm(without); });
    }
    menu.addSeparator();
    const bool url = !urlText(store, id).isEmpty();
    QAction *copy = menu.addAction(tr("Copy URL\tCtrl+C"), this, &MainWindow::copyUrl);
    QAction *curl = menu.addAction(tr("Copy as cURL\tCtrl+Shift+C"), this, &MainWindow::copyCurl);
    for (QAction *action : { copy, curl }) {
        action->setEnabled(url);
        action->setToolTip(url ? QString() : tr("This row is no HTTP request."));
    }
    menu.addSeparator();
    menu.addAction(tr("Export HAR …\tCtrl+Shift+S"), this, &MainWindow::exportDialog);
    menu.exec(globalPosition);
}

void MainWindow::enterDetails()
{
    if (m_table->currentId() == base::noId)
        return;
    if (m_details->isHidden())
        showExchange(m_table->currentId());
    if (QWidget *first = m_details->nextInFocusChain())
        first->setFocus(Qt::ShortcutFocusReason);
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
                       tr("<b>Cleartap %1</b><p>Shows the traffic of the programs on this machine, decrypted. It observes; it never changes what it sees.</p>"
                          "<p>GPL-3.0-or-later</p>").arg(QLatin1String(CLEARTAP_VERSION)));
}

bool MainWindow::mayDiscard(const QString &question)
{
    if (!m_capture.isUnsaved() || !m_askBeforeClose)
        return true;
    QMessageBox box(QMessageBox::Question, QStringLiteral("Cleartap"), question, QMessageBox::NoButton, this);
    QPushButton *save = box.addButton(tr("Save …"), QMessageBox::AcceptRole);
    QPushButton *discard = box.addButton(tr("Discard"), QMessageBox::DestructiveRole);
    box.addButton(QMessageBox::Cancel);
    box.setDefaultButton(save);
    box.exec();
    if (box.clickedButton() == save)
        saveDialog();
    return box.clickedButton() == discard;
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (m_saving) {
        m_closeWhenSaved = true;
        return event->ignore();
    }
    m_capture.stop();
    m_closeWhenSaved = true; // a save that is chosen now closes the window when it is done
    if (!mayDiscard(tr("Save the capture before closing?"))) {
        m_closeWhenSaved = m_saving;
        return event->ignore();
    }
    m_closeWhenSaved = false;
    saveSettings();
    event->accept();
}

void MainWindow::dragEnterEvent(QDragEnterEvent *event)
{
    if (!m_capture.isBusy() && !droppedFile(event->mimeData()).isEmpty())
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
