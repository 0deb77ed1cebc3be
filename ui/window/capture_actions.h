// SPDX-License-Identifier: GPL-3.0-or-later
// The user's ways to start, stop, pause and clear: keys, and the dialogs that ask what to capture.
#pragma once

#include "ui/workspace/scope.h"

#include <QObject>
#include <QWidget>

class QAction;
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
    QAction *addMachineAction() const { return m_addMachine; }

private:
    QAction *add(const QString &text, const QList<QKeySequence> &keys, void (CaptureActions::*does)());
    void toggle();
    void chooseScope(Scope::Kind);
    void tellOfMachine(const capture::MachineState &before, const capture::MachineState &now);
    void addMachine();
    void askForPasswords();
    void askForPassword(const capture::MachineState &machine);
    void togglePause();
    void clear();
    void undo();

    Workspace &m_workspace;
    QWidget *m_window;
    QAction *m_addMachine;
    bool m_asking = false;       // for a password
};

} // namespace ui
