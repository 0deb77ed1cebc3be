// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/facts_pane.h"

#include "app/exchange/timing.h"
#include "ui/details/fact_rows.h"
#include "ui/details/tcp_plot.h"
#include "ui/details/timing_bars.h"
#include "ui/models/format.h"
#include "ui/theme/theme.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include <algorithm>

namespace ui {

FactsPane::FactsPane(Theme &theme, QWidget *parent)
    : TabbedPane(theme, tr("Timing"), parent), m_bars(new TimingBars(theme)), m_plot(new TcpPlot(theme)), m_exchange(new FieldList(theme)),
      m_connection(new FieldList(theme)), m_tls(new FieldList(theme)), m_process(new FieldList(theme))
{
    auto *page = new QWidget;
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_bars);
    layout->addWidget(m_exchange, 1);
    addPage(tr("Exchange"), page);
    auto *connectionPage = new QWidget;
    auto *connectionLayout = new QHBoxLayout(connectionPage);
    connectionLayout->setContentsMargins(0, 0, 0, 0);
    connectionLayout->setSpacing(0);
    connectionLayout->addWidget(m_connection, 1);
    connectionLayout->addWidget(m_plot, 1);
    addPage(tr("Connection"), connectionPage);
    addPage(QStringLiteral("TLS"), m_tls);
    addPage(tr("Process"), m_process);
    for (FieldList *list : {m_exchange, m_connection, m_tls, m_process})
        connect(list, &FieldList::filterRequested, this, &FactsPane::filterRequested);
    m_exchange->setAccessibleName(tr("Exchange"));
    m_connection->setAccessibleName(tr("Connection"));
    m_tls->setAccessibleName(QStringLiteral("TLS"));
    m_process->setAccessibleName(tr("Process"));
    clear();
}

FieldList *FactsPane::list(Page page) const
{
    switch (page) {
    case ExchangePage:
        return m_exchange;
    case ConnectionPage:
        return m_connection;
    case TlsPage:
        return m_tls;
    case ProcessPage:
        break;
    }
    return m_process;
}

void FactsPane::showFacts(const exchange::Exchange &e, const exchange::Connection *connection,
                          std::span<const exchange::TcpFigures> series, const exchange::Process *process, bool first,
                          const std::vector<FieldRow> &call)
{
    const exchange::Timing timing = exchange::timing(e, connection, first);
    m_bars->setBars(timingBars(timing, e.side, connection ? text(connection->tlsProtocol) : QString()));
    std::vector<FieldRow> rows = call;
    const std::vector<FieldRow> own = exchangeRows(e, timing);
    rows.insert(rows.end(), own.begin(), own.end());
    m_exchange->setRows(std::move(rows));
    m_connection->setRows(connection ? connectionRows(*connection, series) : std::vector<FieldRow>(), {},
                          tr("No information about the connection."));
    m_plot->setCurves(tcpCurves(series), timing.begin, timing.begin + std::max<base::Duration>(timing.total, 0), e.connection == m_connectionShown);
    m_plot->setVisible(!m_plot->isEmpty());
    m_connectionShown = e.connection;
    m_tls->setRows(connection ? tlsRows(*connection) : std::vector<FieldRow>(), {},
                   connection ? tr("This connection is not encrypted.") : tr("No information about the connection."));
    m_process->setRows(process ? processRows(*process, e.tid) : std::vector<FieldRow>(), {},
                       tr("No information about the process."));
}

void FactsPane::clear()
{
    m_bars->setBars({});
    m_plot->setCurves({}, 0, 0, false);
    m_plot->hide();
    m_connectionShown = base::noId;
    for (FieldList *list : {m_exchange, m_connection, m_tls, m_process})
        list->setRows({});
}

} // namespace ui
