// SPDX-License-Identifier: GPL-3.0-or-later
// The user's ways to start, stop, pause and clear: keys, and the dialogs that ask what to capture.
#pragma once

#include "ui/workspace/scope.h"

#include <QObject>
#include <QWidget>

class QKeySequence;

namespace ui {

class ToolBar;
class Workspace;

class CaptureActions : public QObject
{
    Q_OBJECT
public:
    // The actions become the window's.
    CaptureActions(Workspace &, ToolBar &, QWidget *window);

private:
    void add(const QString &text, const QList<QKeySequence> &keys, void (CaptureActions::*does)());
    void toggle();
    void chooseScope(Scope::Kind);
    void tellOfMachine(const capture::MachineState &before, const capture::MachineState &now);
    void togglePause();
    void clear();
    void undo();

    Workspace &m_workspace;
    QWidget *m_window;
};

} // namespace ui
