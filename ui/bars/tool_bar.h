// SPDX-License-Identifier: GPL-3.0-or-later
// The tool bar: start or stop, scope, pause, clear, filter, export, theme.
#pragma once

#include "ui/capture/capture_controller.h"
#include "ui/capture/scope.h"
#include "ui/theme/theme.h"

#include <QWidget>

class QMenu;
class QPushButton;
class QToolButton;

namespace ui {

class FilterBox;

class ToolBar : public QWidget
{
    Q_OBJECT
public:
    ToolBar(Theme &, FilterBox *filter, QWidget *parent = nullptr);

    void setPhase(CaptureController::Phase);
    void setScope(const Scope &);
    // The rows that can be cleared and exported.
    void setRows(uint32_t shown, uint32_t total);
    void setPaused(bool);
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
    QToolButton *iconButton(const QString &name, const QString &icon, const QString &tip);

    Theme &m_theme;
    CaptureController::Phase m_phase = CaptureController::Phase::Idle;
    uint32_t m_shown = 0, m_total = 0;
    QPushButton *m_start, *m_scope, *m_export;
    QToolButton *m_pause, *m_clear, *m_themeButton, *m_more;
};

} // namespace ui
