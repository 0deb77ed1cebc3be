// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/item_cells.h"

#include "app/decode/format.h"
#include "app/protocols/item_coding.h"
#include "app/protocols/protocol_info.h"
#include "ui/models/format.h"

#include <QCoreApplication>

namespace ui {

using exchange::Item;
using protocols::ItemCoding;
using protocols::ItemKind;

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ui::ItemCells)
};

constexpr size_t previewText = 160, previewBytes = 24;

// Whether its label is its type or topic and, after a line feed, further details; otherwise it is a remark.
bool labelNames(const Item &item) { return item.kind == ItemKind::Event || item.kind == ItemKind::Message; }

} // namespace

QString itemKindText(const Item &item)
{
    switch (item.kind) {
    case ItemKind::Piece:
        return item.lostBytes > 0 && item.slices.empty() ? QStringLiteral("lost") : QStringLiteral("bytes");
    case ItemKind::Text:
        return QStringLiteral("text");
    case ItemKind::Binary:
        return QStringLiteral("binary");
    case ItemKind::Ping:
        return QStringLiteral("ping");
    case ItemKind::Pong:
        return QStringLiteral("pong");
    case ItemKind::Close:
        return item.code ? Words::tr("close %1").arg(item.code) : QStringLiteral("close");
    case ItemKind::Event:
    case ItemKind::Message: {
        const QString type = clippedText(item.label.substr(0, item.label.find('\n')), 64);
        return type.isEmpty() ? QStringLiteral("message") : type;
    }
    case ItemKind::Record:
        return QStringLiteral("record");
    case ItemKind::Grpc:
        return QStringLiteral("message");
    case ItemKind::Row:
        return QStringLiteral("row");
    case ItemKind::Notice:
        return QStringLiteral("notice");
    }
    return {};
}

QString itemIdText(const Item &item)
{
    const size_t feed = item.label.find('\n');
    return !labelNames(item) || feed == std::string::npos ? QString() : clippedText(item.label.substr(feed + 1), 64);
}

Tone itemKindTone(const Item &item)
{
    if (item.lostBytes > 0 || item.coding == ItemCoding::Unknown)
        return Tone::Bad;
    switch (item.kind) {
    case ItemKind::Ping:
    case ItemKind::Pong:
    case ItemKind::Close:
        return Tone::Dim;
    case ItemKind::Notice:
        return Tone::Notice;
    case ItemKind::Event:
    case ItemKind::Message:
        return item.label.empty() || item.label[0] == '\n' ? Tone::Dim : Tone::Accent;
    case ItemKind::Piece:
        return item.label.empty() ? Tone::Dim : Tone::Notice;
    default:
        return Tone::Normal;
    }
}

QString itemsName(const exchange::Exchange &e, const Item &first)
{
    if (e.kind == exchange::Kind::Query || e.kind == exchange::Kind::Channel)
        return text(protocols::protocolInfo(e.protocol).items);
    if (first.kind == ItemKind::Record)
        return Words::tr("Records");
    if (first.kind == ItemKind::Event || e.contentType == "text/event-stream")
        return Words::tr("Events");
    return Words::tr("Messages");
}

QString itemPreview(const Item &item, std::span<const std::byte> beginning)
{
    QString note;
    if (!labelNames(item) && !item.label.empty())
        note = clippedText(item.label, 120);
    if (item.coding == ItemCoding::Unknown && note.isEmpty())
        note = Words::tr("cannot be decompressed");
    if (!note.isEmpty())
        note = QLatin1Char('(') + note + QLatin1Char(')');
    if (beginning.empty())
        return note;
    if (!note.isEmpty())
        note += QLatin1Char(' ');
    if (const std::string_view coding = protocols::codingName(item.coding); !coding.empty())
        return note + text(coding);
    const bool isText = item.kind != ItemKind::Binary && decode::isText(decode::sniffedFormat(beginning));
    if (!isText) {
        const auto shown = beginning.first(std::min(beginning.size(), previewBytes));
        const QByteArray bytes(reinterpret_cast<const char *>(shown.data()), qsizetype(shown.size()));
        return note + QString::fromLatin1(bytes.toHex(' '));
    }
    QString line = QString::fromUtf8(reinterpret_cast<const char *>(beginning.data()), qsizetype(std::min(beginning.size(), previewText)));
    while (line.endsWith(QChar::ReplacementCharacter))   // a character split by the preview
        line.chop(1);
    for (QChar &c : line) {
        if (c.category() == QChar::Other_Control || c == QChar::LineSeparator || c == QChar::ParagraphSeparator)
            c = QLatin1Char(' ');
    }
    return note + line;
}

QStringList itemNotices(const Item &item)
{
    QStringList notices;
    if (!labelNames(item) && item.kind != ItemKind::Notice && !item.label.empty()) {
        QString sentence = clippedText(item.label, 300);
        sentence[0] = sentence[0].toUpper();
        notices << sentence + QLatin1Char('.');
    }
    if (item.lostBytes > 0)
        notices << Words::tr("%1 not captured.").arg(sizeText(item.lostBytes));
    if (item.coding == ItemCoding::Unknown)
        notices << Words::tr("It cannot be decompressed: earlier data was not captured, or it is damaged.");
    return notices;
}

} // namespace ui
