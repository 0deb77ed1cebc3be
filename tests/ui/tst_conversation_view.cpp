// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/conversation/conversation_view.h"

#include "tests/ui/open_details.h"
#include "ui/details/message_pane.h"

#include <QTest>

using namespace ui;

namespace {

constexpr const char *requestHead = "POST /v1/chat/completions HTTP/1.1\r\nHost: models.local\r\nContent-Type: application/json\r\n\r\n";
constexpr const char *answerHead = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n";
constexpr const char *request = "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"system\",\"content\":\"Be brief.\"},{\"role\":\"user\",\"content\":\"Weather in Rome?\"}],\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"get_weather\"}}]}";
constexpr const char *answer = "{\"object\":\"chat.completion\",\"model\":\"gpt-4o-2024\",\"choices\":[{\"index\":0,\"finish_reason\":\"tool_calls\",\"message\":{\"role\":\"assistant\",\"content\":\"I will look.\",\"tool_calls\":[{\"id\":\"c1\",\"function\":{\"name\":\"get_weather\",\"arguments\":\"{\\\"city\\\":\\\"Rome\\\"}\"}}]}}],\"usage\":{\"prompt_tokens\":97,\"completion_tokens\":19}}";

} // namespace

class TestConversationView : public support::DetailsTest
{
    Q_OBJECT
private Q_SLOTS:
    void init() { open(1200, 460); }
    void cleanup() { close(); }

    void theTabShowsWhatWasSaid()
    {
        call();
        m_pane->showExchange(m_store, m_bodies, 0);
        QVERIFY(m_pane->response()->isPageVisible(MessagePane::Conversation));
        QCOMPARE(m_pane->response()->tabText(MessagePane::Conversation), QStringLiteral("Conversation"));
        m_pane->response()->setCurrentPage(MessagePane::Conversation);
        QTRY_VERIFY(m_pane->conversation()->settled() && !m_pane->conversation()->toPlainText().isEmpty());
        QCOMPARE(m_pane->conversation()->toPlainText(),
                 QStringLiteral("gpt-4o, answered by gpt-4o-2024 (OpenAI chat completions) · 97 tokens in, 19 tokens out · Ended by tool_calls · Tools offered: 1\n"
                                "Tools: get_weather\nSystem\nBe brief.\nUser\nWeather in Rome?\nAssistant\nI will look.\nCalls get_weather (c1)\n{\n  \"city\": \"Rome\"\n}"));
        m_theme->toggle();
        QVERIFY(m_pane->conversation()->toPlainText().endsWith(QLatin1Char('}')));
    }

    void anAnswerThatGrowsIsReadAgain()
    {
        exchange::Exchange e = call(false);
        m_pane->showExchange(m_store, m_bodies, 0);
        m_pane->response()->setCurrentPage(MessagePane::Conversation);
        QTRY_VERIFY(m_pane->conversation()->toPlainText().contains(QLatin1String("Weather in Rome?")));
        QVERIFY(!m_pane->conversation()->toPlainText().contains(QLatin1String("I will look.")));
        exchange::Batch batch;
        batch.items.emplace_back(0, exchange::Item{.half = protocols::Half::Response, .kind = protocols::ItemKind::Event, .end = support::noon,
                                                   .slices = {m_bodies->add("{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"I will look.\"}}]}")}});
        e.request.body.clear();
        batch.exchanges = {e};
        m_store.apply(std::move(batch));
        m_pane->refresh();
        QTRY_VERIFY(m_pane->conversation()->toPlainText().contains(QLatin1String("I will look.")));
    }

    void anyOtherExchangeHasNoSuchTab()
    {
        call();
        exchange::Batch batch;
        batch.exchanges = {support::makeExchange(*m_bodies, requestHead, request, answerHead, "{}")};
        batch.exchanges[0].id = 1;
        m_store.apply(std::move(batch));
        m_pane->showExchange(m_store, m_bodies, 0);
        m_pane->response()->setCurrentPage(MessagePane::Conversation);
        m_pane->showExchange(m_store, m_bodies, 1);
        QVERIFY(!m_pane->response()->isPageVisible(MessagePane::Conversation));
        QVERIFY(m_pane->response()->currentPage() != MessagePane::Conversation);
        m_pane->showExchange(m_store, m_bodies, 0);
        QCOMPARE(m_pane->response()->currentPage(), int(MessagePane::Conversation));
        QTRY_VERIFY(m_pane->conversation()->toPlainText().contains(QLatin1String("I will look.")));
        m_pane->clear();
        QVERIFY(m_pane->conversation()->toPlainText().isEmpty());
    }

private:
    exchange::Exchange call(bool complete = true)
    {
        exchange::Exchange e = support::makeExchange(*m_bodies, requestHead, request, answerHead, complete ? answer : "");
        e.dialect = protocols::Dialect::OpenAiChat;
        e.operation = "gpt-4o";
        e.state = complete ? exchange::State::Complete : exchange::State::InProgress;
        exchange::Batch batch;
        batch.processes = {support::makeProcess()};
        batch.connections = {support::makeConnection()};
        batch.exchanges = {e};
        m_store.apply(std::move(batch));
        return e;
    }

};

QTEST_MAIN(TestConversationView)
#include "tst_conversation_view.moc"
