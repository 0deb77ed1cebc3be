// SPDX-License-Identifier: GPL-3.0-or-later
// Actions on the selected row.
#include "ui/main_window.h"

#include "app/exchange/other_side.h"
#include "app/exporters/curl.h"
#include "app/exporters/fetch.h"
#include "ui/bars/status_line.h"
#include "ui/background/in_background.h"
#include "ui/filter/filter_box.h"
#include "ui/models/exchange_cells.h"
#include "ui/models/format.h"
#include "ui/table/exchange_view.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QMenu>

namespace ui {

namespace {

QString quoted(const QString &field, const QString &value)
{
    const bool plain = !value.contains(QLatin1Char(' ')) && !value.contains(QLatin1Char('('));
    return field + QLatin1Char(':') + (plain ? value : QLatin1Char('"') + value + QLatin1Char('"'));
}

} // namespace

void MainWindow::copyUrl()
{
    QStringList urls;
    for (const uint32_t id : m_table->selectedIds())
        if (const QString url = urlText(m_capture.store(), id); !url.isEmpty())
            urls << url;
    if (urls.isEmpty())
        return m_status->say(tr("This row has no URL."));
    QApplication::clipboard()->setText(urls.join(QLatin1Char('\n')));
    m_status->say(urls.size() == 1 ? tr("URL copied") : tr("%1 URLs copied").arg(urls.size()));
}

void MainWindow::copyCurl() { copyRequest(&exporters::curlCommand, tr("Copied as cURL, secrets included")); }
void MainWindow::copyFetch() { copyRequest(&exporters::fetchCall, tr("Copied as fetch, secrets included")); }

// As the program sent it: a masked request could not be sent again.
void MainWindow::copyRequest(std::string (*write)(const exporters::SentRequest &), const QString &done)
{
    const exchange::ExchangeId id = m_table->currentId();
    if (id == base::noId || !m_capture.bodies() || urlText(m_capture.store(), id).isEmpty())
        return m_status->say(tr("This row is not an HTTP request."));
    inBackground(
        this,
        [entry = exporters::entrySource(m_capture.store(), id), bodies = m_capture.bodies(), write] {
            return write(exporters::sentRequest(entry, *bodies, nullptr));
        },
        [this, done](const std::string &text) {
            QApplication::clipboard()->setText(QString::fromStdString(text));
            m_status->say(done);
        });
}

void MainWindow::rowMenu(const QPoint &globalPosition)
{
    const exchange::ExchangeId id = m_table->currentId();
    const auto &store = m_capture.store();
    if (id >= store.size())
        return;
    QMenu menu(this);
    menu.setToolTipsVisible(true);
    const auto offer = [&](const QString &term) {
        menu.addAction(tr("Filter by %1").arg(term), this, [this, term] { m_filterBox->addTerm(term); });
    };
    const QString host = text(hostText(store, id)), process = text(processName(store, store.process(id)));
    if (!host.isEmpty())
        offer(quoted(QStringLiteral("host"), host));
    if (!process.isEmpty())
        offer(quoted(QStringLiteral("proc"), process));
    if (store.process(id) < store.processes().size())
        offer(QStringLiteral("pid:%1").arg(store.processes()[store.process(id)].pid));
    if (!store.method(id).empty())
        offer(QStringLiteral("method:") + clippedText(store.method(id), 32));
    if (store.status(id))
        offer(QStringLiteral("status:%1").arg(store.status(id)));
    if (store.connection(id) != base::noId)
        offer(QStringLiteral("connection:%1").arg(store.connection(id)));
    if (!host.isEmpty()) {
        const QString without = QLatin1Char('-') + quoted(QStringLiteral("host"), host);
        menu.addAction(tr("Hide %1").arg(host), this, [this, without] { m_filterBox->addTerm(without); });
    }
    menu.addSeparator();
    const exchange::ExchangeId peer = exchange::otherSide(store, id);
    const QString peerName = peer == base::noId ? QString() : text(processName(store, store.process(peer)));
    QAction *other = menu.addAction((peerName.isEmpty() ? tr("Show the other side") : tr("Show the other side, %1").arg(peerName)) + QStringLiteral("\tO"), this, &MainWindow::showOtherSide);
    other->setEnabled(peer != base::noId);
    other->setToolTip(peer != base::noId ? QString() : tr("The other end of this connection was not captured."));
    menu.addSeparator();
    const bool url = !urlText(store, id).isEmpty();
    QAction *copy = menu.addAction(tr("Copy URL\tCtrl+C"), this, &MainWindow::copyUrl);
    QAction *curl = menu.addAction(tr("Copy as cURL\tCtrl+Shift+C"), this, &MainWindow::copyCurl);
    QAction *fetch = menu.addAction(tr("Copy as fetch"), this, &MainWindow::copyFetch);
    for (QAction *action : { copy, curl, fetch }) {
        action->setEnabled(url);
        action->setToolTip(url ? QString() : tr("This row is not an HTTP request."));
    }
    menu.addSeparator();
    menu.addAction(tr("Export HAR …\tCtrl+Shift+S"), this, &MainWindow::exportDialog);
    menu.exec(globalPosition);
}

void MainWindow::showOtherSide()
{
    const exchange::ExchangeId peer = exchange::otherSide(m_capture.store(), m_table->currentId());
    if (peer == base::noId)
        return m_status->say(tr("The other end of this connection was not captured."));
    if (!m_exchanges.rowOf(peer))
        return m_status->say(tr("The filter hides the other side."));
    m_table->selectId(peer);
}

void MainWindow::nextOnConnection() { stepOnConnection(1); }
void MainWindow::previousOnConnection() { stepOnConnection(-1); }

// Among the visible rows, in order.
void MainWindow::stepOnConnection(int step)
{
    const auto &store = m_capture.store();
    const exchange::ExchangeId from = m_table->currentId();
    if (from == base::noId)
        return;
    for (int row = m_table->currentIndex().row() + step; row >= 0 && row < m_exchanges.rowCount(); row += step) {
        const exchange::ExchangeId id = m_exchanges.idAt(row);
        if (store.connection(id) == store.connection(from))
            return m_table->selectId(id);
    }
    m_status->say(step > 0 ? tr("This is the last row of this connection.") : tr("This is the first row of this connection."));
}

} // namespace ui
