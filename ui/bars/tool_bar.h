// SPDX-License-Identifier: GPL-3.0-or-later
// The tool bar: start or stop, scope, pause, clear, filter, export, theme.
#pragma once

#include "ui/workspace/scope.h"
#include "ui/theme/theme.h"

#include <QWidget>

class QMenu;
class QPushButton;
class QToolButton;

namespace ui {

class FilterBox;
class Workspace;

class ToolBar : public QWidget
{
    Q_OBJECT
public:
    ToolBar(Theme &, Workspace &, FilterBox *, QWidget *parent = nullptr);

    // For the button at the right end; not owned.
    void setMenu(QMenu *);

Q_SIGNALS:
    void startWanted();
    void stopWanted();
    void scopeWanted(ui::Scope::Kind);
    void pauseToggled(bool);
    void clearWanted();
    void exportWanted();
    void themeToggled();

private:
    void refresh();
    void showScope(const Scope &);
    void showPaused(bool);
    QToolButton *iconButton(const QString &name, const QString &icon, const QString &tip);

    Theme &m_theme;
    Workspace &m_workspace;
    QPushButton *m_start, *m_scope, *m_export;
    QToolButton *m_pause, *m_clear, *m_themeButton, *m_more;
};

} // namespace ui
