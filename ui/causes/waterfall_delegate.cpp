// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/causes/waterfall_delegate.h"

#include "ui/models/cause_tree_model.h"
#include "ui/theme/theme.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace ui {

namespace {

constexpr int padding = 8, thick = 10, thin = 4;

void paintSpan(QPainter &painter, const QRectF &room, double from, double to, int height, const QColor &colour)
{
    if (from > to)
        return;
    const double left = room.left() + std::min(from * room.width(), room.width() - 2);
    painter.fillRect(QRectF(left, std::floor(room.center().y() - height / 2.0), std::max(2.0, (to - from) * room.width()), height), colour);
}

} // namespace

QSize WaterfallDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return { 80, measure::treeRow };
}

void WaterfallDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto *model = qobject_cast<const CauseTreeModel *>(index.model());
    if (!model)
        return;
    const Tokens &tokens = m_theme.current();
    const bool selected = option.state & QStyle::State_Selected, hovered = option.state & QStyle::State_MouseOver;
    painter->fillRect(option.rect, selected ? tokens.selection : hovered ? tokens.hover : tokens.panel);
    const QRect room = option.rect.adjusted(padding, 0, -padding, 0);
    const CauseTreeModel::Span span = model->spanAt(index);
    if (index.column() == CauseTreeModel::Waterfall) {
        paintSpan(*painter, room, span.clientFrom, span.clientTo, thin, tokens.receive);
        paintSpan(*painter, room, span.serverFrom, span.serverTo, thick, span.failed ? tokens.bad : tokens.wait);
        return;
    }
    const bool mono = index.column() == CauseTreeModel::Duration;
    const QFont font = mono ? m_theme.mono() : index.column() == CauseTreeModel::Programs ? m_theme.uiStrong() : m_theme.ui();
    painter->setFont(font);
    painter->setPen(index.column() == CauseTreeModel::Reason ? tokens.dim : index.column() == CauseTreeModel::Call && span.failed ? tokens.bad : tokens.text);
    const QString text = QFontMetrics(font).elidedText(index.data().toString(), Qt::ElideRight, room.width());
    painter->drawText(room, int((mono ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter) | Qt::TextSingleLine, text);
}

} // namespace ui
