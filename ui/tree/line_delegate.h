// SPDX-License-Identifier: GPL-3.0-or-later
// Paints the lines of the side panel: a name, a dim detail behind it and a count at the right end;
// for libraries a lamp before and "why?" behind.
#pragma once

#include "ui/theme/theme.h"

#include <QStyledItemDelegate>

namespace ui {

class ProgramDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    explicit ProgramDelegate(const Theme &, QObject *parent = nullptr);
    void paint(QPainter *, const QStyleOptionViewItem &, const QModelIndex &) const override;
    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override;

private:
    const Theme &m_theme;
};

class LibraryDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    explicit LibraryDelegate(const Theme &, QObject *parent = nullptr);
    void paint(QPainter *, const QStyleOptionViewItem &, const QModelIndex &) const override;
    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override;

private:
    const Theme &m_theme;
};

} // namespace ui
