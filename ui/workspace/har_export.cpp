// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workspace/har_export.h"

#include "app/masking/installation_key.h"

#include <QFile>

#include <algorithm>
#include <cerrno>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <utility>

namespace ui {

namespace {

constexpr size_t waitingMax = 512;   // entries between the two threads
constexpr size_t takenAtOnce = 128;
constexpr int feedEveryMs = 5;

} // namespace

struct HarExport::Work {
    std::mutex mutex;
    std::condition_variable changed;
    std::deque<exporters::EntrySource> waiting;
    bool complete = false, cancelled = false;
    size_t done = 0;

    // Empty: no more will come.
    std::optional<exporters::EntrySource> take()
    {
        std::unique_lock lock(mutex);
        changed.wait(lock, [this] { return !waiting.empty() || complete || cancelled; });
        if (waiting.empty() || cancelled)
            return std::nullopt;
        auto entry = std::move(waiting.front());
        waiting.pop_front();
        ++done;
        return entry;
    }
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
    while (const auto entry = take()) {
        writer.add(*entry, bodies);
        if (file->error())
            return std::unexpected(file->error());
    }
    if (const std::lock_guard lock(mutex); cancelled)
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
    m_ids = std::move(ids);
    m_next = 0;
    m_path = path;
    m_work = std::make_shared<Work>();
    m_writing.start(
        [work = m_work, bodies = std::move(bodies), name = QFile::encodeName(path).toStdString(), options = std::move(options)](
            const Background::Superseded &) { return work->write(name, *bodies, options); },
        [this](const std::expected<exporters::ExportReport, int> &result) { end(result); });
    m_feed.start();
    return true;
}

void HarExport::feed()
{
    size_t done = 0;
    {
        const std::lock_guard lock(m_work->mutex);
        done = m_work->done;
        for (size_t taken = 0; taken < takenAtOnce && m_next < m_ids.size() && m_work->waiting.size() < waitingMax; ++taken)
            m_work->waiting.push_back(exporters::entrySource(m_store, m_ids[m_next++], &m_calls));
        m_work->complete = m_next == m_ids.size();
    }
    m_work->changed.notify_one();
    if (m_next == m_ids.size())
        m_feed.stop();
    Q_EMIT progressed(done, m_ids.size());
}

void HarExport::cancel()
{
    if (!m_work)
        return;
    m_feed.stop();
    {
        const std::lock_guard lock(m_work->mutex);
        m_work->cancelled = true;
    }
    m_work->changed.notify_one();
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
