// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/facts_pane.h"

#include "app/exchange/timing.h"
#include "ui/details/fact_rows.h"
#include "ui/details/field_list.h"
#include "ui/details/timing_bars.h"
#include "ui/models/format.h"
#include "ui/theme/theme.h"

#include <QVBoxLayout>

namespace ui {

FactsPane::FactsPane(Theme &theme, QWidget *parent)
    : TabbedPane(theme, QStringLiteral("Timing"), parent), m_bars(new TimingBars(theme)), m_exchange(new FieldList(theme)),
      m_connection(new FieldList(theme)), m_tls(new FieldList(theme)), m_process(new FieldList(theme))
{
    auto *page = new QWidget;
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_bars);
    layout->addWidget(m_exchange, 1);
    addPage(QStringLiteral("Exchange"), page);
    addPage(QStringLiteral("Connection"), m_connection);
    addPage(QStringLiteral("TLS"), m_tls);
    addPage(QStringLiteral("Process"), m_process);
    for (FieldList *list : {m_exchange, m_connection, m_tls, m_process})
        connect(list, &FieldList::filterRequested, this, &FactsPane::filterRequested);
    m_exchange->setAccessibleName(QStringLiteral("Exchange"));
    m_connection->setAccessibleName(QStringLiteral("Connection"));
    m_tls->setAccessibleName(QStringLiteral("TLS"));
    m_process->setAccessibleName(QStringLiteral("Process"));
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
                          std::span<const exchange::TcpFigures> series, const exchange::Process *process, bool first)
{
    const exchange::Timing timing = exchange::timing(e, connection, first);
    m_bars->setBars(timingBars(timing, e.side, connection ? text(connection->tlsProtocol) : QString()));
    m_exchange->setRows(exchangeRows(e, timing));
    m_connection->setRows(connection ? connectionRows(*connection, series) : std::vector<FieldRow>(), {},
                          QStringLiteral("No information about the connection."));
    m_tls->setRows(connection ? tlsRows(*connection) : std::vector<FieldRow>(), {},
                   connection ? QStringLiteral("This connection is not encrypted.") : QStringLiteral("No information about the connection."));
    m_process->setRows(process ? processRows(*process, e.tid) : std::vector<FieldRow>(), {},
                       QStringLiteral("No information about the process."));
}

void FactsPane::clear()
{
    m_bars->setBars({});
    for (FieldList *list : {m_exchange, m_connection, m_tls, m_process})
        list->setRows({});
}

} // namespace ui
