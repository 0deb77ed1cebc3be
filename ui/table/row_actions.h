// SPDX-License-Identifier: GPL-3.0-or-later
// What can be done with the chosen rows: by keys while the table has the keyboard, and in its menu.
#pragma once

#include "ui/models/exchange_columns.h"
#include "ui/models/marks.h"
#include "ui/table/copy_actions.h"

#include <QList>
#include <QObject>
#include <QPoint>

class QAction;
class QKeySequence;
class QMenu;
class QModelIndex;

namespace ui {

class ExchangeView;
class Theme;
class Workspace;

class RowActions : public QObject
{
    Q_OBJECT
public:
    // The actions become the view's.
    RowActions(Workspace &, ExchangeView &, const Theme &);

    CopyActions &copies() { return m_copies; }
    // The menu of a cell. It ends with the actions that others have added to the view.
    void showMenu(const QModelIndex &cell, const QPoint &globalPosition);

private:
    void addFilters(QMenu &, const QModelIndex &cell);
    void addMarks(const Theme &);
    void mark(MarkColour);
    void comment();
    QString termOf(Column) const;
    void showOtherSide();
    void compare();
    void nextOnConnection() { stepOnConnection(1); }
    void previousOnConnection() { stepOnConnection(-1); }
    void stepOnConnection(int step);

    Workspace &m_workspace;
    ExchangeView &m_view;
    CopyActions m_copies;
    QMenu *m_markMenu;
    QAction *m_otherSide, *m_compare;
    QList<QAction *> m_marks;
};

} // namespace ui
