// SPDX-License-Identifier: GPL-3.0-or-later
// Timing of the exchange; its connection, TLS and process.
#pragma once

#include "app/exchange/exchange.h"
#include "ui/details/field_list.h"
#include "ui/details/tabbed_pane.h"

#include <span>
#include <vector>

namespace ui {

class Theme;
class TcpPlot;
class TimingBars;

class FactsPane : public TabbedPane
{
    Q_OBJECT
public:
    enum Page { ExchangePage, ConnectionPage, TlsPage, ProcessPage };

    explicit FactsPane(Theme &, QWidget *parent = nullptr);

    // Connection and process are null if unknown. `series`: the connection's TCP figures. `first`: it is its first
    // exchange. `call`: of callRows().
    void showFacts(const exchange::Exchange &, const exchange::Connection *, std::span<const exchange::TcpFigures> series,
                   const exchange::Process *, bool first, const std::vector<FieldRow> &call = {});
    void clear();

    TimingBars *bars() const { return m_bars; }
    TcpPlot *plot() const { return m_plot; }
    FieldList *list(Page) const;

Q_SIGNALS:
    void filterRequested(const QString &term);

private:
    TimingBars *m_bars;
    TcpPlot *m_plot;
    exchange::ConnectionId m_connectionShown = base::noId;
    FieldList *m_exchange, *m_connection, *m_tls, *m_process;
};

} // namespace ui
