// SPDX-License-Identifier: GPL-3.0-or-later
// An action of a view whose key works while the view has the focus.
#pragma once

#include <QAction>
#include <QWidget>

namespace ui {

// Owned by the view. `does` is a member function of `receiver`.
template <typename Receiver>
QAction *addKeyedAction(QWidget &view, const QString &text, const QKeySequence &key, Receiver *receiver, void (Receiver::*does)())
{
    auto *action = new QAction(text, &view);
    action->setShortcut(key);
    action->setShortcutContext(Qt::WidgetShortcut);
    QObject::connect(action, &QAction::triggered, receiver, does);
    view.addAction(action);
    return action;
}

} // namespace ui
