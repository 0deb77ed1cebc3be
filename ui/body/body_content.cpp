// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/body/body_content.h"

#include "app/decode/certificate.h"
#include "app/decode/body_charset.h"
#include "app/decode/charset.h"
#include "app/decode/guess.h"
#include "app/decode/layers.h"
#include "app/decode/multipart.h"
#include "app/exchange/head.h"
#include "ui/body/body_layout.h"
#include "ui/body/body_reader.h"
#include "ui/body/protobuf_body.h"
#include "ui/models/format.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QImageReader>

#include <algorithm>
#include <system_error>

namespace ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ui::BodyContent)
};

constexpr uint64_t imageMax = 64 * 1024 * 1024; // bytes of an encoded image
constexpr qint64 pixelsMax = 32 * 1000 * 1000;  // as RGBA within QImageReader's own allocation limit of 128 MB
constexpr size_t rowsMax = 5'000;
constexpr uint64_t layersMax = 64 * 1024 * 1024; // bytes inside undeclared layers

std::string_view view(std::span<const std::byte> bytes)
{
    return {reinterpret_cast<const char *>(bytes.data()), bytes.size()};
}

QByteArray array(std::string_view text) { return {text.data(), qsizetype(text.size())}; }

// A cut inside a character would make charset detection fail for the whole text.
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

void setForm(BodyContent &content, std::string_view text)
{
    content.form = BodyForm::Table;
    content.heads = {Words::tr("Field"), Words::tr("Value")};
    for (const exchange::Parameter &p : exchange::parseParameters(text)) {
        if (content.rows.size() == rowsMax) {
            content.whole = false;
            content.notices << Words::tr("Only the first 5,000 fields are listed.");
            break;
        }
        content.rows.push_back({ui::text(p.name), ui::text(p.value)});
    }
}

bool setMultipart(BodyContent &content, std::string_view text, const std::string &boundary)
{
    const auto parts = decode::splitMultipart(text, boundary, rowsMax);
    if (parts.empty())
        return false;
    content.form = BodyForm::Parts;
    for (const decode::Part &part : parts)
        content.parts.push_back({ui::text(part.name), ui::text(part.fileName), part.contentType, array(part.content), part.cut});
    return true;
}

bool setCertificates(BodyContent &content, std::span<const std::byte> bytes)
{
    const auto certificates = decode::readCertificates(bytes);
    if (certificates.empty())
        return false;
    content.form = BodyForm::Table;
    content.heads = {Words::tr("Field"), Words::tr("Value")};
    for (size_t i = 0; i < certificates.size(); ++i) {
        if (certificates.size() > 1)
            content.rows.push_back({Words::tr("Certificate %1").arg(i + 1)});
        for (const decode::CertificateFact &fact : certificates[i])
            content.rows.push_back({ui::text(fact.name), ui::text(fact.value)});
    }
    return true;
}

// The reason for a failure, empty on success.
QString readImage(BodyContent &content, const QByteArray &bytes, decode::Format format)
{
    using decode::Format;
    const QByteArray name = format == Format::Png ? "png" : format == Format::Jpeg ? "jpeg" : format == Format::Gif ? "gif"
        : format == Format::Webp ? "webp" : format == Format::Bmp ? "bmp" : format == Format::Icon ? "ico" : QByteArray();
    if (name.isEmpty() || !QImageReader::supportedImageFormats().contains(name))
        return Words::tr("This image format cannot be displayed.");
    QBuffer buffer;
    buffer.setData(bytes);
    buffer.open(QIODevice::ReadOnly);
    QImageReader reader(&buffer, name); // only one decoder: the contents do not get to choose
    reader.setAutoTransform(true);
    const QSize size = reader.size();
    if (qint64(size.width()) * size.height() > pixelsMax)
        return Words::tr("The image is too large to display (%1 × %2).").arg(size.width()).arg(size.height());
    content.image = reader.read();
    return content.image.isNull() ? Words::tr("The image is damaged and cannot be displayed.") : QString();
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

void wrapLongLines(QByteArray &text, QStringList &notices)
{
    if (wrapLongLines(text, lineMax))
        notices << Words::tr("Lines longer than 10,000 characters are wrapped.");
}

QString codingErrorText(decode::CodingError error, const std::string &contentEncoding)
{
    const QString coding = clippedText(contentEncoding, 40);
    switch (error) {
    case decode::CodingError::Unknown:
        return Words::tr("Unknown content encoding \"%1\"; the body is shown as sent.").arg(coding);
    case decode::CodingError::Malformed:
        return Words::tr("The body is not valid %1 from this point on.").arg(coding);
    case decode::CodingError::Truncated:
        return Words::tr("The %1 data is truncated; what could be decoded is shown.").arg(coding);
    case decode::CodingError::TooLarge:
        return Words::tr("The decoded %1 data exceeds the size limit; the rest is not shown.").arg(coding);
    case decode::CodingError::TooDense:
        return Words::tr("The %1 data expands too much (a decompression bomb?), so decoding stopped here.").arg(coding);
    case decode::CodingError::NoMemory:
        return Words::tr("There is not enough memory to decode the body.");
    }
    return {};
}

namespace {

// Unwraps undeclared layers, with a notice.
void takeLayersOff(BodyBytes &body, BodyContent &content)
{
    decode::Unwrapped inner = decode::unwrap(body.bytes, content.format, layersMax);
    if (inner.layers.empty())
        return;
    content.looks = {BodyLook::Readable, BodyLook::AsSent};
    if (body.look == BodyLook::AsSent)
        return;
    QStringList names;
    for (const decode::Layer layer : inner.layers)
        names << (layer == decode::Layer::Gzip ? QStringLiteral("gzip") : layer == decode::Layer::Zstd ? QStringLiteral("zstd") : QStringLiteral("Base64"));
    content.notices << Words::tr("Decompressed: the body is %1, though no header declares it.").arg(names.join(QStringLiteral(" over ")));
    if (!inner.whole)
        content.notices << Words::tr("The compressed data is truncated or too long; what could be decoded is shown.");
    content.format = inner.format;
    body.bytes = std::move(inner.bytes);
    body.contentType.clear();
}

// Text of any format: the available looks, and the requested one.
void setText(BodyContent &content, std::string text, const BodyBytes &body)
{
    using decode::Format;
    if (content.format == Format::Text) // decoded from non-text bytes: UTF-16
        content.format = decode::bodyFormat({}, std::as_bytes(std::span(text)).first(std::min<size_t>(text.size(), 1024)));
    const bool json = content.format == Format::Json || content.format == Format::JsonLines;
    std::string document = json && !body.cut ? graphqlText(text) : std::string();
    std::vector<BodyLook> looks;
    if (!document.empty())
        looks.push_back(BodyLook::Operation);
    if (canLayOut(content.format, text))
        looks.push_back(BodyLook::Readable);
    if (json)
        looks.push_back(BodyLook::Tree);
    if (!looks.empty() || !content.looks.empty()) {
        if (looks.empty())
            looks.push_back(BodyLook::Readable);
        looks.push_back(BodyLook::AsSent);
        content.looks = std::move(looks);
    }
    const bool has = std::find(content.looks.begin(), content.looks.end(), body.look) != content.looks.end();
    content.look = has ? body.look : BodyLook::Readable;
    content.form = BodyForm::Text;
    if (content.look == BodyLook::Tree) {
        content.form = BodyForm::Tree;
        content.text = array(text);
        return;
    }
    if (content.look == BodyLook::Operation) {
        content.text = array(document);
    } else if (content.look == BodyLook::AsSent) {
        content.syntax = syntaxOf(content.format);
        content.text = array(text);
    } else {
        LaidOut laidOut = layOut(std::move(text), content.format);
        content.text = array(laidOut.text);
        content.syntax = laidOut.syntax;
        content.notices << laidOut.notices;
    }
    wrapLongLines(content.text, content.notices);
}

// False if the bytes are not in this format.
bool setValues(BodyContent &content, const BodyBytes &body)
{
    LaidOut values = layOutValues(body.bytes, content.format);
    if (values.text.empty())
        return false;
    content.looks = {BodyLook::Readable, BodyLook::AsSent};
    if (body.look == BodyLook::AsSent)
        return false;
    content.form = BodyForm::Text;
    content.text = array(values.text);
    content.syntax = values.syntax;
    content.notices << values.notices;
    wrapLongLines(content.text, content.notices);
    return true;
}

} // namespace

BodyContent contentOf(BodyBytes body)
{
    using decode::Format;
    BodyContent content;
    content.look = body.look;
    const exchange::ContentType type = exchange::parseContentType(body.contentType);
    const auto first = [&] { return std::span(body.bytes).first(std::min<size_t>(body.bytes.size(), 1024)); };
    content.format = decode::bodyFormat(type.media, first());
    content.decodedBytes = body.bytes.size();
    if (content.format == Format::Binary && !body.cut)
        content.format = decode::guessedValues(body.bytes);
    takeLayersOff(body, content);
    const bool asSent = body.look == BodyLook::AsSent;
    if (body.bytes.empty())
        return content;
    if (decode::isImage(content.format) && content.format != Format::Svg) {
        const QString problem = readImage(content, array(view(body.bytes)), content.format);
        content.form = problem.isEmpty() ? BodyForm::Image : BodyForm::Binary;
        if (!problem.isEmpty())
            content.bytes = array(view(body.bytes));
        if (!problem.isEmpty() && !body.more)
            content.notices << problem;
        return content;
    }
    if (content.format == Format::Certificate || content.format == Format::Pem) {
        const bool read = setCertificates(content, body.bytes);
        if (read)
            content.looks = {BodyLook::Readable, BodyLook::AsSent};
        if (read && !asSent)
            return content;
        content.heads.clear();
        content.rows.clear();
    }
    if ((content.format == Format::MessagePack || content.format == Format::Cbor) && setValues(content, body))
        return content;
    if (!decode::isText(content.format)) {
        content.form = BodyForm::Binary;
        content.bytes = array(view(body.bytes));
        return content;
    }
    if (content.format == Format::Multipart) {
        const bool split = setMultipart(content, view(body.bytes), type.boundary);
        if (split)
            content.looks = {BodyLook::Readable, BodyLook::AsSent};
        if (split && !asSent)
            return content;
        content.parts.clear();
    }
    if (body.cut || body.more)
        dropCutCharacter(body.bytes);
    std::string text = decode::toUtf8(body.bytes, body.isUtf8 ? std::string_view("utf-8") : std::string_view(type.charset), content.format);
    if (content.format == Format::Form) {
        content.looks = {BodyLook::Readable, BodyLook::AsSent};
        if (!asSent) {
            setForm(content, text);
            return content;
        }
    }
    body.bytes = {}; // never hold a large body twice
    setText(content, std::move(text), body);
    return content;
}

BodyContent loadBody(const BodyRequest &request, const Stop &stop)
{
    if (request.slices.empty())
        return {};
    QStringList notices;
    const exchange::ContentType type = exchange::parseContentType(request.contentType);
    const auto limit = [&](std::span<const std::byte> first) { return limitFor(decode::bodyFormat(type.media, first), request.limit); };
    ReadBody body = readBody(request, limit, stop);
    if (body.codingError && body.bytes.empty() && body.decoded) {
        // Nothing could be decoded: show the bytes as sent, and why.
        notices << codingErrorText(*body.codingError, request.contentEncoding);
        BodyRequest plain = request;
        plain.contentEncoding.clear();
        body = readBody(plain, limit, stop);
    } else if (body.codingError) {
        notices << codingErrorText(*body.codingError, request.contentEncoding);
    }
    if (body.readError != 0)
        notices << Words::tr("The capture file could not be read at this point: %1.")
                       .arg(QString::fromStdString(std::generic_category().message(body.readError)));
    const bool cut = body.bytes.size() < body.total;
    const bool had = !body.bytes.empty();
    BodyContent content;
    const auto format = decode::bodyFormat(type.media, std::span(body.bytes).first(std::min<size_t>(body.bytes.size(), 1024)));
    const bool protobuf = had && (format == decode::Format::Protobuf || format == decode::Format::Grpc);
    if (protobuf && request.look != BodyLook::AsSent) {
        content.format = format;
        content.bytes = array(view(body.bytes));
        setProtobuf(content, request, body.bytes);
    } else if (had) {
        content = contentOf({.bytes = std::move(body.bytes), .contentType = request.contentType, .cut = cut, .more = !request.ended, .look = request.look, .isUtf8 = request.isUtf8});
    }
    if (protobuf)
        content.looks = {BodyLook::Readable, BodyLook::AsSent};
    if (!had)
        content.form = notices.isEmpty() ? BodyForm::Empty : BodyForm::Failed;
    content.notices = notices + content.notices;
    content.decodedBytes = body.total;
    content.decoded = body.decoded && !(body.codingError && !had);
    content.whole = content.whole && !cut && body.readError == 0;
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
        raw.notices << Words::tr("The capture file could not be read at this point: %1.")
                           .arg(QString::fromStdString(std::generic_category().message(body.readError)));
    const auto first = std::span(body.bytes).first(std::min<size_t>(body.bytes.size(), 1024));
    if (!body.bytes.empty() && decode::isText(decode::sniffedFormat(first))) {
        raw.text += array(view(body.bytes));
        raw.whole = body.bytes.size() == body.total;
    } else if (!body.bytes.empty()) {
        raw.notices << Words::tr("The body is %1 of binary data: see Hex.").arg(sizeText(body.total));
    }
    wrapLongLines(raw.text, raw.notices);
    return raw;
}

} // namespace ui
