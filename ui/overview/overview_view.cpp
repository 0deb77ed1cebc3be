// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/overview_view.h"

#include "ui/overview/figure_list.h"
#include "ui/overview/overview_figures.h"
#include "ui/overview/rate_chart.h"
#include "ui/theme/theme.h"

#include <QGridLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace ui {

OverviewView::OverviewView(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_chart(new RateChart(theme))
    , m_sums(new FigureList(theme, tr("TOTAL")))
    , m_statuses(new FigureList(theme, tr("STATUS")))
    , m_paths(new FigureList(theme, tr("SLOWEST PATHS")))
    , m_processes(new FigureList(theme, tr("BUSIEST PROCESSES")))
    , m_hosts(new FigureList(theme, tr("HOSTS")))
    , m_tls(new FigureList(theme, QStringLiteral("TLS")))
{
    setObjectName(QStringLiteral("overview"));
    setProperty("role", QStringLiteral("panel"));
    setAttribute(Qt::WA_StyledBackground);
    auto *chart = new QWidget(this);
    auto *heading = new QLabel(tr("EXCHANGES A SECOND"), chart);
    heading->setProperty("role", QStringLiteral("section"));
    heading->setContentsMargins(measure::margin, 6, measure::margin, 2);
    auto *chartLayout = new QVBoxLayout(chart);
    chartLayout->setContentsMargins(0, 0, 0, 0);
    chartLayout->setSpacing(0);
    chartLayout->addWidget(heading);
    chartLayout->addWidget(m_chart, 1);
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, measure::step);
    grid->setSpacing(0);
    grid->addWidget(chart, 0, 0, 1, 2);
    grid->addWidget(m_sums, 0, 2);
    grid->addWidget(m_statuses, 0, 3);
    grid->addWidget(m_paths, 1, 0);
    grid->addWidget(m_processes, 1, 1);
    grid->addWidget(m_hosts, 1, 2);
    grid->addWidget(m_tls, 1, 3);
    grid->setColumnStretch(0, 4);
    for (const int column : { 1, 2, 3 })
        grid->setColumnStretch(column, 3);
    for (const int row : { 0, 1 })
        grid->setRowStretch(row, 1);
    for (const FigureList *list : { m_sums, m_statuses, m_paths, m_processes, m_hosts, m_tls })
        connect(list, &FigureList::filterRequested, this, &OverviewView::filterRequested);
}

void OverviewView::show(const OverviewCounts &counts)
{
    m_chart->setTimes(counts.times());
    m_sums->model().setFigures(sumFigures(counts));
    m_statuses->model().setFigures(statusFigures(counts));
    m_paths->model().setFigures(pathFigures(counts, m_paths->room()));
    m_processes->model().setFigures(processFigures(counts, m_processes->room()));
    m_hosts->model().setFigures(hostFigures(counts, m_hosts->room()));
    m_tls->model().setFigures(tlsFigures(counts));
}

void OverviewView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    Q_EMIT resized();
}

} // namespace ui
