// SPDX-License-Identifier: GPL-3.0-or-later
// The window's files: opening, saving, exporting, and unsaved captures.
#include "ui/main_window.h"

#include "app/exporters/file_copy.h"
#include "app/exporters/har_reader.h"
#include "ui/bars/banner.h"
#include "ui/bars/status_line.h"
#include "ui/background/in_background.h"
#include "ui/details/details_pane.h"
#include "ui/dialogs/export_dialog.h"
#include "ui/models/format.h"
#include "ui/table/exchange_view.h"

#include <QCloseEvent>
#include <QCoreApplication>
#include <QDateTime>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QUrl>

#include <expected>
#include <utility>

namespace ui {

namespace {

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
        return QCoreApplication::translate("ui::MainWindow", "Not a HAR file: invalid JSON at byte %1.").arg(error.position);
    case HarError::NotHar:
        return QCoreApplication::translate("ui::MainWindow", "Not a HAR file: it has no log.entries.");
    case HarError::TooLarge:
        return QCoreApplication::translate("ui::MainWindow", "The file is too large or too deeply nested.");
    }
    return QString();
}

} // namespace

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
            if (const uint64_t skipped = read->skipped.all(); skipped > 0)
                m_banner->tell(tr("%1 invalid entries were skipped.").arg(countText(skipped)));
        });
}

void MainWindow::offerLeftover()
{
    if (m_leftovers.size() == 0)
        return;
    const QString what = m_leftovers.size() == 1 ? tr("An unsaved capture was left by a window that ended unexpectedly. It is deleted when this window closes.")
                                                 : tr("%1 unsaved captures were left by windows that ended unexpectedly. They are deleted when this window closes.").arg(m_leftovers.size());
    m_banner->tell(what, {}, m_leftovers.size() == 1 ? tr("Open") : tr("Open the newest"), [this] {
        if (!m_capture.isBusy() && !m_export.isRunning() && mayDiscard(tr("Open the other capture? This one has not been saved.")))
            m_capture.recover(m_leftovers.take());
        offerLeftover();
    });
}

void MainWindow::saveDialog()
{
    if (m_capture.files().isEmpty() || m_capture.store().size() == 0) {
        m_status->say(tr("No capture to save."));
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

// A list of several captures (stopped and started again) becomes several files.
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
            for (const auto &[from, to] : copies) {
                auto target = exporters::OutputFile::create(to);
                if (!target)
                    return std::unexpected(target.error());
                if (const auto copied = exporters::copyFile(from, *target); !copied)
                    return copied;
            }
            return {};
        },
        [this, path, count = copies.size()](std::expected<void, int> result) {
            m_saving = false;
            if (!result) {
                m_closeWhenSaved = false;
                m_banner->tell(tr("The capture could not be saved: %1. Choose another location or free some space.").arg(qt_error_string(result.error())));
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
        m_status->say(m_export.isRunning() ? tr("An export is still running.") : tr("Nothing to export."));
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
    m_export.start(std::move(ids), m_capture.bodies(), path, dialog.masked(), m_descriptions.types());
}

QMenu *MainWindow::descriptionsMenu()
{
    auto *menu = new QMenu(tr("Protobuf definitions"), this);
    menu->addAction(tr("Add files …"), this, &MainWindow::addDescriptionFiles);
    menu->addAction(tr("Add folder …"), this, &MainWindow::addDescriptionFolder);
    QAction *forget = menu->addAction(tr("Remove all"), &m_descriptions, &ProtobufDescriptions::forget);
    connect(menu, &QMenu::aboutToShow, this, [this, forget] {
        forget->setEnabled(!m_descriptions.paths().isEmpty());
        forget->setText(forget->isEnabled() ? tr("Remove all (%1)").arg(m_descriptions.paths().size()) : tr("Remove all"));
    });
    connect(&m_descriptions, &ProtobufDescriptions::changed, this, [this] {
        m_details->setProtobufTypes(m_descriptions.types());
        m_status->say(tr("Protobuf definitions loaded: %1").arg(m_descriptions.types()->fileCount()));
    });
    connect(&m_descriptions, &ProtobufDescriptions::problems, this, [this](const QStringList &problems) {
        m_banner->tell(tr("Protobuf: %1").arg(problems.first()) + (problems.size() > 1 ? tr(" (and %1 more)").arg(problems.size() - 1) : QString()),
                       problems.join(QLatin1Char('\n')));
    });
    m_details->setProtobufTypes(m_descriptions.types());
    m_descriptions.restore();
    return menu;
}

void MainWindow::addDescriptionFiles()
{
    const QStringList paths = QFileDialog::getOpenFileNames(this, tr("Add protobuf definitions"), QString(),
                                                            tr("Definitions (*.proto *.pb *.protoset *.desc *.binpb);;All files (*)"));
    if (!paths.isEmpty())
        m_descriptions.add(paths);
}

void MainWindow::addDescriptionFolder()
{
    const QString path = QFileDialog::getExistingDirectory(this, tr("Add a folder of protobuf definitions"));
    if (!path.isEmpty())
        m_descriptions.add({ path });
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
    m_closeWhenSaved = true; // if Save is chosen now, the window closes afterwards
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
