// SPDX-License-Identifier: GPL-3.0-or-later
// Paints a comparison: a sign and a tint for each kind of difference, and what differs within two values.
#pragma once

#include "ui/compare/comparison_rows.h"

#include <QStyledItemDelegate>

namespace ui {

class Theme;

// The beginning and length of what differs within one of two values: between what both begin and end with.
struct DifferentPart {
    qsizetype begin = 0, leftLength = 0, rightLength = 0;
};
DifferentPart differentPart(const QString &left, const QString &right);

class ComparisonDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    explicit ComparisonDelegate(const Theme &, QObject *parent = nullptr);

    void paint(QPainter *, const QStyleOptionViewItem &, const QModelIndex &) const override;
    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override;

private:
    void paintHeading(QPainter &, const QRect &, const ComparisonRow &, int column) const;
    void paintName(QPainter &, QRect, const ComparisonRow &) const;
    void paintValue(QPainter &, const QRect &, const ComparisonRow &, bool left) const;

    const Theme &m_theme;
};

} // namespace ui
