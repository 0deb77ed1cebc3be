// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workspace/marks_file.h"

#include "app/exporters/output_file.h"

#include <QCryptographicHash>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <cerrno>

namespace ui {

namespace {

constexpr qint64 hashedBytes = 64 * 1024;
constexpr qint64 fileMax = 16 * 1024 * 1024;
constexpr int version = 1;
const QString formatName = QLatin1String("cleartap marks");

// Empty if the capture cannot be read.
QString captureHash(const QString &capture)
{
    QFile file(capture);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return QString::fromLatin1(QCryptographicHash::hash(file.read(hashedBytes), QCryptographicHash::Sha256).toHex());
}

MarksError error(const QString &capture, MarksError::Kind kind, int errnoValue = 0)
{
    return { kind, errnoValue, marksPath(capture) };
}

SavedMark savedMark(const QJsonObject &entry)
{
    SavedMark saved;
    const double exchange = entry.value(QLatin1String("exchange")).toDouble(-1);
    if (exchange >= 0 && exchange < double(base::noId))
        saved.exchange = base::ExchangeId(exchange);
    saved.begin = entry.value(QLatin1String("begin")).toString().toLongLong();
    saved.mark.colour = markOfName(entry.value(QLatin1String("colour")).toString());
    saved.mark.comment = entry.value(QLatin1String("comment")).toString().left(commentMax);
    return saved;
}

} // namespace

QString marksPath(const QString &capture)
{
    return capture + QStringLiteral(".marks");
}

std::expected<std::vector<SavedMark>, MarksError> readMarks(const QString &capture)
{
    using Kind = MarksError::Kind;
    QFile file(marksPath(capture));
    if (!file.exists())
        return {};
    if (!file.open(QIODevice::ReadOnly))
        return std::unexpected(error(capture, Kind::File, EACCES));
    if (file.size() > fileMax)
        return std::unexpected(error(capture, Kind::TooLarge));
    const QJsonObject root = QJsonDocument::fromJson(file.readAll()).object();
    if (root.value(QLatin1String("format")).toString() != formatName || root.value(QLatin1String("version")).toInt() != version)
        return std::unexpected(error(capture, Kind::NotMarks));
    if (root.value(QLatin1String("capture")).toString() != captureHash(capture))
        return std::unexpected(error(capture, Kind::OtherCapture));
    std::vector<SavedMark> marks;
    for (const auto &entry : root.value(QLatin1String("marks")).toArray())
        if (const SavedMark saved = savedMark(entry.toObject()); saved.exchange != base::noId && saved.mark != Mark())
            marks.push_back(saved);
    return marks;
}

std::expected<void, MarksError> writeMarks(const QString &capture, const std::vector<SavedMark> &marks)
{
    using Kind = MarksError::Kind;
    if (marks.empty()) {
        if (!QFile::exists(marksPath(capture)) || QFile::remove(marksPath(capture)))
            return {};
        return std::unexpected(error(capture, Kind::File, EACCES));
    }
    QJsonArray entries;
    for (const SavedMark &saved : marks)
        entries.append(QJsonObject { { QStringLiteral("exchange"), qint64(saved.exchange) },
                                     { QStringLiteral("begin"), QString::number(saved.begin) }, // beyond a double's precision
                                     { QStringLiteral("colour"), markName(saved.mark.colour) },
                                     { QStringLiteral("comment"), saved.mark.comment } });
    const QJsonObject root { { QStringLiteral("format"), formatName },
                             { QStringLiteral("version"), version },
                             { QStringLiteral("capture"), captureHash(capture) },
                             { QStringLiteral("marks"), entries } };
    auto file = exporters::OutputFile::create(QFile::encodeName(marksPath(capture)).toStdString());
    if (!file)
        return std::unexpected(error(capture, Kind::File, file.error()));
    file->write(QJsonDocument(root).toJson().toStdString());
    if (const auto done = file->commit(); !done)
        return std::unexpected(error(capture, Kind::File, done.error()));
    return {};
}

} // namespace ui
