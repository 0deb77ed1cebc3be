// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workspace/har_export.h"

#include "app/masking/installation_key.h"
#include "ui/workspace/entry_queue.h"

#include <QFile>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace ui {

namespace {

constexpr int feedEveryMs = 5;

} // namespace

struct HarExport::Work {
    explicit Work(std::vector<uint32_t> ids)
        : entries(std::move(ids))
    {
    }

    EntryQueue entries;
    std::expected<exporters::ExportReport, int> write(const std::string &path, const base::BodySource &bodies, exporters::ExportOptions options);
    // Tags made with it can be compared between files.
    masking::Key key();
    int keyError = 0;
};

masking::Key HarExport::Work::key()
{
    const std::string path = masking::installationKeyPath();
    const auto kept = path.empty() ? std::unexpected(ENOENT) : masking::installationKey(path);
    keyError = kept ? 0 : kept.error();
    return kept ? *kept : masking::randomKey();
}

std::expected<exporters::ExportReport, int> HarExport::Work::write(const std::string &path, const base::BodySource &bodies, exporters::ExportOptions options)
{
    auto file = exporters::OutputFile::create(path);
    if (!file)
        return std::unexpected(file.error());
    if (options.masked)
        options.key = key();
    options.creatorVersion = CLEARTAP_VERSION;
    exporters::EntryWriter writer(exporters::EntryWriter::Form::Har, *file, options);
    writer.begin();
    while (const auto entry = entries.take()) {
        writer.add(*entry, bodies);
        if (file->error())
            return std::unexpected(file->error());
    }
    if (entries.isCancelled())
        return std::unexpected(ECANCELED);
    writer.end();
    if (const auto committed = file->commit(); !committed)
        return std::unexpected(committed.error());
    return writer.report();
}

HarExport::HarExport(const exchange::Store &store, const calls::Calls &calls, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_calls(calls)
    , m_writing(this)
{
    m_feed.setInterval(feedEveryMs);
    connect(&m_feed, &QTimer::timeout, this, &HarExport::feed);
}

HarExport::~HarExport()
{
    cancel(); // or the thread would wait for more
}

bool HarExport::start(std::vector<uint32_t> ids, std::shared_ptr<const base::BodySource> bodies, const QString &path, exporters::ExportOptions options)
{
    if (m_work || !bodies)
        return false;
    m_path = path;
    m_work = std::make_shared<Work>(std::move(ids));
    m_writing.start(
        [work = m_work, bodies = std::move(bodies), name = QFile::encodeName(path).toStdString(), options = std::move(options)](
            const Background::Superseded &) { return work->write(name, *bodies, options); },
        [this](const std::expected<exporters::ExportReport, int> &result) { end(result); });
    m_feed.start();
    return true;
}

void HarExport::feed()
{
    if (m_work->entries.fill([this](uint32_t id) { return exporters::entrySource(m_store, id, &m_calls); }))
        m_feed.stop();
    Q_EMIT progressed(m_work->entries.taken(), m_work->entries.total());
}

void HarExport::cancel()
{
    if (!m_work)
        return;
    m_feed.stop();
    m_work->entries.cancel();
}

void HarExport::end(const std::expected<exporters::ExportReport, int> &result)
{
    m_feed.stop();
    const int keyError = m_work->keyError;
    m_work.reset();
    if (result)
        Q_EMIT finished(*result, keyError);
    else
        Q_EMIT failed(result.error());
}

} // namespace ui
