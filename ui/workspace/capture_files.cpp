// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workspace/capture_files.h"

#include "app/exporters/file_copy.h"
#include "app/masked/masked_capture.h"
#include "app/masking/installation_key.h"
#include "ui/background/in_background.h"

#include <QFile>

#include <string>
#include <utility>

namespace ui {

namespace {

// 0 or errno.
int copyAll(const QList<std::pair<std::string, std::string>> &copies)
{
    for (const auto &[from, to] : copies) {
        auto target = exporters::OutputFile::create(to);
        if (!target)
            return target.error();
        if (const auto copied = exporters::copyFile(from, *target); !copied)
            return copied.error();
    }
    return 0;
}

CaptureFiles::Saved maskAll(const QList<std::pair<std::string, std::string>> &copies, const masking::Rules &rules)
{
    exporters::ExportOptions options;
    options.rules = rules;
    const std::string keyPath = masking::installationKeyPath();
    options.key = keyPath.empty() ? masking::randomKey() : masking::installationKey(keyPath).value_or(masking::randomKey());
    CaptureFiles::Saved done;
    done.masked = true;
    done.kept = rules.kept.size();
    for (const auto &[from, to] : copies) {
        const auto written = masked::writeMaskedCopy(from, to, options);
        if (!written) {
            done.errnoValue = written.error();
            break;
        }
        done.hidden += written->masked.count;
        done.leftOut += written->leftOut.events;
    }
    return done;
}

} // namespace

CaptureFiles::CaptureFiles(CaptureController &capture, QObject *parent)
    : QObject(parent)
    , m_capture(capture)
{
}

void CaptureFiles::open(const QString &path)
{
    if (!path.endsWith(harEnding, Qt::CaseInsensitive))
        return m_capture.open(path);
    using Read = std::expected<exporters::HarFile, exporters::HarReadError>;
    inBackground(
        this, [name = QFile::encodeName(path).toStdString()] { return exporters::readHar(name); },
        [this, path](Read read) {
            if (!read) {
                Q_EMIT importFailed(read.error());
                return;
            }
            m_capture.show(std::move(read->batch), read->bodies, path);
            Q_EMIT imported(path, read->skipped.all());
        });
}

CaptureFiles::Copies CaptureFiles::copiesTo(QString path, QStringList &paths) const
{
    if (!path.endsWith(captureEnding))
        path += captureEnding;
    Copies copies;
    for (const QString &from : m_capture.files()) {
        QString to = path;
        if (!paths.isEmpty())
            to.insert(to.size() - captureEnding.size(), QStringLiteral("-%1").arg(paths.size() + 1));
        paths << to;
        copies.append({ QFile::encodeName(from).toStdString(), QFile::encodeName(to).toStdString() });
    }
    return copies;
}

bool CaptureFiles::saveMasked(QString path, const std::set<std::string, std::less<>> &kept)
{
    if (m_saving)
        return false;
    auto rules = m_capture.usableRules();
    if (!rules)
        return false;
    rules->kept = kept;
    m_saving = true;
    QStringList paths;
    const Copies copies = copiesTo(std::move(path), paths);
    inBackground(
        this, [copies, rules = std::move(*rules)] { return maskAll(copies, rules); },
        [this, paths](Saved done) {
            m_saving = false;
            done.paths = paths;
            Q_EMIT saved(done);
        });
    return true;
}

bool CaptureFiles::save(QString path)
{
    if (m_saving)
        return false;
    m_saving = true;
    QStringList paths;
    Copies copies = copiesTo(std::move(path), paths);
    copies.removeIf([](const auto &copy) { return copy.first == copy.second; });
    inBackground(
        this, [copies] { return copyAll(copies); },
        [this, paths](int error) {
            m_saving = false;
            if (error == 0 && m_capture.phase() != CaptureController::Phase::Capturing) // or the file lacks what came since
                m_capture.noteSaved();
            Saved done;
            done.paths = paths;
            done.errnoValue = error;
            Q_EMIT saved(done);
        });
    return true;
}

} // namespace ui
