// SPDX-License-Identifier: GPL-3.0-or-later
// The phases of an exchange as bars on one time axis, each with its duration.
#pragma once

#include "app/exchange/timing.h"
#include "ui/theme/tokens.h"

#include <QString>
#include <QWidget>

#include <vector>

namespace ui {

class Theme;

struct TimingBar {
    QString label;
    base::Duration start = 0;      // ns since the exchange's begin
    base::Duration length = 0;
    QColor Tokens::*colour = nullptr;
};

// Only the known phases, in order. `tlsProtocol` names the handshake if known.
std::vector<TimingBar> timingBars(const exchange::Timing &, base::Side, const QString &tlsProtocol);

class TimingBars : public QWidget
{
    Q_OBJECT
public:
    explicit TimingBars(Theme &, QWidget *parent = nullptr);

    void setBars(std::vector<TimingBar>);
    const std::vector<TimingBar> &bars() const { return m_bars; }
    // "Connect: 1.1 ms" lines.
    QString text() const;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *) override;
    void keyPressEvent(QKeyEvent *) override;
    void contextMenuEvent(QContextMenuEvent *) override;
    bool event(QEvent *) override;

private:
    void copy() const;

    Theme &m_theme;
    std::vector<TimingBar> m_bars;
};

} // namespace ui
