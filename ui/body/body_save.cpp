// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/body/body_save.h"

#include "app/decode/body_pieces.h"
#include "app/exchange/head.h"
#include "app/exporters/output_file.h"
#include "ui/models/format.h"

#include <QCoreApplication>
#include <QFile>

#include <algorithm>
#include <array>
#include <optional>
#include <system_error>

namespace ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ui::BodySave)
};

QString notWritten(int error)
{
    return Words::tr("The file could not be written: %1.").arg(qt_error_string(error));
}

// Null, with the problem reported, if it cannot be created.
std::optional<exporters::OutputFile> create(const QString &path, SavedBody &saved)
{
    auto file = exporters::OutputFile::create(QFile::encodeName(path).toStdString());
    if (file)
        return std::move(*file);
    saved.problem = notWritten(file.error());
    return std::nullopt;
}

bool commit(exporters::OutputFile &file, SavedBody &saved)
{
    const auto committed = file.commit();
    if (!committed)
        saved.problem = notWritten(committed.error());
    return committed.has_value();
}

void write(exporters::OutputFile &file, std::span<const std::byte> bytes, SavedBody &saved)
{
    saved.bytes += bytes.size();
    file.write({reinterpret_cast<const char *>(bytes.data()), bytes.size()});
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
    auto file = create(path, saved);
    if (!file)
        return saved;
    decode::BodyPieces pieces(*request.source, request.slices, decoded ? request.contentEncoding : std::string());
    std::vector<std::byte> piece;
    while (file->error() == 0 && !stop() && pieces.next(piece))
        write(*file, piece, saved);
    if (stop()) {
        saved.problem = Words::tr("Saving was canceled.");
        return saved;
    }
    if (const int error = pieces.readError()) {
        saved.problem = Words::tr("The capture file could not be read: %1.").arg(QString::fromStdString(std::generic_category().message(error)));
        return saved;
    }
    if (request.ended)
        pieces.finish();
    const auto codingError = pieces.codingError();
    if (commit(*file, saved) && codingError)
        saved.problem = codingErrorText(*codingError, request.contentEncoding);
    return saved;
}

SavedBody saveBytes(const QByteArray &bytes, const QString &path)
{
    SavedBody saved;
    if (auto file = create(path, saved)) {
        write(*file, std::as_bytes(std::span(bytes.constData(), size_t(bytes.size()))), saved);
        commit(*file, saved);
    }
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
