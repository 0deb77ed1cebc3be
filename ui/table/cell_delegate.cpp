// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/table/cell_delegate.h"

#include "ui/models/exchange_cells.h"
#include "ui/models/exchange_table_model.h"
#include "ui/table/dot_painter.h"
#include "ui/theme/tone_colour.h"

#include <QFontMetrics>
#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace ui {

namespace {

constexpr int padding = 8;
constexpr int barHeight = 9;
constexpr int markBar = 4;
constexpr float markTint = 0.14F;

bool isFixedWidth(Column column)
{
    switch (column) {
    case Column::Time:
    case Column::Size:
    case Column::Duration:
    case Column::Pid:
    case Column::Sent:
    case Column::Wait:
    case Column::Lost:
    case Column::Connection:
    case Column::Remote:
        return true;
    default:
        return false;
    }
}

} // namespace

CellDelegate::CellDelegate(const Theme &theme, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
{
}

QSize CellDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    const auto column = Column(index.column());
    const auto tone = Tone(index.data(int(Role::Tone)).toInt());
    const QString text = index.data(Qt::DisplayRole).toString();
    return { QFontMetrics(font(column, tone)).horizontalAdvance(text) + 2 * padding, measure::row };
}

void CellDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Tokens &tokens = m_theme.current();
    const bool selected = option.state & QStyle::State_Selected;
    const QRect cell = option.rect;
    painter->fillRect(cell, selected ? tokens.selection : index.row() == m_hoverRow ? tokens.hover : tokens.panel);
    const int mark = index.data(int(Role::Mark)).toInt();
    if (mark > 0 && !selected) {
        QColor tint = tokens.marks[size_t(mark) - 1];
        tint.setAlphaF(markTint);
        painter->fillRect(cell, tint);
    }
    painter->fillRect(cell.left(), cell.bottom(), cell.width(), 1, selected ? tokens.selection : tokens.line);
    if (index.data(int(Role::LossBefore)).toBool())
        painter->fillRect(cell.left(), cell.top(), cell.width(), 2, tokens.bad);
    if (mark > 0 && Column(index.column()) == Column::StatusDot)
        painter->fillRect(cell.left(), cell.top(), markBar, cell.height(), tokens.marks[size_t(mark) - 1]);

    const auto column = Column(index.column());
    const auto dot = DotState(index.data(int(Role::StatusDot)).toInt());
    if (column == Column::StatusDot)
        paintStatusDot(*painter, QRectF(cell).adjusted(0, 0, 0, -1).center(), dot, tokens);
    else if (column == Column::Waterfall)
        paintBar(*painter, cell, index.data(int(Role::Phases)).value<exchange::Timing>(), dot);
    else
        paintText(*painter, cell, index, column);
}

void CellDelegate::paintText(QPainter &painter, const QRect &cell, const QModelIndex &index, Column column) const
{
    const QString text = index.data(Qt::DisplayRole).toString();
    if (text.isEmpty())
        return;
    const auto tone = Tone(index.data(int(Role::Tone)).toInt());
    const QFont face = font(column, tone);
    const int margin = column == Column::Side ? 2 : padding;
    const QRect room = cell.adjusted(margin, 0, -margin, -1);
    const int horizontal = column == Column::Side ? Qt::AlignHCenter : alignedRight(column) ? Qt::AlignRight : Qt::AlignLeft;
    const auto elide = column == Column::Host ? Qt::ElideMiddle : Qt::ElideRight;
    painter.setFont(face);
    painter.setPen(toneColour(m_theme.current(), tone));
    painter.drawText(room, horizontal | Qt::AlignVCenter | Qt::TextSingleLine,
                     QFontMetrics(face).elidedText(text, elide, room.width()));
}

void CellDelegate::paintBar(QPainter &painter, const QRect &cell, const exchange::Timing &timing, DotState dot) const
{
    if (m_window.length <= 0 || timing.begin <= 0)
        return;
    const Tokens &tokens = m_theme.current();
    const QRectF room = QRectF(cell).adjusted(padding, 0, -padding, -1);
    const double scale = room.width() / double(m_window.length);
    const double top = std::floor(room.center().y() - barHeight / 2.0);
    double x = room.left() + (m_window.aligned ? 0 : double(timing.begin - m_window.begin) * scale);

    painter.save();
    painter.setClipRect(room);
    const std::array<std::pair<base::Duration, QColor>, 6> phases { {
        { timing.dns, tokens.dns },
        { timing.connect, tokens.connect },
        { timing.tls, tokens.tls },
        { timing.send, tokens.send },
        { timing.wait, tokens.wait },
        { timing.receive, tokens.receive },
    } };
    const double start = x;
    for (const auto &[length, shade] : phases) {
        if (length <= 0)
            continue;
        const double width = double(length) * scale;
        painter.fillRect(QRectF(x, top, width, barHeight), shade);
        x += width;
    }
    if (x - start < 2) { // shorter than a visible mark
        const QColor mark = dot == DotState::Failed ? tokens.bad : dot == DotState::NotReadable ? tokens.dim : tokens.wait;
        painter.fillRect(QRectF(std::min(start, room.right() - 2), top, 2, barHeight), mark);
    }
    painter.restore();
}

QFont CellDelegate::font(Column column, Tone tone) const
{
    if (tone == Tone::Explanation) {
        QFont italic = m_theme.ui();
        italic.setItalic(true);
        return italic;
    }
    if (column == Column::Status || column == Column::Method) {
        QFont strong = m_theme.uiStrong();
        strong.setPixelSize(column == Column::Method ? 12 : measure::textPx);
        return strong;
    }
    return isFixedWidth(column) ? m_theme.mono() : m_theme.ui();
}

} // namespace ui
