// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/body/body_content.h"

#include "app/decode/charset.h"
#include "app/decode/multipart.h"
#include "app/decode/pretty.h"
#include "app/exchange/head.h"
#include "ui/body/body_reader.h"
#include "ui/body/protobuf_body.h"
#include "ui/models/format.h"

#include <QBuffer>
#include <QImageReader>

#include <algorithm>
#include <system_error>

namespace ui {

namespace {

constexpr uint64_t imageMax = 64 * 1024 * 1024; // bytes of a coded image
constexpr qint64 pixelsMax = 32 * 1000 * 1000;  // as RGBA within QImageReader's own allocation limit of 128 MB
constexpr size_t rowsMax = 5'000;

std::string_view view(std::span<const std::byte> bytes)
{
    return {reinterpret_cast<const char *>(bytes.data()), bytes.size()};
}

QByteArray array(std::string_view text) { return {text.data(), qsizetype(text.size())}; }

// A cut in the middle of a character would make the charset's detection fail for all the text.
void dropCutCharacter(std::vector<std::byte> &bytes)
{
    size_t tail = 0;
    while (tail < 3 && tail < bytes.size() && (bytes[bytes.size() - 1 - tail] & std::byte(0xc0)) == std::byte(0x80))
        ++tail;
    if (tail == bytes.size())
        return;
    const auto lead = uint8_t(bytes[bytes.size() - 1 - tail]);
    const size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
    if (length > tail + 1)
        bytes.resize(bytes.size() - 1 - tail);
}

// Indentation can make a text of brackets a hundred times as long: what follows such a growth is
// shown as it came.
std::string laidOutJson(const std::string &text, QStringList &notices)
{
    constexpr size_t pieceBytes = 64 * 1024;
    const size_t most = std::max<size_t>(32 * 1024 * 1024, text.size() * 6);
    std::string out;
    decode::JsonPrinter printer;
    for (size_t at = 0; at < text.size(); at += pieceBytes) {
        if (out.size() > most) {
            notices << QStringLiteral("It is nested so deeply that only its beginning is laid out.");
            return out += '\n' + text.substr(at);
        }
        printer.feed(std::string_view(text).substr(at, pieceBytes), out);
    }
    return out;
}

std::string laidOutXml(const std::string &text)
{
    constexpr size_t inputMax = 2 * 1024 * 1024, outputMax = 32 * 1024 * 1024;
    if (text.size() > inputMax)
        return text;
    std::string out = decode::prettyXml(text);
    return out.size() > outputMax ? text : out;
}

void setText(BodyContent &content, const std::string &text, decode::Format format)
{
    using decode::Format;
    content.form = BodyForm::Text;
    switch (format) {
    case Format::Json:
    case Format::JsonLines:
        content.text = array(laidOutJson(text, content.notices));
        content.syntax = Syntax::Json;
        break;
    case Format::Xml:
    case Format::Svg:
        content.text = array(laidOutXml(text));
        content.syntax = Syntax::Xml;
        break;
    case Format::Html:
        content.text = array(text);
        content.syntax = Syntax::Html;
        break;
    case Format::Css:
        content.text = array(text);
        content.syntax = Syntax::Css;
        break;
    case Format::JavaScript:
        content.text = array(text);
        content.syntax = Syntax::JavaScript;
        break;
    default:
        content.text = array(text);
    }
    if (wrapLongLines(content.text))
        content.notices << QStringLiteral("Lines of more than 10 000 characters are broken here.");
}

void setForm(BodyContent &content, std::string_view text)
{
    content.form = BodyForm::Table;
    content.heads = {QStringLiteral("Field"), QStringLiteral("Value")};
    for (const exchange::Parameter &p : exchange::parseParameters(text)) {
        if (content.rows.size() == rowsMax) {
            content.whole = false;
            content.notices << QStringLiteral("Only the first 5 000 fields are listed.");
            break;
        }
        content.rows.push_back({ui::text(p.name), ui::text(p.value)});
    }
}

QString partValue(const decode::Part &part)
{
    const auto bytes = std::as_bytes(std::span(part.content.data(), part.content.size()));
    const auto media = exchange::parseContentType(part.contentType);
    const decode::Format format = decode::bodyFormat(media.media, bytes.first(std::min<size_t>(bytes.size(), 1024)));
    if (format == decode::Format::Empty)
        return {};
    if (decode::isText(format) && part.content.size() <= 64 * 1024)
        return QString::fromStdString(decode::toUtf8(bytes, media.charset));
    return QStringLiteral("(%1, %2)").arg(text(decode::formatName(format)), sizeText(part.content.size()));
}

bool setMultipart(BodyContent &content, std::string_view text, const std::string &boundary)
{
    const auto parts = decode::splitMultipart(text, boundary, rowsMax);
    if (parts.empty())
        return false;
    content.form = BodyForm::Table;
    content.heads = {QStringLiteral("Part"), QStringLiteral("Content"), QStringLiteral("File"), QStringLiteral("Type"), QStringLiteral("Size")};
    for (const decode::Part &part : parts) {
        content.rows.push_back({ui::text(part.name), partValue(part), ui::text(part.fileName), ui::text(part.contentType),
                                sizeText(part.content.size()) + (part.cut ? QStringLiteral(", cut") : QString())});
    }
    return true;
}

// A reason in words, empty when it worked.
QString readImage(BodyContent &content, const QByteArray &bytes, decode::Format format)
{
    using decode::Format;
    const QByteArray name = format == Format::Png ? "png" : format == Format::Jpeg ? "jpeg" : format == Format::Gif ? "gif"
        : format == Format::Webp ? "webp" : format == Format::Bmp ? "bmp" : format == Format::Icon ? "ico" : QByteArray();
    if (name.isEmpty() || !QImageReader::supportedImageFormats().contains(name))
        return QStringLiteral("Images of this format cannot be shown here.");
    QBuffer buffer;
    buffer.setData(bytes);
    buffer.open(QIODevice::ReadOnly);
    QImageReader reader(&buffer, name); // one decoder only: what the bytes claim to be does not choose
    reader.setAutoTransform(true);
    const QSize size = reader.size();
    if (qint64(size.width()) * size.height() > pixelsMax)
        return QStringLiteral("The image is too large to be shown (%1 × %2).").arg(size.width()).arg(size.height());
    content.image = reader.read();
    return content.image.isNull() ? QStringLiteral("The image is damaged and cannot be shown.") : QString();
}

uint64_t limitFor(decode::Format format, uint64_t wanted)
{
    return decode::isImage(format) && format != decode::Format::Svg ? std::max(imageMax, wanted) : wanted;
}

} // namespace

bool wrapLongLines(QByteArray &text, qsizetype limit)
{
    QByteArray wrapped;
    bool any = false;
    qsizetype copied = 0, lineStart = 0;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '\n' || c == '\r') {
            lineStart = i + 1;
            continue;
        }
        if (i - lineStart < limit)
            continue;
        if ((uint8_t(c) & 0xc0) == 0x80 && i - lineStart < limit + 4) // not inside a character
            continue;
        any = true;
        wrapped.append(text.constData() + copied, i - copied).append('\n');
        copied = lineStart = i;
    }
    if (any)
        text = wrapped.append(text.constData() + copied, text.size() - copied);
    return any;
}

QString codingErrorText(decode::CodingError error, const std::string &contentEncoding)
{
    const QString coding = clippedText(contentEncoding, 40);
    switch (error) {
    case decode::CodingError::Unknown:
        return QStringLiteral("The coding \"%1\" is not known here; the body is shown as it was sent.").arg(coding);
    case decode::CodingError::Malformed:
        return QStringLiteral("The body is not valid %1 from here on.").arg(coding);
    case decode::CodingError::Truncated:
        return QStringLiteral("The %1 data end early; what could be decoded is shown.").arg(coding);
    case decode::CodingError::TooLarge:
        return QStringLiteral("The %1 data decode to more than Cleartap decodes; the rest is left out.").arg(coding);
    case decode::CodingError::TooDense:
        return QStringLiteral("The %1 data grow out of all proportion (a decompression bomb?), so decoding stopped here.").arg(coding);
    case decode::CodingError::NoMemory:
        return QStringLiteral("There is not enough memory to decode the body.");
    }
    return {};
}

BodyContent loadBody(const BodyRequest &request, const Stop &stop)
{
    using decode::Format;
    BodyContent content;
    if (request.slices.empty())
        return content;
    const exchange::ContentType type = exchange::parseContentType(request.contentType);
    const auto formatOf = [&type](std::span<const std::byte> first) { return decode::bodyFormat(type.media, first); };
    const auto limit = [&](std::span<const std::byte> first) { return limitFor(formatOf(first), request.limit); };
    ReadBody body = readBody(request, limit, stop);
    if (body.codingError && body.bytes.empty() && body.decoded) {
        // Nothing could be decoded: the bytes as they were sent, and why.
        content.notices << codingErrorText(*body.codingError, request.contentEncoding);
        BodyRequest plain = request;
        plain.contentEncoding.clear();
        body = readBody(plain, limit, stop);
    } else if (body.codingError) {
        content.notices << codingErrorText(*body.codingError, request.contentEncoding);
    }
    if (body.readError != 0) {
        content.notices << QStringLiteral("The capture file could not be read here: %1.")
                               .arg(QString::fromStdString(std::generic_category().message(body.readError)));
        content.whole = false;
    }
    content.decodedBytes = body.total;
    content.decoded = body.decoded && !(body.codingError && body.bytes.empty());
    if (body.bytes.empty()) {
        content.form = content.notices.isEmpty() ? BodyForm::Empty : BodyForm::Failed;
        return content;
    }
    const bool cut = body.bytes.size() < body.total;
    content.whole = content.whole && !cut;
    content.format = formatOf(std::span(body.bytes).first(std::min<size_t>(body.bytes.size(), 1024)));
    content.bytes = array(view(body.bytes));

    if (decode::isImage(content.format) && content.format != Format::Svg) {
        const QString problem = readImage(content, content.bytes, content.format);
        content.form = problem.isEmpty() ? BodyForm::Image : BodyForm::Binary;
        if (!problem.isEmpty() && request.ended)
            content.notices << problem;
        return content;
    }
    if (content.format == Format::Protobuf || content.format == Format::Grpc) {
        setProtobuf(content, request, body.bytes);
        return content;
    }
    if (!decode::isText(content.format) && content.format != Format::Form && content.format != Format::Multipart) {
        content.form = BodyForm::Binary;
        return content;
    }
    if (content.format == Format::Multipart && setMultipart(content, view(body.bytes), type.boundary))
        return content;
    if (cut || !request.ended)
        dropCutCharacter(body.bytes);
    const std::string text = decode::toUtf8(body.bytes, type.charset);
    if (content.format == Format::Form)
        setForm(content, text);
    else
        setText(content, text, content.format);
    return content;
}

RawContent loadRaw(const BodyRequest &request, const QByteArray &head, const Stop &stop)
{
    RawContent raw;
    raw.text = head;
    BodyRequest plain = request;
    plain.contentEncoding.clear();
    const auto limit = [&](std::span<const std::byte>) { return request.limit; };
    const ReadBody body = readBody(plain, limit, stop);
    if (body.readError != 0)
        raw.notices << QStringLiteral("The capture file could not be read here: %1.")
                           .arg(QString::fromStdString(std::generic_category().message(body.readError)));
    const auto first = std::span(body.bytes).first(std::min<size_t>(body.bytes.size(), 1024));
    if (!body.bytes.empty() && decode::isText(decode::sniffedFormat(first))) {
        raw.text += array(view(body.bytes));
        raw.whole = body.bytes.size() == body.total;
    } else if (!body.bytes.empty()) {
        raw.notices << QStringLiteral("The body is %1 that are no text: Hex shows them.").arg(sizeText(body.total));
    }
    if (wrapLongLines(raw.text))
        raw.notices << QStringLiteral("Lines of more than 10 000 characters are broken here.");
    return raw;
}

} // namespace ui
