// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/messages/stream_view.h"

#include "app/decode/body_charset.h"
#include "app/decode/charset.h"
#include "ui/body/body_content.h"
#include "ui/models/format.h"
#include "ui/models/item_cells.h"
#include "ui/theme/theme.h"

#include <QScrollBar>

namespace ui {

using exchange::Item;
using protocols::Half;

namespace {

constexpr uint64_t textMax = 1024 * 1024, hexMax = 128 * 1024;   // bytes shown
constexpr uint32_t itemsMax = 20'000;
constexpr qsizetype streamLine = 1000;
constexpr int againMs = 400;
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
    : QTextEdit(parent)
    , m_theme(theme)
    , m_work(this)
{
    setAccessibleName(QStringLiteral("Stream"));
    setFrameShape(NoFrame);
    setReadOnly(true);
    setUndoRedoEnabled(false);
    setTabChangesFocus(true);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    document()->setDocumentMargin(measure::margin);
    m_again.setSingleShot(true);
    m_again.setInterval(againMs);
    connect(&m_again, &QTimer::timeout, this, &StreamView::load);
    connect(&theme, &Theme::changed, this, &StreamView::render);
}

void StreamView::showExchange(const exchange::Store &store, std::shared_ptr<const base::BodySource> bodies, exchange::ExchangeId id)
{
    m_store = &store;
    m_bodies = std::move(bodies);
    m_id = id;
    m_runs = {};
    clear();
    load();
}

void StreamView::clearExchange()
{
    m_store = nullptr;
    m_work.cancel();
    m_reading = false;
    m_again.stop();
    m_runs = {};
    clear();
}

void StreamView::refresh()
{
    if (m_store && m_store->itemCount(m_id) > m_shownItems && m_runs.whole && !m_again.isActive())
        m_again.start();
}

void StreamView::setHex(bool hex)
{
    if (hex == m_hex)
        return;
    m_hex = hex;
    load();
}

void StreamView::showEvent(QShowEvent *event)
{
    QTextEdit::showEvent(event);
    if (m_stale)
        load();
}

void StreamView::load()
{
    m_stale = !isVisible();
    if (m_stale || !m_store)
        return;
    std::vector<Item> items;
    uint64_t bytes = 0;
    const uint32_t count = m_store->itemCount(m_id);
    for (uint32_t i = 0; i < count && i < itemsMax && bytes <= textMax; ++i) {
        items.push_back(m_store->item(m_id, i));
        for (const base::Slice &slice : items.back().slices)
            bytes += slice.length;
    }
    m_shownItems = count;
    m_reading = true;
    m_work.start([bodies = m_bodies, items = std::move(items), hex = m_hex,
                  all = count](const Background::Superseded &superseded) {
        Runs runs = read(*bodies, items, hex, superseded);
        runs.whole = runs.whole && items.size() == all;
        return runs;
    }, [this](Runs runs) {
        m_reading = false;
        m_runs = std::move(runs);
        render();
    });
}

StreamView::Runs StreamView::read(const base::BodySource &bodies, const std::vector<Item> &items, bool hex,
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
            shown = QStringLiteral("[the capture file could not be read at this point]\n");
        } else {
            const auto some = std::span(*bytes).first(std::min<size_t>(bytes->size(), size_t(room)));
            shown = hex ? asHex(some, moved[size_t(item.half)]) : asText(some);
            result.whole = result.whole && some.size() == bytes->size();
            room -= some.size();
        }
        if (item.lostBytes)
            shown += QStringLiteral("[%1 not captured]\n").arg(sizeText(item.lostBytes));
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
    const int scroll = verticalScrollBar()->value();
    const bool atEnd = scroll == verticalScrollBar()->maximum() && !m_runs.runs.empty() && !document()->isEmpty();
    const Tokens &tokens = m_theme.current();
    clear();
    document()->setDefaultFont(m_theme.mono());
    QTextCursor cursor(document());
    cursor.beginEditBlock();
    QTextBlockFormat block;
    QTextCharFormat characters;
    for (const Run &run : m_runs.runs) {
        const bool sent = run.half == Half::Request;
        characters.setForeground(sent ? tokens.accent : tokens.violet);
        block.setLeftMargin(sent ? 0 : 6 * measure::step);
        QString shown = run.text;
        if (shown.endsWith(QLatin1Char('\n')))
            shown.chop(1);
        if (cursor.position() == 0)
            cursor.setBlockFormat(block);
        else
            cursor.insertBlock(block);
        cursor.insertText(shown, characters);
    }
    if (!m_runs.whole) {
        block.setLeftMargin(0);
        characters.setForeground(tokens.dim);
        cursor.insertBlock(block);
        cursor.insertText(QStringLiteral("Only the beginning is shown here; the list has all messages."), characters);
    }
    cursor.endEditBlock();
    verticalScrollBar()->setValue(atEnd ? verticalScrollBar()->maximum() : scroll);
}

} // namespace ui
