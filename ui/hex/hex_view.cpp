// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/hex/hex_view.h"

#include "ui/theme/theme.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>
#include <limits>

namespace ui {

namespace {

// Limit for the clipboard; a selection may span gigabytes.
constexpr uint64_t copyMax = 16 * 1024 * 1024;

char printable(char c)
{
    return c >= 0x20 && c < 0x7f ? c : '.';
}

} // namespace

HexView::HexView(Theme &theme, QWidget *parent) : QAbstractScrollArea(parent), m_theme(theme)
{
    setFrameShape(NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Bytes in hexadecimal"));
    viewport()->setCursor(Qt::IBeamCursor);
    setFont(theme.mono());
    viewport()->setFont(theme.mono());
    const QFontMetrics metrics(theme.mono());
    m_charWidth = metrics.horizontalAdvance(QLatin1Char('0'));
    m_lineHeight = metrics.height() + 3;
    connect(&theme, &Theme::changed, viewport(), qOverload<>(&QWidget::update));
    updateScrollBars();
}

void HexView::setData(std::shared_ptr<const HexData> bytes, bool sameBytes)
{
    m_data = std::move(bytes);
    m_offsetDigits = size() > 0xffffffffull ? 12 : 8;
    if (!sameBytes || m_cursor >= size()) {
        m_cursor = m_anchor = 0;
        m_selected = false;
    }
    updateScrollBars();
    if (!sameBytes)
        setFirstLine(0);
    viewport()->update();
}

std::pair<uint64_t, uint64_t> HexView::selection() const
{
    if (!m_selected || size() == 0)
        return {0, 0};
    const uint64_t from = std::min(m_cursor, m_anchor);
    return {from, std::max(m_cursor, m_anchor) - from + 1};
}

void HexView::select(uint64_t from, uint64_t count)
{
    if (from >= size() || count == 0)
        return;
    m_anchor = from;
    placeCursor(std::min(from + count, size()) - 1, true);
}

QString HexView::lineText(uint64_t line) const
{
    const QByteArray bytes = m_data ? m_data->read(line * 16, 16) : QByteArray();
    QString text = QStringLiteral("%1  ").arg(line * 16, m_offsetDigits, 16, QLatin1Char('0'));
    for (qsizetype i = 0; i < 16; ++i) {
        text += i < bytes.size() ? QString::fromLatin1(bytes.mid(i, 1).toHex()) : QStringLiteral("  ");
        text += i == 7 ? QStringLiteral("  ") : QStringLiteral(" ");
    }
    text += QLatin1Char(' ');
    for (const char c : bytes)
        text += QLatin1Char(printable(c));
    return text;
}

int HexView::visibleLines() const { return std::max(1, (viewport()->height() - 2 * measure::step) / m_lineHeight); }

// A scroll bar uses int; beyond its range, lines are scaled.
uint64_t HexView::firstLine() const
{
    const uint64_t last = lines() > uint64_t(visibleLines()) ? lines() - uint64_t(visibleLines()) : 0;
    const auto value = uint64_t(verticalScrollBar()->value());
    const auto maximum = uint64_t(verticalScrollBar()->maximum());
    return last == maximum || maximum == 0 ? value : uint64_t(double(value) / double(maximum) * double(last));
}

void HexView::setFirstLine(uint64_t line)
{
    const uint64_t last = lines() > uint64_t(visibleLines()) ? lines() - uint64_t(visibleLines()) : 0;
    const auto maximum = uint64_t(verticalScrollBar()->maximum());
    const uint64_t value = last == maximum || last == 0 ? line : uint64_t(double(line) / double(last) * double(maximum));
    verticalScrollBar()->setValue(int(std::min(value, maximum)));
}

void HexView::updateScrollBars()
{
    const uint64_t last = lines() > uint64_t(visibleLines()) ? lines() - uint64_t(visibleLines()) : 0;
    verticalScrollBar()->setRange(0, int(std::min<uint64_t>(last, std::numeric_limits<int>::max() / 2)));
    verticalScrollBar()->setPageStep(visibleLines());
    verticalScrollBar()->setSingleStep(1);
    const int width = textX(16) + measure::margin;
    horizontalScrollBar()->setRange(0, std::max(0, width - viewport()->width()));
    horizontalScrollBar()->setPageStep(viewport()->width());
    horizontalScrollBar()->setSingleStep(m_charWidth);
}

int HexView::hexX(int column) const
{
    return measure::margin + m_charWidth * (m_offsetDigits + 2 + column * 3 + (column > 7 ? 1 : 0)) - horizontalScrollBar()->value();
}

int HexView::textX(int column) const
{
    return measure::margin + m_charWidth * (m_offsetDigits + 2 + 16 * 3 + 1 + 1 + column) - horizontalScrollBar()->value();
}

void HexView::paintEvent(QPaintEvent *)
{
    const Tokens &t = m_theme.current();
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), t.panel);
    painter.setFont(m_theme.mono());
    if (size() == 0)
        return;
    const int ascent = QFontMetrics(m_theme.mono()).ascent() + 1;
    const uint64_t first = firstLine();
    const uint64_t shown = std::min<uint64_t>(uint64_t(visibleLines()) + 1, lines() - std::min(first, lines()));
    const QByteArray bytes = m_data->read(first * 16, size_t(shown * 16));
    const auto [selFrom, selCount] = selection();
    for (uint64_t row = 0; row < shown; ++row) {
        const int y = measure::step + int(row) * m_lineHeight;
        painter.setPen(t.dim);
        painter.drawText(measure::margin - horizontalScrollBar()->value(), y + ascent,
                         QStringLiteral("%1").arg((first + row) * 16, m_offsetDigits, 16, QLatin1Char('0')));
        for (int column = 0; column < 16; ++column) {
            const auto index = qsizetype(row * 16) + column;
            const uint64_t position = first * 16 + uint64_t(index);
            if (position >= size())
                break;
            if (position - selFrom < selCount) {
                const bool joins = position + 1 - selFrom < selCount && column != 15;
                painter.fillRect(hexX(column), y, joins ? hexX(column + 1) - hexX(column) : 2 * m_charWidth, m_lineHeight, t.textSelection);
                painter.fillRect(textX(column), y, m_charWidth, m_lineHeight, t.textSelection);
            } else if (position == m_cursor && hasFocus()) {
                painter.fillRect(hexX(column), y + m_lineHeight - 2, 2 * m_charWidth, 2, t.accent);
                painter.fillRect(textX(column), y + m_lineHeight - 2, m_charWidth, 2, t.accent);
            }
            if (index >= bytes.size()) { // could not be read
                painter.setPen(t.bad);
                painter.drawText(hexX(column), y + ascent, QStringLiteral("??"));
                continue;
            }
            const char c = bytes[index];
            const bool plain = printable(c) == c;
            painter.setPen(c == 0 ? t.dim : t.text);
            painter.drawText(hexX(column), y + ascent, QString::fromLatin1(bytes.mid(index, 1).toHex()));
            painter.setPen(plain ? t.codeString : t.dim);
            painter.drawText(textX(column), y + ascent, QString(QLatin1Char(printable(c))));
        }
    }
}

void HexView::resizeEvent(QResizeEvent *) { updateScrollBars(); }

bool HexView::event(QEvent *event)
{
    if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut)
        viewport()->update();
    // Takes precedence over the window's shortcuts for the same keys.
    if (event->type() == QEvent::ShortcutOverride) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (key->matches(QKeySequence::Copy) || key->matches(QKeySequence::SelectAll)) {
            event->accept();
            return true;
        }
    }
    return QAbstractScrollArea::event(event);
}

void HexView::placeCursor(uint64_t position, bool extend)
{
    if (size() == 0)
        return;
    m_cursor = std::min(position, size() - 1);
    if (!extend)
        m_anchor = m_cursor;
    m_selected = extend;
    const uint64_t line = m_cursor / 16;
    if (line < firstLine())
        setFirstLine(line);
    else if (line >= firstLine() + uint64_t(visibleLines()))
        setFirstLine(line - uint64_t(visibleLines()) + 1);
    viewport()->update();
}

void HexView::moveCursor(int64_t by, bool extend)
{
    if (by < 0 && uint64_t(-by) > m_cursor) // a line up from the first keeps its column
        placeCursor(by <= -16 ? m_cursor % 16 : 0, extend);
    else
        placeCursor(m_cursor + uint64_t(by), extend);
}

void HexView::keyPressEvent(QKeyEvent *event)
{
    const bool extend = event->modifiers() & Qt::ShiftModifier;
    const bool whole = event->modifiers() & Qt::ControlModifier;
    if (event->matches(QKeySequence::Copy))
        return copyText();
    if (event->matches(QKeySequence::SelectAll))
        return selectAll();
    switch (event->key()) {
    case Qt::Key_Left:
        return moveCursor(-1, extend);
    case Qt::Key_Right:
        return moveCursor(1, extend);
    case Qt::Key_Up:
        return moveCursor(-16, extend);
    case Qt::Key_Down:
        return moveCursor(16, extend);
    case Qt::Key_PageUp:
        return moveCursor(-16 * visibleLines(), extend);
    case Qt::Key_PageDown:
        return moveCursor(16 * visibleLines(), extend);
    case Qt::Key_Home:
        return placeCursor(whole ? 0 : m_cursor / 16 * 16, extend);
    case Qt::Key_End:
        return placeCursor(whole ? std::numeric_limits<uint64_t>::max() : m_cursor / 16 * 16 + 15, extend);
    default:
        QAbstractScrollArea::keyPressEvent(event);
    }
}

std::optional<uint64_t> HexView::positionAt(QPoint point) const
{
    if (size() == 0)
        return std::nullopt;
    const int row = std::max(0, point.y() - measure::step) / m_lineHeight;
    int column = 0;
    if (point.x() >= textX(0) - m_charWidth) {
        column = (point.x() - textX(0)) / m_charWidth;
    } else {
        while (column < 15 && point.x() >= hexX(column + 1) - m_charWidth / 2)
            ++column;
    }
    return std::min((firstLine() + uint64_t(row)) * 16 + uint64_t(std::clamp(column, 0, 15)), size() - 1);
}

void HexView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    if (const auto position = positionAt(event->position().toPoint()))
        placeCursor(*position, event->modifiers() & Qt::ShiftModifier);
}

void HexView::mouseMoveEvent(QMouseEvent *event)
{
    if (!(event->buttons() & Qt::LeftButton))
        return;
    if (const auto position = positionAt(event->position().toPoint()); position && *position != m_cursor)
        placeCursor(*position, true);
}

void HexView::contextMenuEvent(QContextMenuEvent *event)
{
    QMenu menu(this);
    menu.addAction(m_theme.icon(QStringLiteral("copy")), tr("Copy as text"), this, &HexView::copyText);
    menu.addAction(tr("Copy as hex"), this, &HexView::copyHex);
    menu.addAction(tr("Copy lines with offsets"), this, &HexView::copyDump);
    for (QAction *action : menu.actions())
        action->setEnabled(m_selected);
    menu.addSeparator();
    menu.addAction(tr("Select all"), this, &HexView::selectAll)->setEnabled(size() > 0);
    if (!actions().isEmpty()) {
        menu.addSeparator();
        menu.addActions(actions());
    }
    menu.exec(event->globalPos());
}

QByteArray HexView::selectedBytes() const
{
    const auto [from, count] = selection();
    return count == 0 ? QByteArray() : m_data->read(from, size_t(std::min(count, copyMax)));
}

void HexView::copyText() const
{
    QByteArray bytes = selectedBytes();
    if (bytes.isEmpty())
        return;
    for (char &c : bytes) {
        if (c != '\n' && c != '\t' && c != '\r')
            c = printable(c);
    }
    QGuiApplication::clipboard()->setText(QString::fromLatin1(bytes));
}

void HexView::copyHex() const
{
    const QByteArray bytes = selectedBytes();
    if (!bytes.isEmpty())
        QGuiApplication::clipboard()->setText(QString::fromLatin1(bytes.toHex(' ')));
}

void HexView::copyDump() const
{
    const auto [from, count] = selection();
    if (count == 0)
        return;
    QString text;
    const uint64_t end = from + std::min(count, copyMax / 8);
    for (uint64_t line = from / 16; line * 16 < end; ++line)
        text += lineText(line) + QLatin1Char('\n');
    QGuiApplication::clipboard()->setText(text);
}

void HexView::selectAll()
{
    if (size() == 0)
        return;
    const uint64_t line = firstLine();
    m_anchor = 0;
    m_cursor = size() - 1;
    m_selected = true;
    setFirstLine(line);
    viewport()->update();
}

} // namespace ui
