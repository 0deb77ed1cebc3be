// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/details_pane.h"

#include "tests/ui/open_details.h"
#include "ui/body/body_view.h"
#include "ui/body/code_view.h"
#include "ui/body/image_view.h"
#include "ui/body/json_tree_model.h"
#include "ui/body/json_page.h"
#include "ui/body/json_tree_view.h"
#include "ui/body/parts_view.h"
#include "ui/body/scintilla.h"
#include "ui/details/fact_rows.h"
#include "ui/details/facts_pane.h"
#include "ui/details/message_pane.h"
#include "ui/models/filter_terms.h"
#include "ui/details/timing_bars.h"
#include "ui/hex/hex_view.h"

#include <QApplication>
#include <QClipboard>
#include <QElapsedTimer>
#include <QFile>
#include <QPushButton>
#include <QTabBar>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QTreeWidget>

using namespace ui;

namespace {

constexpr const char *requestHead = "GET /v1/orders?limit=20&q=a%20b HTTP/1.1\r\nHost: api.local:8443\r\nuser-agent: curl/7.88.1\r\n"
                                    "Accept: */*\r\nCookie: session=51aa; theme=dark\r\n\r\n";
constexpr const char *responseHead = "HTTP/1.1 200 OK\r\nServer: nginx\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\n"
                                     "Set-Cookie: a=b; Path=/x; HttpOnly\r\n\r\n";

} // namespace

class TestDetailsPane : public support::DetailsTest
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        open(1200, 460);
        m_batch = {};
    }
    void cleanup() { close(); }

    void showsAnImportedBodyWhoseCodingIsOffAlready()
    {
        exchange::Exchange imported = support::makeExchange(*m_bodies, requestHead, "", responseHead, R"({"id":7781})");
        imported.contentEncoding.clear();
        add(std::move(imported));
        show();
        QCOMPARE(response()->body()->code()->editor()->text(), QStringLiteral("{\n  \"id\": 7781\n}"));
    }

    void showsTheDecodedBodyBesideTheRequestsHeaders()
    {
        add(support::makeExchange(*m_bodies, requestHead, "", responseHead, support::gzip(R"({"id":7781})")));
        show();
        QCOMPARE(response()->body()->code()->editor()->text(), QStringLiteral("{\n  \"id\": 7781\n}"));
        QCOMPARE(response()->summary(), QStringLiteral("JSON · 11 B · gzip 31 B · complete"));
        QStringList names;
        for (const FieldRow &row : request()->headers()->rows())
            names << row.cells[0];
        QCOMPARE(names, (QStringList{QStringLiteral("GET"), QStringLiteral("Host"), QStringLiteral("user-agent"), QStringLiteral("Accept"),
                                     QStringLiteral("Cookie")}));
        QVERIFY(request()->headers()->toPlainText().contains(QLatin1String("https://api.local:8443/v1/orders?limit=20")));
    }

    void informationalResponsesFollowTheHeaders()
    {
        exchange::Exchange e = support::makeExchange(*m_bodies, requestHead, "", "HTTP/1.1 200 OK\r\nServer: nginx\r\n\r\n", "x");
        e.interim = {m_bodies->add("HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n")};
        add(std::move(e));
        show();
        const std::vector<FieldRow> &rows = response()->headers()->rows();
        QCOMPARE(rows.size(), size_t(4));
        QCOMPARE(rows[1].cells[0], QStringLiteral("Server"));
        QCOMPARE(rows[2].cells[0], QStringLiteral("Before the response: 103 Early Hints"));
        QVERIFY(rows[2].heading);
        QCOMPARE(rows[3].cells, (QStringList{QStringLiteral("Link"), QStringLiteral("</a.css>; rel=preload")}));
        QVERIFY(!request()->headers()->toPlainText().contains(QLatin1String("Early Hints")));
    }

    void theLookThatIsChosenStays()
    {
        add(support::makeExchange(*m_bodies, requestHead, "", "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n", R"({"id":1})"));
        add(support::makeExchange(*m_bodies, requestHead, "", "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n", R"({"id":2})"));
        show();
        const auto buttons = response()->body()->lookButtons();
        QCOMPARE(buttons.size(), size_t(3));
        QVERIFY(buttons[0]->isChecked());
        QTest::mouseClick(buttons[1], Qt::LeftButton);
        settle();
        QCOMPARE(response()->body()->currentPage(), static_cast<QWidget *>(response()->body()->json()));
        show(1);
        QCOMPARE(response()->body()->tree()->model()->index(0, 1).data().toString(), QStringLiteral("2"));
        QTest::mouseClick(response()->body()->lookButtons()[2], Qt::LeftButton);
        settle();
        QCOMPARE(response()->body()->code()->text(), QStringLiteral("{\"id\":2}"));
    }

    void partsHaveTheirOwnView()
    {
        add(support::makeExchange(*m_bodies, requestHead, "", "HTTP/1.1 200 OK\r\nContent-Type: multipart/mixed; boundary=X\r\n\r\n",
                                  "--X\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nplain\r\n--X\r\n"
                                  "Content-Type: application/json\r\n\r\n{\"b\":1}\r\n--X--\r\n"));
        show();
        PartsView *parts = response()->body()->parts();
        QVERIFY(parts);
        QTRY_VERIFY(parts->settled());
        QCOMPARE(parts->body()->code()->text(), QStringLiteral("plain"));
        parts->list()->setCurrentItem(parts->list()->topLevelItem(1));
        QTRY_VERIFY(parts->settled());
        QCOMPARE(parts->body()->code()->text(), QStringLiteral("{\n  \"b\": 1\n}"));
        QVERIFY(!parts->body()->saveButton()->isHidden());
        const QTemporaryDir folder;
        parts->savePartTo(folder.filePath(QStringLiteral("part.json")));
        QFile saved(folder.filePath(QStringLiteral("part.json")));
        QVERIFY(saved.open(QIODevice::ReadOnly));
        QCOMPARE(saved.readAll(), QByteArray("{\"b\":1}"));
        parts->savePartTo(folder.filePath(QStringLiteral("no/such/file")));
        QVERIFY(parts->body()->notices().last().startsWith(QLatin1String("The file could not be written")));
    }

    void aTokenInAHeaderIsReadBesideIt()
    {
        add(support::makeExchange(*m_bodies, "GET / HTTP/1.1\r\nAuthorization: Bearer eyJhbGciOiJub25lIn0.eyJleHAiOjEzMDA4MTkzODB9.\r\n\r\n", "",
                                  responseHead, "x"));
        show();
        QVERIFY(request()->isPageVisible(MessagePane::Tokens));
        QVERIFY(!response()->isPageVisible(MessagePane::Tokens));
        QCOMPARE(request()->tokens()->rows()[3].cells,
                 (QStringList{QStringLiteral("exp"), QStringLiteral("1300819380"), QStringLiteral("2011-03-22 18:43:00 UTC")}));
    }

    void aBodyIsSavedAndSaidSo()
    {
        add(support::makeExchange(*m_bodies, requestHead, "", responseHead, support::gzip(R"({"id":7781})")));
        show();
        QVERIFY(response()->body()->saveButton()->isVisible());
        QTemporaryDir folder;
        response()->saveBodyTo(folder.filePath(QStringLiteral("body.json")), true);
        settle();
        QFile file(folder.filePath(QStringLiteral("body.json")));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray(R"({"id":7781})"));
        QVERIFY(response()->body()->notices().value(0).startsWith(QLatin1String("Saved 11 B to ")));
    }

    void tabsCountWhatTheyHold()
    {
        add(support::makeExchange(*m_bodies, requestHead, "", responseHead, "x"));
        show();
        QCOMPARE(request()->tabText(MessagePane::Query), QStringLiteral("Query 2"));
        QCOMPARE(request()->tabText(MessagePane::Cookies), QStringLiteral("Cookies 2"));
        QCOMPARE(response()->tabText(MessagePane::Headers), QStringLiteral("Headers 4"));
        QVERIFY(!response()->isPageVisible(MessagePane::Query));
        QCOMPARE(request()->query()->rows()[1].cells, (QStringList{QStringLiteral("q"), QStringLiteral("a b")}));
        QCOMPARE(response()->cookies()->rows()[0].cells,
                 (QStringList{QStringLiteral("a"), QStringLiteral("b"), QString(), QStringLiteral("/x"), QString(), QStringLiteral("HttpOnly")}));
    }

    void theChosenTabComesBackWithItsPage()
    {
        add(support::makeExchange(*m_bodies, requestHead, "", responseHead, "x"));
        add(support::makeExchange(*m_bodies, "GET / HTTP/1.1\r\n\r\n", "", responseHead, "x"));
        show();
        request()->setCurrentPage(MessagePane::Cookies);
        show(1);
        QCOMPARE(request()->currentPage(), int(MessagePane::Headers));
        show(0);
        QCOMPARE(request()->currentPage(), int(MessagePane::Cookies));
    }

    void readsTheBodyOnlyWhenItIsLookedAt()
    {
        add(support::makeExchange(*m_bodies, requestHead, "", responseHead, std::string(5000, ' ')));
        response()->setCurrentPage(MessagePane::Headers);
        show();
        QCOMPARE(m_bodies->reads.load(), 2); // two heads
        response()->setCurrentPage(MessagePane::Hex);
        QCOMPARE(response()->hex()->size(), uint64_t(5000));
    }

    void rawAndHexShowTheBytesAsSent()
    {
        add(support::makeExchange(*m_bodies, requestHead, "", "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n", "hello"));
        response()->setCurrentPage(MessagePane::Raw);
        show();
        QCOMPARE(response()->raw()->code()->text(), QStringLiteral("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nhello"));
        response()->setCurrentPage(MessagePane::Hex);
        QVERIFY(response()->hex()->lineText(0).endsWith(QLatin1String("hello")));
    }

    void anotherExchangeSupersedesOneThatLoadsSlowly()
    {
        add(support::makeExchange(*m_bodies, requestHead, "", "HTTP/1.1 200 OK\r\n\r\n", "first"));
        add(support::makeExchange(*m_bodies, requestHead, "", "HTTP/1.1 200 OK\r\n\r\n", "second"));
        fill();
        m_bodies->delayMs = 400;
        QElapsedTimer timer;
        timer.start();
        m_pane->showExchange(m_store, m_bodies, 0);
        m_pane->showExchange(m_store, m_bodies, 1);
        QVERIFY(timer.elapsed() < 300); // never waits for the file
        settle();
        QCOMPARE(response()->body()->code()->text(), QStringLiteral("second"));
        QTest::qWait(600);
        QCOMPARE(response()->body()->code()->text(), QStringLiteral("second"));
    }

    void aRunningExchangeGrowsInPlace()
    {
        exchange::Exchange e = support::makeExchange(*m_bodies, requestHead, "", "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n", "one ");
        e.state = exchange::State::InProgress;
        e.response.end = 0;
        e.response.complete = false;
        add(e);
        show();
        QVERIFY(response()->summary().endsWith(QLatin1String("receiving")));
        QCOMPARE(response()->body()->code()->text(), QStringLiteral("one "));
        e.response.body.push_back(m_bodies->add("two"));
        e.response.bodyBytes += 3;
        e.response.end = support::noon + 50 * support::millisecond;
        e.response.complete = true;
        e.state = exchange::State::Complete;
        exchange::Batch batch;
        batch.exchanges.push_back(e);
        m_store.apply(std::move(batch));
        m_pane->refresh();
        settle();
        QCOMPARE(response()->body()->code()->text(), QStringLiteral("one two"));
        QVERIFY(response()->summary().endsWith(QLatin1String("complete")));
    }

    void aRefreshWithoutNewsReadsNothing()
    {
        add(support::makeExchange(*m_bodies, requestHead, "", responseHead, support::gzip("[1]")));
        show();
        const int reads = m_bodies->reads;
        for (int i = 0; i < 20; ++i)
            m_pane->refresh();
        settle();
        QCOMPARE(m_bodies->reads.load(), reads);
    }

    void lostBytesAreSaid()
    {
        exchange::Exchange e = support::makeExchange(*m_bodies, requestHead, "", "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n", "part");
        e.response.bodyLost = 996;
        e.response.complete = false;
        add(e);
        show();
        QCOMPARE(response()->body()->notices(), QStringList{QStringLiteral("Captured 4 B of 1.0 kB; the rest was lost.")});
        QVERIFY(response()->summary().contains(QLatin1String("captured 4 B of 1.0 kB")));
    }

    void aClosedConnectionSaysHowMuchCame()
    {
        exchange::Exchange e = support::makeExchange(*m_bodies, requestHead, "", "HTTP/1.1 200 OK\r\nContent-Length: 2000\r\n\r\n", "part");
        e.response.fault = protocols::Fault::CutByClose;
        e.response.complete = false;
        add(e);
        show();
        QCOMPARE(response()->body()->notices(), QStringList{QStringLiteral("The connection was closed after 4 B of 2.0 kB.")});
    }

    void aLongBodyIsCutUntilAllOfItIsAskedFor()
    {
        std::string text;
        while (text.size() < 3'000'000)
            text += "a line of text that is repeated very often\n";
        add(support::makeExchange(*m_bodies, requestHead, "", "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n", text));
        show();
        QCOMPARE(response()->body()->code()->text().size(), qsizetype(shownMax));
        QPushButton *all = response()->body()->allButton();
        QVERIFY(all->isVisible());
        QCOMPARE(all->text(), QStringLiteral("Load all (3.0 MB)"));
        QTest::mouseClick(all, Qt::LeftButton);
        settle();
        QCOMPARE(response()->body()->code()->text().size(), qsizetype(text.size()));
        QVERIFY(!all->isVisible());
    }

    void anUnreadableConnectionSaysWhy()
    {
        exchange::Exchange e;
        e.id = 0;
        e.connection = 0;
        e.process = 0;
        e.kind = exchange::Kind::NotReadable;
        e.reason = "JSSE, no probe for this runtime";
        add(e);
        show();
        QCOMPARE(response()->body()->sentence(), QStringLiteral("Not readable: JSSE, no probe for this runtime."));
        QVERIFY(response()->summary().isEmpty());
    }

    void anAnswerWithoutABodySaysSo()
    {
        add(support::makeExchange(*m_bodies, requestHead, "", "HTTP/1.1 204 No Content\r\n\r\n", ""));
        show();
        QCOMPARE(response()->body()->sentence(), QStringLiteral("The response has no body."));
        QVERIFY(!response()->isPageVisible(MessagePane::Hex));
    }

    void bytesWithoutAHeadShowAsAConversation()
    {
        exchange::Exchange e = support::makeExchange(*m_bodies, "", "PING\n", "", "PONG\n");
        e.kind = exchange::Kind::Conversation;
        add(e);
        show();
        QVERIFY(!request()->isPageVisible(MessagePane::Headers));
        QCOMPARE(response()->body()->code()->text(), QStringLiteral("PONG\n"));
    }

    void aStatementIsReadAsText()
    {
        exchange::Exchange query = support::makeExchange(*m_bodies, "", "Q....select now()\0", "", "T....D....C....");
        query.kind = exchange::Kind::Query;
        query.protocol = protocols::Protocol::Postgres;
        query.path = "select now()";
        query.status = 0;
        query.outcome = protocols::Outcome::Error;
        query.result = "57014: canceling statement";
        add(std::move(query));
        show();
        QCOMPARE(request()->tabText(MessagePane::Body), QStringLiteral("Statement"));
        QCOMPARE(request()->currentPage(), int(MessagePane::Body));
        QCOMPARE(request()->body()->code()->editor()->text(), QStringLiteral("select now()"));
        QVERIFY(!request()->isPageVisible(MessagePane::Headers));
        QVERIFY(request()->isPageVisible(MessagePane::Hex));
        QCOMPARE(response()->tabText(MessagePane::Body), QStringLiteral("Answer"));
        QCOMPARE(response()->body()->code()->editor()->text(), QStringLiteral("57014: canceling statement"));
    }

    void aValueOffersItsFilter()
    {
        add(support::makeExchange(*m_bodies, requestHead, "", responseHead, "x"));
        show();
        QCOMPARE(request()->headers()->rows()[1].filter, QStringLiteral("host=api.local:8443"));
        QCOMPARE(response()->headers()->rows()[0].filter, QStringLiteral("status:200"));
        QCOMPARE(response()->headers()->rows()[1].filter, QStringLiteral("header:\"Server: nginx\""));
        QCOMPARE(request()->query()->rows()[1].filter, QStringLiteral("path:q=a%20b"));
        QCOMPARE(request()->cookies()->rows()[0].filter, QStringLiteral("header:session=51aa"));
        QString asked;
        connect(m_pane.get(), &DetailsPane::filterRequested, this, [&asked](const QString &term) { asked = term; });
        Q_EMIT request()->headers()->filterRequested(QStringLiteral("host:x"));
        QCOMPARE(asked, QStringLiteral("host:x"));
        QCOMPARE(filterTerm("proc", QStringLiteral("Web Content")), QStringLiteral("proc:\"Web Content\""));
    }

    void phasesStandInTheirOrderOnOneAxis()
    {
        add(support::makeExchange(*m_bodies, requestHead, "", responseHead, "x"));
        show();
        const auto &bars = m_pane->facts()->bars()->bars();
        QCOMPARE(m_pane->facts()->bars()->text(),
                 QStringLiteral("Connect: 2.0 ms\nTLS 1.3: 7.0 ms\nSending: 1.0 ms\nWaiting for server: 29 ms\nReceiving: 2.0 ms"));
        QCOMPARE(bars[1].start, 2 * support::millisecond);
        QCOMPARE(bars[3].colour, &Tokens::wait);
    }

    void aReusedConnectionHasNoHandshake()
    {
        add(support::makeExchange(*m_bodies, requestHead, "", responseHead, "x"));
        add(support::makeExchange(*m_bodies, requestHead, "", responseHead, "x"));
        show(1);
        QVERIFY(!m_pane->facts()->bars()->text().contains(QLatin1String("TLS")));
    }

    void whatIsNotKnownIsCalledUnknown()
    {
        add(support::makeExchange(*m_bodies, requestHead, "", responseHead, "x"));
        show();
        const QString tls = m_pane->facts()->list(FactsPane::TlsPage)->allText();
        QVERIFY(tls.contains(QLatin1String("Protocol: TLS 1.3")));
        QVERIFY(tls.contains(QLatin1String("Cipher: unknown")));
        QVERIFY(tls.contains(QLatin1String("Tied to the socket by: nested call")));
        const QString process = m_pane->facts()->list(FactsPane::ProcessPage)->allText();
        QVERIFY(process.contains(QLatin1String("Command line: curl -d 'it'\\''s'")));
        QVERIFY(!process.contains(QLatin1String("Container")));
        QVERIFY(m_pane->facts()->list(FactsPane::ConnectionPage)->allText().contains(QLatin1String("Remote address: 127.0.0.1:8443")));
    }

    void selectedLinesAreCopiedWithTheirNames()
    {
        add(support::makeExchange(*m_bodies, requestHead, "", responseHead, "x"));
        show();
        request()->headers()->selectAll();
        request()->headers()->copy();
        QVERIFY(QApplication::clipboard()->text().contains(QLatin1String("Host: api.local:8443\nuser-agent: curl/7.88.1\n")));
        request()->headers()->copyAll();
        QVERIFY(QApplication::clipboard()->text().endsWith(QLatin1String("Cookie: session=51aa; theme=dark")));
    }

    void markupInCapturedTextStaysText()
    {
        add(support::makeExchange(*m_bodies, "GET / HTTP/1.1\r\nX: <b>no</b><img src=x>\r\n\r\n", "", responseHead, "x"));
        show();
        QVERIFY(request()->headers()->toPlainText().contains(QLatin1String("<b>no</b><img src=x>")));
    }

    void clearLeavesNothingBehind()
    {
        add(support::makeExchange(*m_bodies, requestHead, "", responseHead, support::gzip("[1]")));
        show();
        m_pane->clear();
        m_pane->refresh();
        QCOMPARE(m_pane->shown(), base::noId);
        QVERIFY(request()->headers()->rows().empty());
        QVERIFY(response()->body()->code()->text().isEmpty());
        m_pane->showExchange(m_store, m_bodies, 99);
        QCOMPARE(m_pane->shown(), base::noId);
    }

    void tabsAndSplittersAreRemembered()
    {
        response()->setCurrentPage(MessagePane::Raw);
        DetailsPane another(*m_theme);
        QCOMPARE(another.response()->currentPage(), int(MessagePane::Raw));
    }

    void aThousandHeadersAreShownQuickly()
    {
        std::string head = "GET / HTTP/1.1\r\n";
        for (int i = 0; i < 1000; ++i)
            head += "X-Header-" + std::to_string(i) + ": a value of ordinary length, number " + std::to_string(i) + "\r\n";
        add(support::makeExchange(*m_bodies, head + "\r\n", "", responseHead, "x"));
        QElapsedTimer timer;
        timer.start();
        show();
        qInfo("1000 headers: %lld ms", timer.elapsed());
        QCOMPARE(request()->headers()->rows().size(), size_t(1001));
        QVERIFY(timer.elapsed() < 5000);
    }

private:
    MessagePane *request() const { return m_pane->request(); }
    MessagePane *response() const { return m_pane->response(); }
    void add(exchange::Exchange e)
    {
        e.id = exchange::ExchangeId(m_batch.exchanges.size());
        m_batch.exchanges.push_back(std::move(e));
    }
    void fill()
    {
        if (m_store.size() == 0) {
            m_batch.processes.push_back(support::makeProcess());
            m_batch.connections.push_back(support::makeConnection());
            m_store.apply(std::move(m_batch));
        }
        m_batch = {};
    }
    void show(exchange::ExchangeId id = 0)
    {
        fill();
        m_pane->showExchange(m_store, m_bodies, id);
        settle();
    }
    void settle() { QTRY_VERIFY_WITH_TIMEOUT(request()->settled() && response()->settled(), 10000); }

    exchange::Batch m_batch;
};

QTEST_MAIN(TestDetailsPane)
#include "tst_details_pane.moc"
