// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/body/body_save.h"

#include "app/decode/body_pieces.h"
#include "app/exchange/head.h"
#include "ui/models/format.h"

#include <QSaveFile>

#include <algorithm>
#include <array>
#include <system_error>

namespace ui {

namespace {

bool openFor(QSaveFile &file, SavedBody &saved)
{
    if (file.open(QIODevice::WriteOnly) && file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner))
        return true;
    saved.problem = QStringLiteral("The file could not be written: %1.").arg(file.errorString());
    return false;
}

bool commit(QSaveFile &file, bool written, SavedBody &saved)
{
    if (written && file.commit())
        return true;
    saved.problem = QStringLiteral("The file could not be written: %1.").arg(file.errorString());
    return false;
}

bool write(QSaveFile &file, std::span<const std::byte> bytes, SavedBody &saved)
{
    saved.bytes += bytes.size();
    return file.write(reinterpret_cast<const char *>(bytes.data()), qint64(bytes.size())) == qint64(bytes.size());
}

std::string_view ending(decode::Format format)
{
    using decode::Format;
    static constexpr std::array<std::pair<Format, std::string_view>, 22> endings{{
        {Format::Json, ".json"}, {Format::JsonLines, ".jsonl"}, {Format::Xml, ".xml"}, {Format::Html, ".html"}, {Format::Css, ".css"},
        {Format::JavaScript, ".js"}, {Format::Text, ".txt"}, {Format::EventStream, ".txt"}, {Format::Form, ".txt"}, {Format::Png, ".png"},
        {Format::Jpeg, ".jpg"}, {Format::Gif, ".gif"}, {Format::Webp, ".webp"}, {Format::Svg, ".svg"}, {Format::Bmp, ".bmp"},
        {Format::Pdf, ".pdf"}, {Format::Wasm, ".wasm"}, {Format::Zip, ".zip"}, {Format::Gzip, ".gz"}, {Format::MessagePack, ".msgpack"},
        {Format::Cbor, ".cbor"}, {Format::Jwt, ".jwt"}}};
    const auto found = std::find_if(endings.begin(), endings.end(), [&](const auto &e) { return e.first == format; });
    return found == endings.end() ? ".bin" : found->second;
}

} // namespace

SavedBody saveBody(const BodyRequest &request, const QString &path, bool decoded, const Stop &stop)
{
    SavedBody saved;
    QSaveFile file(path);
    if (!openFor(file, saved))
        return saved;
    decode::BodyPieces pieces(*request.source, request.slices, decoded ? request.contentEncoding : std::string());
    bool written = true;
    std::vector<std::byte> piece;
    while (written && !stop() && pieces.next(piece))
        written = write(file, piece, saved);
    if (stop()) {
        saved.problem = QStringLiteral("Saving was canceled.");
        return saved;
    }
    if (const int error = pieces.readError()) {
        saved.problem = QStringLiteral("The capture file could not be read: %1.").arg(QString::fromStdString(std::generic_category().message(error)));
        return saved;
    }
    if (request.ended)
        pieces.finish();
    const auto codingError = pieces.codingError();
    if (commit(file, written, saved) && codingError)
        saved.problem = codingErrorText(*codingError, request.contentEncoding);
    return saved;
}

SavedBody saveBytes(const QByteArray &bytes, const QString &path)
{
    SavedBody saved;
    QSaveFile file(path);
    if (openFor(file, saved))
        commit(file, write(file, std::as_bytes(std::span(bytes.constData(), size_t(bytes.size()))), saved), saved);
    return saved;
}

QString suggestedName(std::string_view target, std::string_view contentType, const QString &otherwise)
{
    target = target.substr(0, target.find_first_of("?#"));
    const std::string decoded = exchange::percentDecoded(target.substr(target.rfind('/') + 1), false);
    QString name;
    for (const QChar c : clippedText(decoded, 80)) {
        if (c.isLetterOrNumber() || c == QLatin1Char('.') || c == QLatin1Char('-') || c == QLatin1Char('_'))
            name += c;
    }
    while (name.startsWith(QLatin1Char('.')))
        name.remove(0, 1);
    if (name.isEmpty())
        name = otherwise;
    if (name.lastIndexOf(QLatin1Char('.')) > 0)
        return name;
    const auto format = decode::declaredFormat(exchange::parseContentType(contentType).media);
    return name + QString::fromLatin1(ending(format).data(), qsizetype(ending(format).size()));
}

} // namespace ui
