// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/messages/item_delegate.h"

#include "ui/models/item_list_model.h"
#include "ui/theme/theme.h"
#include "ui/theme/tone_colour.h"

#include <QPainter>

namespace ui {

namespace {

constexpr int padding = 8;

} // namespace

ItemDelegate::ItemDelegate(const Theme &theme, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
{
}

QFont ItemDelegate::font(int column, Tone tone) const
{
    QFont face = column == int(ItemColumn::Kind) ? m_theme.ui() : m_theme.mono();
    if (column == int(ItemColumn::Direction))
        face = m_theme.uiStrong();
    face.setItalic(tone == Tone::Explanation);
    return face;
}

QSize ItemDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    const QFontMetrics metrics(font(index.column(), Tone::Normal));
    return { metrics.horizontalAdvance(index.data(Qt::DisplayRole).toString()) + 2 * padding, measure::row };
}

void ItemDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Tokens &tokens = m_theme.current();
    const bool selected = option.state & QStyle::State_Selected;
    const QRect cell = option.rect;
    painter->fillRect(cell, selected ? tokens.selection : tokens.panel);
    painter->fillRect(cell.left(), cell.bottom(), cell.width(), 1, selected ? tokens.selection : tokens.line);
    const auto tone = Tone(index.data(int(Role::Tone)).toInt());
    const QFont face = font(index.column(), tone);
    const int margin = index.column() == int(ItemColumn::Direction) ? 2 : padding;
    const QRect room = cell.adjusted(margin, 0, -margin, -1);
    const int horizontal = index.column() == int(ItemColumn::Direction)
        ? int(Qt::AlignHCenter)
        : index.data(Qt::TextAlignmentRole).toInt() & int(Qt::AlignHorizontal_Mask);
    painter->setFont(face);
    painter->setPen(toneColour(tokens, tone));
    painter->drawText(room, horizontal | int(Qt::AlignVCenter) | int(Qt::TextSingleLine),
                      QFontMetrics(face).elidedText(index.data(Qt::DisplayRole).toString(), Qt::ElideRight, room.width()));
}

} // namespace ui
