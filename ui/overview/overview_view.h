// SPDX-License-Identifier: GPL-3.0-or-later
// What was captured in sum: exchanges a second, status classes, slowest paths, busiest processes, hosts, TLS versions.
#pragma once

#include "ui/models/overview_counts.h"

#include <QWidget>

namespace ui {

class FigureList;
class RateChart;
class Theme;

class OverviewView : public QWidget
{
    Q_OBJECT
public:
    explicit OverviewView(const Theme &, QWidget *parent = nullptr);

    void show(const OverviewCounts &);
    RateChart *chart() const { return m_chart; }
    FigureList *sums() const { return m_sums; }
    FigureList *statuses() const { return m_statuses; }
    FigureList *paths() const { return m_paths; }
    FigureList *processes() const { return m_processes; }
    FigureList *hosts() const { return m_hosts; }
    FigureList *tls() const { return m_tls; }

Q_SIGNALS:
    void filterRequested(const QStringList &terms);
    // There is room for more or fewer rows.
    void resized();

protected:
    void resizeEvent(QResizeEvent *) override;

private:
    RateChart *m_chart;
    FigureList *m_sums, *m_statuses, *m_paths, *m_processes, *m_hosts, *m_tls;
};

} // namespace ui
