// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/messages/messages_view.h"

#include "tests/ui/open_details.h"
#include "ui/body/body_view.h"
#include "ui/body/code_view.h"
#include "ui/body/scintilla.h"
#include "ui/details/message_pane.h"
#include "ui/messages/stream_view.h"
#include "ui/models/item_list_model.h"

#include <QApplication>
#include <QClipboard>
#include <QLineEdit>
#include <QTableView>
#include <QTest>
#include <QTextBlock>

using namespace ui;
using exchange::Item;
using exchange::Kind;
using protocols::Half;
using protocols::ItemKind;

class TestMessagesView : public support::DetailsTest
{
    Q_OBJECT

    base::Time m_now = support::noon + support::millisecond;

    void add(exchange::Exchange e)
    {
        exchange::Batch batch;
        e.id = m_store.size();
        batch.exchanges.push_back(std::move(e));
        m_store.apply(std::move(batch));
    }
    void message(exchange::ExchangeId id, Half half, ItemKind kind, const std::string &text)
    {
        exchange::Batch batch;
        m_now += support::millisecond;
        batch.items.emplace_back(id, Item{.half = half, .kind = kind, .begin = m_now, .end = m_now, .slices = {m_bodies->add(text)}, .wireBytes = text.size()});
        m_store.apply(std::move(batch));
        m_pane->refresh();
    }
    exchange::Exchange webSocket()
    {
        exchange::Exchange e = support::makeExchange(*m_bodies, "GET /chat HTTP/1.1\r\nHost: a\r\n\r\n", "", "HTTP/1.1 101 Switching\r\n\r\n", "");
        e.kind = Kind::Channel;
        e.protocol = protocols::Protocol::WebSocket;
        e.state = exchange::State::InProgress;
        return e;
    }
    MessagesView &view() { return *m_pane->messages(); }
    void show(exchange::ExchangeId id) { m_pane->showExchange(m_store, m_bodies, id); }
    QString code() { return view().body()->code()->text(); }

private Q_SLOTS:
    void init() { open(1400, 500); }
    void cleanup() { close(); }

    void showsTheMessagesOfAWebSocketAtOnce()
    {
        add(webSocket());
        show(0);
        MessagePane *response = m_pane->response();
        QTRY_COMPARE(response->currentPage(), int(MessagePane::Messages));
        QVERIFY(!response->isPageVisible(MessagePane::Body));
        QCOMPARE(response->tabText(MessagePane::Messages), QStringLiteral("Messages 0"));
        message(0, Half::Request, ItemKind::Text, "{\"b\":1}");
        message(0, Half::Response, ItemKind::Text, "{\"a\":2}");
        QCOMPARE(response->tabText(MessagePane::Messages), QStringLiteral("Messages 2"));
        // It follows: the newest is selected, and laid out like a body.
        QTRY_COMPARE(code(), QStringLiteral("{\n  \"a\": 2\n}"));
    }

    void staysWhereTheUserIsWhileMoreArrive()
    {
        add(webSocket());
        for (int i = 0; i < 50; ++i)
            message(0, Half::Request, ItemKind::Text, "message " + std::to_string(i));
        show(0);
        QTRY_VERIFY(code().contains(QStringLiteral("message 49")));
        QVERIFY(view().follows());
        view().table()->setCurrentIndex(view().model()->index(3, 0));
        QTRY_VERIFY(code().contains(QStringLiteral("message 3")));
        QVERIFY(!view().follows());
        message(0, Half::Request, ItemKind::Text, "message 50");
        QCOMPARE(view().table()->currentIndex().row(), 3);
        view().setFollows(true);
        QTRY_VERIFY(code().contains(QStringLiteral("message 50")));
        message(0, Half::Request, ItemKind::Text, "message 51");
        QTRY_VERIFY(code().contains(QStringLiteral("message 51")));
    }

    void namesEventsAndKeepsTheBodyBesideThem()
    {
        exchange::Exchange e = support::makeExchange(*m_bodies, "GET /e HTTP/1.1\r\n\r\n", "",
                                                     "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n", "data: 1\n\n");
        e.contentType = "text/event-stream";
        add(e);
        message(0, Half::Response, ItemKind::Event, "1");
        show(0);
        QTRY_VERIFY(m_pane->response()->settled());
        QCOMPARE(m_pane->response()->tabText(MessagePane::Messages), QStringLiteral("Events 1"));
        QVERIFY(m_pane->response()->isPageVisible(MessagePane::Body));
        QVERIFY(m_pane->response()->isPageVisible(MessagePane::Messages));
        QVERIFY(!view().follows());
    }

    void hidesThePageWhereThereAreNone()
    {
        add(webSocket());
        add(support::makeExchange(*m_bodies, "GET / HTTP/1.1\r\n\r\n", "", "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n", "x"));
        show(0);
        show(1);
        QTRY_VERIFY(m_pane->response()->settled());
        QVERIFY(!m_pane->response()->isPageVisible(MessagePane::Messages));
        QCOMPARE(m_pane->response()->currentPage(), int(MessagePane::Body));
    }

    void findsMessagesByTheirText()
    {
        add(webSocket());
        for (const char *text : {"one", "two", "three"})
            message(0, Half::Request, ItemKind::Text, text);
        show(0);
        view().setFollows(false);
        view().filterBox()->setText(QStringLiteral("t"));
        QTRY_COMPARE(view().model()->rowCount(), 2);
        QTRY_COMPARE(code(), QStringLiteral("two"));
        view().filterBox()->setText(QStringLiteral("nowhere"));
        QTRY_COMPARE(view().body()->sentence(), QStringLiteral("No matching messages."));
        view().filterBox()->clear();
        QTRY_COMPARE(view().model()->rowCount(), 3);
    }

    void copiesTheChosenMessage()
    {
        add(webSocket());
        message(0, Half::Request, ItemKind::Text, "take me");
        show(0);
        view().copy();
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("take me"));
    }

    void showsAConversationAsAStreamInTwoColours()
    {
        exchange::Exchange e;
        e.kind = Kind::Conversation;
        e.state = exchange::State::InProgress;
        e.request.begin = support::noon;
        add(e);
        message(0, Half::Response, ItemKind::Piece, "220 mail ready\r\n");
        message(0, Half::Request, ItemKind::Piece, "EHLO me\r\n");
        message(0, Half::Response, ItemKind::Piece, "250 hello\r\n");
        show(0);
        QTRY_COMPARE(m_pane->response()->currentPage(), int(MessagePane::Messages));
        StreamView *stream = view().stream();
        QTRY_VERIFY(stream->isVisible());
        QTRY_COMPARE(stream->toPlainText(), QStringLiteral("220 mail ready \nEHLO me \n250 hello "));
        const auto colourOf = [&](int block) {
            const QTextBlock line = stream->document()->findBlockByNumber(block);
            return line.begin().fragment().charFormat().foreground().color();
        };
        QCOMPARE(colourOf(0), m_theme->current().violet);
        QCOMPARE(colourOf(1), m_theme->current().accent);
        message(0, Half::Request, ItemKind::Piece, "QUIT\r\n");
        QTRY_VERIFY(stream->toPlainText().endsWith(QStringLiteral("QUIT ")));
        stream->setHex(true);
        QTRY_VERIFY(stream->toPlainText().startsWith(QStringLiteral("00000000  32 32 30 20")));
        view().setStream(false);
        QCOMPARE(view().model()->rowCount(), 4);
    }
};

QTEST_MAIN(TestMessagesView)
#include "tst_messages_view.moc"
