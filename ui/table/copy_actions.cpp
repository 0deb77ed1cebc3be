// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/table/copy_actions.h"

#include "app/exporters/body_files.h"
#include "app/exporters/curl.h"
#include "app/exporters/fetch.h"
#include "app/exporters/httpie.h"
#include "app/exporters/hurl.h"
#include "app/exporters/output_file.h"
#include "app/exporters/python_call.h"
#include "app/exporters/raw_request.h"
#include "app/exporters/table_text.h"
#include "ui/background/in_background.h"
#include "ui/models/exchange_cells.h"
#include "ui/models/format.h"
#include "ui/table/exchange_view.h"
#include "ui/table/keyed_action.h"
#include "ui/text/result_text.h"
#include "ui/workspace/workspace.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QFile>
#include <QFileDialog>
#include <QMenu>

#include <algorithm>

namespace ui {

namespace {

constexpr size_t rowsMax = 20'000;      // copied as a table
constexpr size_t entriesMax = 10'000;   // saved at once
const QString hurlEnding = QStringLiteral(".hurl");

} // namespace

CopyActions::CopyActions(Workspace &workspace, ExchangeView &view)
    : m_workspace(workspace)
    , m_view(view)
    , m_forms(new QMenu(tr("Copy as"), &view))
    , m_tables(new QMenu(tr("Copy rows as"), &view))
{
    // Only in the table: in the details Ctrl+C copies the selected text.
    m_keyed = { addKeyedAction(view, tr("Copy URL"), QKeySequence(Qt::CTRL | Qt::Key_C), this, &CopyActions::copyUrls),
                addKeyedAction(view, tr("Copy as cURL"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C), this, &CopyActions::copyCurl) };
    addForm(QStringLiteral("fetch"), &exporters::fetchCall);
    addForm(tr("Python (requests)"), &exporters::requestsCall);
    addForm(tr("Python (httpx)"), &exporters::httpxCall);
    addForm(QStringLiteral("HTTPie"), &exporters::httpieCommand);
    addForm(tr("Raw HTTP"), &exporters::rawRequest);
    m_tables->addAction(QStringLiteral("CSV"), this, [this] { copyRows(false); });
    m_tables->addAction(tr("Markdown table"), this, [this] { copyRows(true); });
}

void CopyActions::addForm(const QString &text, Write write)
{
    m_forms->addAction(text, this, [this, text, write] { copyRequest(write, copiedText(text)); });
}

void CopyActions::addTo(QMenu &menu)
{
    menu.addActions(m_keyed);
    menu.addMenu(m_forms);
    menu.addMenu(m_tables);
    menu.addAction(tr("Save bodies …"), this, &CopyActions::chooseBodyFolder);
    menu.addAction(tr("Save as Hurl file …"), this, &CopyActions::chooseHurlFile);
}

void CopyActions::setRequest(bool isRequest)
{
    for (QAction *action : m_keyed + QList{ m_forms->menuAction() }) {
        action->setEnabled(isRequest);
        action->setToolTip(isRequest ? QString() : tr("This row is not an HTTP request."));
    }
}

void CopyActions::enableAll()
{
    for (QAction *action : m_keyed) // keys say themselves why they can do nothing
        action->setEnabled(true);
}

void CopyActions::copyUrls()
{
    QStringList urls;
    for (const uint32_t id : m_workspace.selectedIds())
        if (const QString url = urlText(m_workspace.store(), id); !url.isEmpty())
            urls << url;
    if (urls.isEmpty())
        return m_workspace.notices().say(tr("This row has no URL."));
    QApplication::clipboard()->setText(urls.join(QLatin1Char('\n')));
    m_workspace.notices().say(urls.size() == 1 ? tr("URL copied") : tr("%1 URLs copied").arg(urls.size()));
}

void CopyActions::copyCurl() { copyRequest(&exporters::curlCommand, copiedText(QStringLiteral("cURL"))); }

QString CopyActions::copiedText(const QString &form) const
{
    return m_workspace.isMasked() ? tr("Copied as %1, secrets masked").arg(form) : tr("Copied as %1, secrets included").arg(form);
}

// As the program sent it: a masked request could not be sent again.
void CopyActions::copyRequest(Write write, const QString &done)
{
    const exchange::ExchangeId id = m_workspace.current();
    const auto bodies = m_workspace.capture().bodies();
    if (id == base::noId || !bodies || urlText(m_workspace.store(), id).isEmpty())
        return m_workspace.notices().say(tr("This row is not an HTTP request."));
    inBackground(
        this,
        [entry = exporters::entrySource(m_workspace.store(), id), bodies, write] { return write(exporters::sentRequest(entry, *bodies, nullptr)); },
        [this, done](const std::string &text) {
            // Only a raw request holds bytes that are no text; the clipboard holds text.
            if (!exporters::isText(text))
                return m_workspace.notices().say(tr("The body is not text: copy the request in another form."));
            QApplication::clipboard()->setText(QString::fromStdString(text));
            m_workspace.notices().say(done);
        });
}

// The visible columns of the selected rows, in the order of the screen.
void CopyActions::copyRows(bool markdown)
{
    const ExchangeTableModel &model = m_workspace.exchanges();
    const TableHeader &head = *m_view.head();
    std::vector<Column> columns;
    for (int visual = 0; visual < head.count(); ++visual) {
        const auto column = Column(head.logicalIndex(visual));
        if (!head.isSectionHidden(int(column)) && column != Column::StatusDot && column != Column::Waterfall)
            columns.push_back(column);
    }
    std::vector<exporters::TextRow> rows(1);
    for (const Column column : columns)
        rows[0].push_back(columnName(column).toStdString());
    std::vector<int> selected;
    for (const auto &range : m_workspace.selection().selection())
        for (int row = range.top(); row <= range.bottom() && selected.size() < rowsMax; ++row)
            selected.push_back(row);
    std::ranges::sort(selected);
    selected.erase(std::ranges::unique(selected).begin(), selected.end());
    for (const int row : selected) {
        exporters::TextRow cells;
        cells.reserve(columns.size());
        for (const Column column : columns)
            cells.push_back(model.index(row, int(column)).data().toString().toStdString());
        rows.push_back(std::move(cells));
    }
    QApplication::clipboard()->setText(QString::fromStdString(markdown ? exporters::markdownTable(rows) : exporters::csvText(rows)));
    m_workspace.notices().say(selected.size() == rowsMax ? tr("The first %1 rows copied").arg(countText(rowsMax))
                                  : selected.size() == 1 ? tr("1 row copied")
                                                         : tr("%1 rows copied").arg(countText(selected.size())));
}

std::vector<exporters::EntrySource> CopyActions::selectedEntries() const
{
    std::vector<uint32_t> ids = m_workspace.selectedIds();
    ids.resize(std::min(ids.size(), entriesMax));
    std::vector<exporters::EntrySource> entries;
    entries.reserve(ids.size());
    for (const uint32_t id : ids)
        entries.push_back(exporters::entrySource(m_workspace.store(), id));
    return entries;
}

void CopyActions::chooseBodyFolder()
{
    const QString folder = QFileDialog::getExistingDirectory(&m_view, tr("Save bodies in a folder"));
    if (!folder.isEmpty())
        saveBodies(folder);
}

void CopyActions::chooseHurlFile()
{
    QString path = QFileDialog::getSaveFileName(&m_view, tr("Save as Hurl file"), QStringLiteral("requests") + hurlEnding, tr("Hurl files (*.hurl)"));
    if (path.isEmpty())
        return;
    saveHurl(path.endsWith(hurlEnding) ? path : path + hurlEnding);
}

void CopyActions::saveBodies(const QString &folder)
{
    const auto bodies = m_workspace.capture().bodies();
    if (!bodies)
        return;
    inBackground(
        this,
        [entries = selectedEntries(), bodies, name = QFile::encodeName(folder).toStdString()] {
            return exporters::writeBodies(entries, *bodies, name, [] { return false; });
        },
        [this, folder, masked = m_workspace.isMasked()](const std::expected<exporters::BodyFilesReport, int> &report) {
            if (!report)
                return m_workspace.notices().tell({ .sentence = bodiesErrorText(report.error()) });
            m_workspace.notices().say(bodiesSavedText(*report, folder, masked));
        });
}

void CopyActions::saveHurl(const QString &path)
{
    const auto bodies = m_workspace.capture().bodies();
    if (!bodies)
        return;
    std::vector<exporters::EntrySource> entries = selectedEntries();
    std::erase_if(entries, [](const exporters::EntrySource &entry) { return entry.exchange.kind != exchange::Kind::Http; });
    if (entries.empty())
        return m_workspace.notices().say(tr("No HTTP request is selected."));
    const size_t count = entries.size();
    inBackground(
        this,
        [entries = std::move(entries), bodies, name = QFile::encodeName(path).toStdString()]() -> std::expected<void, int> {
            auto file = exporters::OutputFile::create(name);
            if (!file)
                return std::unexpected(file.error());
            for (const exporters::EntrySource &entry : entries)
                file->write(exporters::hurlEntry(exporters::sentRequest(entry, *bodies, nullptr), entry.exchange.status) + "\n");
            return file->commit();
        },
        [this, path, count, masked = m_workspace.isMasked()](const std::expected<void, int> &written) {
            if (!written)
                return m_workspace.notices().tell({ .sentence = fileErrorText(path, written.error()) });
            m_workspace.notices().say((masked ? tr("%1 requests saved in %2, secrets masked") : tr("%1 requests saved in %2, secrets included")).arg(countText(count), path.section(QLatin1Char('/'), -1)));
        });
}

} // namespace ui
