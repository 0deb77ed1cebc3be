// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/screenshot.h"

#include "ui/body/scintilla.h"
#include "ui/details/details_pane.h"
#include "ui/details/facts_pane.h"
#include "ui/details/message_pane.h"
#include "ui/filter/filter_box.h"
#include "ui/window/main_window.h"
#include "ui/message_log.h"
#include "ui/messages/messages_view.h"
#include "ui/models/item_list_model.h"
#include "ui/models/exchange_cells.h"

#include <QApplication>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QPixmap>
#include <QTimer>

#include <algorithm>

namespace ui {

namespace {

constexpr int settleMs = 600;        // for bodies, which are read on another thread
constexpr int reportedRowsMax = 1000;

QCommandLineOption hidden(const QString &name, const QString &value = {})
{
    QCommandLineOption option(name, QString(), value);
    option.setFlags(QCommandLineOption::HiddenFromHelp);
    return option;
}

QJsonArray shownRows(const ExchangeTableModel &model)
{
    QJsonArray rows;
    for (int row = 0; row < std::min(model.rowCount(), reportedRowsMax); ++row) {
        QJsonObject cells;
        for (int column = 0; column < columnCount; ++column)
            cells[QLatin1String(columnKey(Column(column)))] = model.index(row, column).data(Qt::AccessibleTextRole).toString();
        rows.append(cells);
    }
    return rows;
}

DetailsPane &details(MainWindow &window) { return *window.findChild<DetailsPane *>(); }

} // namespace

void Screenshot::addOptions(QCommandLineParser &parser)
{
    parser.addOptions({
        hidden(QStringLiteral("screenshot"), QStringLiteral("png")),
        hidden(QStringLiteral("report"), QStringLiteral("json")),
        hidden(QStringLiteral("after"), QStringLiteral("ms")),
        hidden(QStringLiteral("select"), QStringLiteral("part of a URL")),
        hidden(QStringLiteral("filter"), QStringLiteral("expression")),
        hidden(QStringLiteral("size"), QStringLiteral("WxH")),
        hidden(QStringLiteral("theme"), QStringLiteral("light|dark")),
        hidden(QStringLiteral("page"), QStringLiteral("of the response")),
        hidden(QStringLiteral("facts"), QStringLiteral("page of the exchange's facts")),
        hidden(QStringLiteral("compare")),
        hidden(QStringLiteral("messages-log"), QStringLiteral("jsonl")),
        hidden(QStringLiteral("start")),
    });
}

Screenshot::Screenshot(const QCommandLineParser &parser)
    : m_picture(parser.value(QStringLiteral("screenshot")))
    , m_report(parser.value(QStringLiteral("report")))
    , m_select(parser.value(QStringLiteral("select")))
    , m_filter(parser.value(QStringLiteral("filter")))
    , m_page(parser.value(QStringLiteral("page")))
    , m_facts(parser.value(QStringLiteral("facts")))
    , m_messagesLog(parser.value(QStringLiteral("messages-log")))
    , m_size(parser.value(QStringLiteral("size")))
    , m_afterMs(parser.value(QStringLiteral("after")).toInt())
    , m_start(parser.isSet(QStringLiteral("start")))
    , m_compare(parser.isSet(QStringLiteral("compare")))
{
}

bool Screenshot::isWanted() const
{
    return !m_picture.isEmpty() || !m_report.isEmpty();
}

void Screenshot::run(MainWindow &window) const
{
    if (const auto parts = m_size.split(QLatin1Char('x')); parts.size() == 2)
        window.resize(parts[0].toInt(), parts[1].toInt());
    if (m_start)
        window.workspace().launch().start();
    if (!m_filter.isEmpty())
        window.filterBox().setFilterText(m_filter);
    if (!isWanted())
        return;
    window.closeWithoutAsking();
    if (!m_messagesLog.isEmpty()) {
        new MessageLog(*details(window).messages(), m_messagesLog);
        // Selected as soon as it is there, as by a user who waits for it.
        QObject::connect(&window.workspace().exchanges(), &QAbstractItemModel::rowsInserted, &window, [this, &window] {
            if (details(window).shown() == base::noId)
                select(window);
        });
        // Their page appears with the first one.
        const auto turn = [&window] {
            QTimer::singleShot(0, &window, [&window] {
                if (MessagePane *response = details(window).response(); response->isPageVisible(MessagePane::Messages))
                    response->setCurrentPage(MessagePane::Messages);
            });
        };
        QObject::connect(details(window).messages()->model(), &QAbstractItemModel::modelReset, &window, turn);
    }
    QTimer::singleShot(m_afterMs, &window, [this, &window] {
        if (m_messagesLog.isEmpty())
            select(window);
        QTimer::singleShot(settleMs, &window, [this, &window] { finish(window); });
    });
}

bool Screenshot::select(MainWindow &window) const
{
    const ExchangeTableModel &model = window.workspace().exchanges();
    for (int i = 0; i < model.rowCount() && !m_select.isEmpty(); ++i) {
        const int row = m_compare ? model.rowCount() - 1 - i : i;   // the latest has others before it
        if (!urlText(window.workspace().capture().store(), model.idAt(row)).contains(m_select))
            continue;
        window.workspace().choose(model.idAt(row));
        const MessagePane::Page pages[] = {MessagePane::Headers, MessagePane::Body, MessagePane::Hex, MessagePane::Messages, MessagePane::Conversation};
        for (const MessagePane::Page page : pages)
            if (!m_page.isEmpty() && details(window).response()->tabText(page).startsWith(m_page))
                details(window).response()->setCurrentPage(page);
        for (const FactsPane::Page page : { FactsPane::ExchangePage, FactsPane::ConnectionPage, FactsPane::TlsPage, FactsPane::ProcessPage })
            if (!m_facts.isEmpty() && details(window).facts()->tabText(page).startsWith(m_facts))
                details(window).facts()->setCurrentPage(page);
        if (m_compare)
            window.workspace().compare(window.workspace().previousLike(model.idAt(row)), model.idAt(row));
        return true;
    }
    return false;
}

void Screenshot::finish(MainWindow &window) const
{
    bool written = true;
    if (!m_picture.isEmpty())
        written = window.grab().save(m_picture);
    if (!m_report.isEmpty()) {
        QJsonArray bodies, labels;
        for (const auto *view : window.findChildren<QsciScintilla *>())
            if (!view->text().isEmpty())
                bodies.append(view->text());
        for (const auto *label : window.findChildren<QLabel *>())
            if (label->isVisible() && !label->text().isEmpty())
                labels.append(label->text());
        const QJsonObject report { { QStringLiteral("rows"), shownRows(window.workspace().exchanges()) },
                                   { QStringLiteral("shown"), int(window.workspace().exchanges().shown()) },
                                   { QStringLiteral("total"), int(window.workspace().exchanges().total()) },
                                   { QStringLiteral("bodies"), bodies },
                                   { QStringLiteral("labels"), labels } };
        QFile file(m_report);
        written = file.open(QIODevice::WriteOnly) && file.write(QJsonDocument(report).toJson()) > 0 && written;
    }
    window.workspace().capture().stop();
    QApplication::exit(written ? 0 : 4);
}

} // namespace ui
