// SPDX-License-Identifier: GPL-3.0-or-later
// Paints the cells of the exchange table: dot, text in its tone, waterfall bar, hairline, and the mark for lost
// events.
#pragma once

#include "app/exchange/timing.h"
#include "ui/models/exchange_columns.h"
#include "ui/table/time_window.h"
#include "ui/theme/theme.h"

#include <QFont>
#include <QStyledItemDelegate>

namespace ui {

class CellDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    explicit CellDelegate(const Theme &, QObject *parent = nullptr);

    void paint(QPainter *, const QStyleOptionViewItem &, const QModelIndex &) const override;
    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override;

    void setTimeWindow(const TimeWindow &window) { m_window = window; }
    const TimeWindow &timeWindow() const { return m_window; }
    // -1: the pointer is not over a row.
    void setHoverRow(int row) { m_hoverRow = row; }

private:
    void paintText(QPainter &, const QRect &, const QModelIndex &, Column) const;
    void paintBar(QPainter &, const QRect &, const exchange::Timing &, DotState) const;
    QFont font(Column, Tone) const;

    const Theme &m_theme;
    TimeWindow m_window;
    int m_hoverRow = -1;
};

} // namespace ui
