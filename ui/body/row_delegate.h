// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of a short list or a tree: as high as lines of the code view, and aligned with the headings above them.
#pragma once

#include <QStyle>
#include <QStyledItemDelegate>
#include <QWidget>

#include <algorithm>

namespace ui {

class RowDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const QSize text = QStyledItemDelegate::sizeHint(option, index);
        return {text.width() + 2 * beside, std::max(text.height(), leastHeight)};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        QStyleOptionViewItem inner = option;
        if (option.widget) // the selection covers the whole row, without gaps between its cells
            option.widget->style()->drawPrimitive(QStyle::PE_PanelItemViewItem, &option, painter, option.widget);
        inner.rect.adjust(beside, 0, -beside, 0);
        QStyledItemDelegate::paint(painter, inner, index);
    }

private:
    static constexpr int beside = 5, leastHeight = 20;
};

} // namespace ui
