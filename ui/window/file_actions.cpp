// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/file_actions.h"

#include "ui/dialogs/export_dialog.h"
#include "ui/dialogs/masked_save_dialog.h"
#include "ui/dialogs/rules_dialog.h"
#include "ui/text/masking_text.h"
#include "ui/text/result_text.h"
#include "ui/workspace/workspace.h"

#include <QAction>
#include <QDateTime>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>

#include <utility>
#include <vector>

namespace ui {

FileActions::FileActions(Workspace &workspace, QWidget *window)
    : QObject(window)
    , m_workspace(workspace)
    , m_window(window)
    , m_open(add(tr("Open …"), QKeySequence::Open, &FileActions::openDialog))
    , m_save(add(tr("Save capture …"), QKeySequence::Save, &FileActions::saveDialog))
    , m_saveMasked(add(tr("Save masked capture …"), {}, &FileActions::saveMaskedDialog))
    , m_exportHar(add(tr("Export HAR …"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S), &FileActions::exportHar))
{
    showResults();
    (void)workspace.capture().usableRules();    // says at once if they are not
    workspace.descriptions().restore();
}

QAction *FileActions::add(const QString &text, const QKeySequence &key, void (FileActions::*does)())
{
    auto *action = new QAction(text, m_window);
    action->setShortcut(key);
    connect(action, &QAction::triggered, this, does);
    m_window->addAction(action);
    return action;
}

void FileActions::showResults()
{
    Notices &notices = m_workspace.notices();
    connect(&m_workspace.files(), &CaptureFiles::saved, this, [this, &notices](const CaptureFiles::Saved &saved) {
        const bool closing = std::exchange(m_closing, false);
        if (saved.errnoValue != 0)
            return notices.tell({ .sentence = savedText(saved) });
        notices.say(savedText(saved));
        if (closing)
            Q_EMIT mayCloseNow();
    });
    connect(&m_workspace.capture(), &CaptureController::opened, this, [&notices](const QString &path) {
        if (!path.isEmpty())
            notices.say(tr("Opened %1").arg(QFileInfo(path).fileName()));
    });
    connect(&m_workspace.capture(), &CaptureController::rulesUnusable, this, [this, &notices](const MaskingRules::Problem &problem) {
        notices.tell({ .sentence = rulesProblemText(problem), .actionText = tr("Masking rules …"), .action = [this] { editRules(); } });
    });
    connect(&m_workspace.rules(), &MaskingRules::takenOver, this, [this, &notices](const QString &from) {
        notices.tell({ .sentence = tr("The masking rules of %1 now apply to everything that is masked. They are kept in %2 from now on.").arg(from, m_workspace.rules().path()) });
    });
    connect(&m_workspace.files(), &CaptureFiles::imported, this, [&notices](const QString &, uint64_t skipped) {
        if (skipped > 0)
            notices.tell({ .sentence = skippedText(skipped) });
    });
    connect(&m_workspace.files(), &CaptureFiles::importFailed, this,
            [&notices](const exporters::HarReadError &error) { notices.tell({ .sentence = harErrorText(error) }); });
    connect(&m_workspace.markStore(), &MarkStore::failed, this,
            [&notices](const MarksError &error) { notices.tell({ .sentence = marksErrorText(error) }); });
    connect(&m_workspace.marks(), &Marks::edited, this, [this, &notices] {
        if (m_workspace.capture().files().isEmpty())
            notices.say(tr("Marks are kept beside saved captures, not beside HAR files."));
    });
    HarExport &har = m_workspace.harExport();
    connect(&har, &HarExport::progressed, this, [&notices](size_t done, size_t total) { notices.say(exportingText(done, total)); });
    connect(&har, &HarExport::finished, this, [&notices](const exporters::ExportReport &report, int keyError) {
        notices.say(exportedText(report));
        if (keyError != 0)
            notices.tell({ .sentence = keyErrorText(keyError) });
        if (const QString missing = unreadBodiesText(report); !missing.isEmpty())
            notices.tell({ .sentence = missing });
    });
    connect(&har, &HarExport::failed, this, [&notices](int error) { notices.tell({ .sentence = exportErrorText(error) }); });
    ProtobufDescriptions &descriptions = m_workspace.descriptions();
    connect(&descriptions, &ProtobufDescriptions::changed, this, [&notices, &descriptions] {
        notices.say(tr("Protobuf definitions loaded: %1").arg(descriptions.types()->fileCount()));
    });
    connect(&descriptions, &ProtobufDescriptions::problems, this, [&notices](const QStringList &problems) {
        notices.tell({ .sentence = protobufProblemText(problems), .detail = problems.join(QLatin1Char('\n')) });
    });
}

void FileActions::addTo(QMenu &menu)
{
    menu.setToolTipsVisible(true);
    menu.addActions({ m_open, m_save, m_saveMasked, m_exportHar });
    menu.addMenu(descriptionsMenu());
    connect(&menu, &QMenu::aboutToShow, this, [this] {
        CaptureController &capture = m_workspace.capture();
        const bool any = m_workspace.exchanges().total() > 0;
        m_open->setEnabled(!capture.isBusy());
        m_open->setToolTip(m_open->isEnabled() ? QString() : tr("Stop the capture first."));
        m_save->setEnabled(!capture.files().isEmpty() && any);
        m_save->setToolTip(m_save->isEnabled() ? QString() : tr("No capture to save."));
        m_saveMasked->setEnabled(m_save->isEnabled() && !capture.isBusy());
        m_saveMasked->setToolTip(capture.isBusy() ? tr("Stop the capture first.") : m_save->isEnabled() ? tr("Without its secrets: what is listed, instead of the bytes that were captured") : tr("No capture to save."));
        m_exportHar->setEnabled(any);
        m_exportHar->setToolTip(any ? QString() : tr("Nothing to export."));
    });
    connect(&menu, &QMenu::aboutToHide, this, [this] { // keys say themselves why they can do nothing
        for (QAction *action : { m_open, m_save, m_saveMasked, m_exportHar })
            action->setEnabled(true);
    }, Qt::QueuedConnection);
}

void FileActions::openDialog()
{
    if (m_workspace.capture().isBusy())
        return m_workspace.notices().tell({ .sentence = tr("Stop the capture before opening a file.") });
    const QString path = QFileDialog::getOpenFileName(m_window, tr("Open a capture"), QString(),
                                                      tr("Captures (*.cleartap *.har *.pcap *.pcapng *.cap *.pcap.gz *.pcapng.gz);;All files (*)"));
    if (!path.isEmpty())
        open(path);
}

void FileActions::open(const QString &path)
{
    if (m_workspace.capture().isBusy() || m_workspace.harExport().isRunning()
        || !mayDiscard(tr("Open another file? The capture has not been saved.")))
        return;
    m_workspace.notices().withdraw();
    m_workspace.notices().say(tr("Opening %1 …").arg(QFileInfo(path).fileName()));
    m_workspace.files().open(path);
}

void FileActions::offerLeftover()
{
    if (m_leftovers.size() == 0)
        return;
    m_workspace.notices().tell({ .sentence = leftoverText(m_leftovers.size()),
                                 .actionText = m_leftovers.size() == 1 ? tr("Open") : tr("Open the newest"),
                                 .action = [this] {
        CaptureController &capture = m_workspace.capture();
        if (!capture.isBusy() && !m_workspace.harExport().isRunning() && mayDiscard(tr("Open the other capture? This one has not been saved.")))
            capture.recover(m_leftovers.take());
        offerLeftover();
    } });
}

void FileActions::saveDialog()
{
    saveAs(tr("Save the capture"), QStringLiteral("'capture-'yyyy-MM-dd-HHmm"), [this](const QString &path) { return m_workspace.files().save(path); });
}

void FileActions::saveMaskedDialog()
{
    if (m_workspace.capture().isBusy())
        return m_workspace.notices().say(tr("Stop the capture before saving it masked."));
    if (m_workspace.capture().files().isEmpty() || m_workspace.exchanges().total() == 0)
        return m_workspace.notices().say(tr("No capture to save."));
    MaskedSaveDialog dialog(m_workspace, m_window);
    if (dialog.exec() != QDialog::Accepted)
        return;
    saveAs(tr("Save the capture without its secrets"), QStringLiteral("'capture-masked-'yyyy-MM-dd-HHmm"),
           [this, kept = dialog.kept()](const QString &path) { return m_workspace.files().saveMasked(path, kept); });
}

void FileActions::editRules()
{
    const CaptureController &capture = m_workspace.capture();
    if (RulesDialog(m_workspace, m_window).exec() == QDialog::Accepted && capture.isBusy() && capture.masksAtCapture())
        m_workspace.notices().say(tr("Saved; what is being captured is stored by the former rules."));
}

void FileActions::saveAs(const QString &title, const QString &name, const std::function<bool(const QString &)> &save)
{
    if (m_workspace.capture().files().isEmpty() || m_workspace.exchanges().total() == 0)
        return m_workspace.notices().say(tr("No capture to save."));
    const QString proposal = QDateTime::currentDateTime().toString(name) + captureEnding;
    const QString path = QFileDialog::getSaveFileName(m_window, title, proposal, tr("Captures (*.cleartap)"));
    if (!path.isEmpty() && save(path))
        m_workspace.notices().say(tr("Saving …"));
}

void FileActions::exportHar()
{
    HarExport &har = m_workspace.harExport();
    const ExchangeTableModel &exchanges = m_workspace.exchanges();
    const auto bodies = m_workspace.capture().bodies();
    if (exchanges.total() == 0 || har.isRunning() || !bodies)
        return m_workspace.notices().say(har.isRunning() ? tr("An export is still running.") : tr("Nothing to export."));
    ExportDialog dialog(m_workspace, m_window);
    if (dialog.exec() != QDialog::Accepted)
        return;
    const QString proposal = QDateTime::currentDateTime().toString(QStringLiteral("'exchanges-'yyyy-MM-dd-HHmm")) + harEnding;
    QString path = QFileDialog::getSaveFileName(m_window, tr("Export HAR"), proposal, tr("HTTP archives (*.har)"));
    if (path.isEmpty())
        return;
    if (!path.endsWith(harEnding))
        path += harEnding;
    exporters::ExportOptions options;
    options.masked = dialog.masked();
    options.types = m_workspace.descriptions().types();
    if (options.masked) {
        auto rules = m_workspace.capture().usableRules();
        if (!rules)
            return;
        options.rules = std::move(*rules);
        options.rules.kept = dialog.kept();
    }
    options.rules.mode = dialog.mode();
    har.start(dialog.ids(), bodies, path, std::move(options));
}

QMenu *FileActions::descriptionsMenu()
{
    auto *menu = new QMenu(tr("Protobuf definitions"), m_window);
    ProtobufDescriptions &descriptions = m_workspace.descriptions();
    menu->addAction(tr("Add files …"), this, [this, &descriptions] {
        const QStringList paths = QFileDialog::getOpenFileNames(m_window, tr("Add protobuf definitions"), QString(),
                                                                tr("Definitions (*.proto *.pb *.protoset *.desc *.binpb);;All files (*)"));
        if (!paths.isEmpty())
            descriptions.add(paths);
    });
    menu->addAction(tr("Add folder …"), this, [this, &descriptions] {
        const QString path = QFileDialog::getExistingDirectory(m_window, tr("Add a folder of protobuf definitions"));
        if (!path.isEmpty())
            descriptions.add({ path });
    });
    QAction *forget = menu->addAction(tr("Remove all"), &descriptions, &ProtobufDescriptions::forget);
    connect(menu, &QMenu::aboutToShow, this, [forget, &descriptions] {
        forget->setEnabled(!descriptions.paths().isEmpty());
        forget->setText(forget->isEnabled() ? tr("Remove all (%1)").arg(descriptions.paths().size()) : tr("Remove all"));
    });
    return menu;
}

bool FileActions::mayDiscard(const QString &question)
{
    if (!m_workspace.isUnsaved() || !m_asks)
        return true;
    QMessageBox box(QMessageBox::Question, QStringLiteral("Cleartap"), question, QMessageBox::NoButton, m_window);
    QPushButton *save = box.addButton(tr("Save …"), QMessageBox::AcceptRole);
    QPushButton *discard = box.addButton(tr("Discard"), QMessageBox::DestructiveRole);
    box.addButton(QMessageBox::Cancel);
    box.setDefaultButton(save);
    box.exec();
    if (box.clickedButton() == save)
        saveDialog();
    return box.clickedButton() == discard;
}

bool FileActions::mayClose()
{
    if (!m_workspace.files().isSaving()) {
        m_workspace.capture().stop();
        if (mayDiscard(tr("Save the capture before closing?")))
            return true;
    }
    m_closing = m_workspace.files().isSaving();
    return false;
}

} // namespace ui
