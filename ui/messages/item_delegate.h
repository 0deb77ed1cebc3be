// SPDX-License-Identifier: GPL-3.0-or-later
// Paints the cells of the message list in the style of the exchange table.
#pragma once

#include "ui/models/exchange_columns.h"

#include <QStyledItemDelegate>

namespace ui {

class Theme;

class ItemDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    explicit ItemDelegate(const Theme &, QObject *parent = nullptr);

    void paint(QPainter *, const QStyleOptionViewItem &, const QModelIndex &) const override;
    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override;

private:
    QFont font(int column, Tone) const;

    const Theme &m_theme;
};

} // namespace ui
