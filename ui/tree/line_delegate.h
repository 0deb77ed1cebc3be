// SPDX-License-Identifier: GPL-3.0-or-later
// Paints the lines of the side panel: a name, a dim detail after it and a count at the right; for libraries a dot
// before and "why?" after it.
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

class MachineDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    explicit MachineDelegate(const Theme &, QObject *parent = nullptr);
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
