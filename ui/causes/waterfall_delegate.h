// SPDX-License-Identifier: GPL-3.0-or-later
// Paints the rows of a tree of calls; in the last column when each was in the client's program, and inside that in the server's.
#pragma once

#include <QStyledItemDelegate>

namespace ui {

class Theme;

class WaterfallDelegate : public QStyledItemDelegate
{
public:
    WaterfallDelegate(const Theme &theme, QObject *parent) : QStyledItemDelegate(parent), m_theme(theme) {}

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override;
    void paint(QPainter *, const QStyleOptionViewItem &, const QModelIndex &) const override;

private:
    const Theme &m_theme;
};

} // namespace ui
