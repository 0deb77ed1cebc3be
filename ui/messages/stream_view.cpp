// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/messages/stream_view.h"

#include "app/decode/body_charset.h"
#include "app/decode/charset.h"
#include "ui/body/body_content.h"
#include "ui/models/format.h"
#include "ui/models/item_cells.h"
#include "ui/theme/theme.h"

namespace ui {

using exchange::Item;
using protocols::Half;

namespace {

constexpr uint64_t textMax = 1024 * 1024, hexMax = 128 * 1024;   // bytes shown
constexpr uint32_t itemsMax = 20'000;
constexpr qsizetype streamLine = 1000;
constexpr int hexRow = 16;

QString asText(std::span<const std::byte> bytes)
{
    const std::string utf8 = decode::toUtf8(bytes, {});
    QByteArray text(utf8.data(), qsizetype(utf8.size()));
    wrapLongLines(text, streamLine);
    QString shown = QString::fromUtf8(text);
    for (QChar &c : shown) {
        if (c == QLatin1Char('\r'))
            c = QLatin1Char(' ');
        else if (c.category() == QChar::Other_Control && c != QLatin1Char('\n') && c != QLatin1Char('\t'))
            c = QChar(0x00b7);
    }
    return shown;
}

QString asHex(std::span<const std::byte> bytes, uint64_t from)
{
    QString shown;
    for (size_t at = 0; at < bytes.size(); at += hexRow) {
        const auto row = bytes.subspan(at, std::min<size_t>(hexRow, bytes.size() - at));
        const QByteArray raw(reinterpret_cast<const char *>(row.data()), qsizetype(row.size()));
        QString characters;
        for (const char c : raw)
            characters += c >= 0x20 && c < 0x7f ? QLatin1Char(c) : QLatin1Char('.');
        shown += QStringLiteral("%1  %2  %3\n")
                     .arg(from + at, 8, 16, QLatin1Char('0'))
                     .arg(QString::fromLatin1(raw.toHex(' ')), -3 * hexRow + 1)
                     .arg(characters);
    }
    return shown;
}

} // namespace

StreamView::StreamView(Theme &theme, QWidget *parent)
    : ExchangeTextView(theme, parent)
{
    setAccessibleName(tr("Stream"));
}

bool StreamView::hasGrown() const { return store().itemCount(id()) > m_shownItems && m_runs.whole; }

void StreamView::setHex(bool hex)
{
    if (hex == m_hex)
        return;
    m_hex = hex;
    load();
}

void StreamView::read()
{
    std::vector<Item> items;
    uint64_t bytes = 0;
    const uint32_t count = store().itemCount(id());
    for (uint32_t i = 0; i < count && i < itemsMax && bytes <= textMax; ++i) {
        items.push_back(store().item(id(), i));
        for (const base::Slice &slice : items.back().slices)
            bytes += slice.length;
    }
    m_shownItems = count;
    startReading([bodies = bodies(), items = std::move(items), hex = m_hex, all = count](const Background::Superseded &superseded) {
        Runs runs = runsOf(*bodies, items, hex, superseded);
        runs.whole = runs.whole && items.size() == all;
        return runs;
    }, [this](Runs runs) { m_runs = std::move(runs); });
}

StreamView::Runs StreamView::runsOf(const base::BodySource &bodies, const std::vector<Item> &items, bool hex,
                                    const Background::Superseded &superseded)
{
    Runs result;
    uint64_t room = hex ? hexMax : textMax;
    uint64_t moved[2] = {0, 0};
    for (const Item &item : items) {
        if (superseded())
            return result;
        QString shown;
        const auto bytes = bodies.read(item.slices, size_t(room) + 1);
        if (!bytes) {
            shown = tr("[the capture file could not be read at this point]\n");
        } else {
            const auto some = std::span(*bytes).first(std::min<size_t>(bytes->size(), size_t(room)));
            shown = hex ? asHex(some, moved[size_t(item.half)]) : asText(some);
            result.whole = result.whole && some.size() == bytes->size();
            room -= some.size();
        }
        if (item.lostBytes)
            shown += tr("[%1 not captured]\n").arg(sizeText(item.lostBytes));
        moved[size_t(item.half)] += item.wireBytes;
        // Messages begin on a new line; pieces continue where the last one stopped.
        if (item.kind != protocols::ItemKind::Piece && !shown.endsWith(QLatin1Char('\n')))
            shown += QLatin1Char('\n');
        if (!result.runs.empty() && result.runs.back().half == item.half)
            result.runs.back().text += shown;
        else
            result.runs.push_back({item.half, shown});
        if (!result.whole)
            break;
    }
    return result;
}

void StreamView::render()
{
    const Tokens &tokens = theme().current();
    document()->setDefaultFont(theme().mono());
    rewrite(!m_runs.runs.empty(), [&](QTextCursor &cursor) {
        QTextBlockFormat block;
        QTextCharFormat characters;
        for (const Run &run : m_runs.runs) {
            const bool sent = run.half == Half::Request;
            characters.setForeground(sent ? tokens.accent : tokens.violet);
            block.setLeftMargin(sent ? 0 : 6 * measure::step);
            QString shown = run.text;
            if (shown.endsWith(QLatin1Char('\n')))
                shown.chop(1);
            addBlock(cursor, block, characters, shown);
        }
        if (!m_runs.whole) {
            block.setLeftMargin(0);
            characters.setForeground(tokens.dim);
            cursor.insertBlock(block);
            cursor.insertText(tr("Only the beginning is shown here; the list has all messages."), characters);
        }
    });
}

} // namespace ui
