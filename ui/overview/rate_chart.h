// SPDX-License-Identifier: GPL-3.0-or-later
// Exchanges a second over the time of the capture, those with errors in front; the pointer reads off one bucket.
#pragma once

#include "ui/models/time_buckets.h"

#include <QWidget>

namespace ui {

class Theme;

class RateChart : public QWidget
{
    Q_OBJECT
public:
    explicit RateChart(const Theme &, QWidget *parent = nullptr);

    void setTimes(const TimeBuckets &);
    // What is read off at a place; empty if there is nothing.
    QString readOff(int x) const;

protected:
    void paintEvent(QPaintEvent *) override;
    void mouseMoveEvent(QMouseEvent *) override;
    void leaveEvent(QEvent *) override;

private:
    int bucketAt(int x) const;     // -1: none
    QRect plot() const;

    const Theme &m_theme;
    TimeBuckets m_times;
    int m_hover = -1;
};

} // namespace ui
