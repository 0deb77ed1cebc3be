// SPDX-License-Identifier: GPL-3.0-or-later
// The status bar: what is running, rows shown of the total, rates, bytes, and losses by cause.
#pragma once

#include "ui/theme/theme.h"

#include <QTimer>
#include <QWidget>

#include <deque>
#include <utility>

class QLabel;

namespace ui {

class ElidedLabel;
class Workspace;

class StatusLine : public QWidget
{
    Q_OBJECT
public:
    StatusLine(const Theme &, Workspace &, QWidget *parent = nullptr);

    // A temporary message at the right: "Saved …".
    void say(const QString &);

protected:
    void paintEvent(QPaintEvent *) override;

private:
    void tick();
    void showRows();
    void setHooks(const QString &);
    template <typename Label = QLabel> Label *label(const char *name);
    QString emphasised(const QString &strong, const QString &rest) const;
    void showLosses();
    void showHooks();

    const Theme &m_theme;
    Workspace &m_workspace;
    QLabel *m_state, *m_rows, *m_rate, *m_bytes, *m_lost, *m_masked;
    ElidedLabel *m_hooks;
    QTimer m_timer, m_quiet;
    std::deque<std::pair<qint64, uint32_t>> m_history; // ms, exchanges: for the rate over the last seconds
    QString m_hooksTip;
};

} // namespace ui
