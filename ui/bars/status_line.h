// SPDX-License-Identifier: GPL-3.0-or-later
// The status bar: what is running, rows shown of the total, rates, bytes, and losses by cause.
#pragma once

#include "app/exchange/store.h"
#include "ui/capture/capture_controller.h"
#include "ui/theme/theme.h"

#include <QTimer>
#include <QWidget>

#include <deque>
#include <utility>

class QLabel;

namespace ui {

class ElidedLabel;

class StatusLine : public QWidget
{
    Q_OBJECT
public:
    StatusLine(const Theme &, const CaptureController &, QWidget *parent = nullptr);

    // `searched`: exchanges still to be searched by the filter.
    void setRows(uint32_t shown, uint32_t total, size_t searched);
    void setPaused(bool);
    void setHooks(const QString &);
    // A temporary message at the right: "Saved …".
    void say(const QString &);

protected:
    void paintEvent(QPaintEvent *) override;

private:
    void tick();
    template <typename Label = QLabel> Label *label(const char *name);
    QString emphasised(const QString &strong, const QString &rest) const;
    void showLosses();
    void showAtRight(const QString &words);

    const Theme &m_theme;
    const CaptureController &m_capture;
    QLabel *m_state, *m_rows, *m_rate, *m_bytes, *m_lost;
    ElidedLabel *m_hooks;
    QTimer m_timer, m_quiet;
    std::deque<std::pair<qint64, uint32_t>> m_history; // ms, exchanges: for the rate over the last seconds
    uint32_t m_shown = 0, m_total = 0;
    size_t m_searched = 0;
    bool m_paused = false;
    QString m_hooksText;
};

} // namespace ui
