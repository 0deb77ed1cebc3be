// SPDX-License-Identifier: GPL-3.0-or-later
// The user's ways to open, save and export: keys, dialogs, and the questions about captures that no file holds.
#pragma once

#include "ui/workspace/capture_files.h"
#include "ui/workspace/leftover_captures.h"

#include <QObject>
#include <QString>
#include <QWidget>

#include <functional>

class QAction;
class QMenu;

namespace ui {

class Workspace;

class FileActions : public QObject
{
    Q_OBJECT
public:
    // The actions become the window's.
    FileActions(Workspace &, QWidget *window);

    // .cleartap or .har, by its extension. Asks first if that discards a capture.
    void open(const QString &path);
    void exportHar();
    // The dialog of the user's own masking rules.
    void editRules();
    // To the end of a menu.
    void addTo(QMenu &);
    QAction *exportAction() { return m_exportHar; }
    // Captures that a window left when it ended unexpectedly.
    void offerLeftover();
    // True if the window may close now. If a save is under way or chosen, mayCloseNow() follows it.
    bool mayClose();
    void setAsksBeforeDiscarding(bool asks) { m_asks = asks; }

Q_SIGNALS:
    void mayCloseNow();

private:
    QAction *add(const QString &text, const QKeySequence &key, void (FileActions::*does)());
    void showResults();
    void openDialog();
    void saveDialog();
    void saveMaskedDialog();
    void saveAs(const QString &title, const QString &name, const std::function<bool(const QString &path)> &save);
    bool mayDiscard(const QString &question);
    QMenu *descriptionsMenu();

    Workspace &m_workspace;
    QWidget *m_window;
    LeftoverCaptures m_leftovers;
    QAction *m_open, *m_save, *m_saveMasked, *m_exportHar;
    bool m_asks = true;
    bool m_closing = false;          // once saved
};

} // namespace ui
