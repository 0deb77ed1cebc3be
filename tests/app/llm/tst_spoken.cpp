// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/llm/spoken.h"
#include "tests/support/deflated.h"
#include "tests/support/memory_bodies.h"

#include <QRegularExpression>
#include <QTest>

using namespace llm;

class TestSpoken : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void decodesBothHalves()
    {
        support::MemoryBodies bodies;
        exchange::Exchange call;
        call.dialect = Dialect::OllamaChat;
        call.path = "/api/chat";
        call.request.head = {bodies.add("POST /api/chat HTTP/1.1\r\nContent-Encoding: gzip\r\n\r\n")};
        call.request.body = {bodies.add(support::gzip(R"({"model":"m"})"))};
        call.request.end = 5;
        call.contentEncoding = "gzip";
        call.response.body = {bodies.add(support::gzip(R"({"done":true})"))};
        const Spoken spoken = readSpoken(call, {}, bodies);
        QCOMPARE(spoken.request, std::string(R"({"model":"m"})"));
        QVERIFY(!spoken.streamed);
        QCOMPARE(spoken.answer.size(), size_t(1));
        QCOMPARE(spoken.answer[0].json, std::string(R"({"done":true})"));
        QCOMPARE(spoken.answer[0].time, base::Time(0));
        QCOMPARE(spoken.requestEnd, base::Time(5));
    }

    void eventsAndLinesArePieces()
    {
        support::MemoryBodies bodies;
        exchange::Exchange call;
        call.dialect = Dialect::OpenAiChat;
        exchange::ItemList items;
        const auto add = [&](protocols::Half half, protocols::ItemKind kind, const char *text, base::Time end) {
            items.add({.half = half, .kind = kind, .begin = end - 1, .end = end, .slices = {bodies.add(text)}});
        };
        add(protocols::Half::Response, protocols::ItemKind::Event, R"({"a":1})", 11);
        add(protocols::Half::Response, protocols::ItemKind::Piece, "not captured", 12);
        add(protocols::Half::Request, protocols::ItemKind::Record, "asked", 13);
        add(protocols::Half::Response, protocols::ItemKind::Record, "[DONE]", 14);
        const Spoken spoken = readSpoken(call, items, bodies);
        QVERIFY(spoken.streamed);
        QCOMPARE(spoken.answer.size(), size_t(2));
        QCOMPARE(spoken.answer[0].json, std::string(R"({"a":1})"));
        QCOMPARE(spoken.answer[1].time, base::Time(14));
    }

    void whatCannotBeReadIsEmpty()
    {
        support::MemoryBodies bodies;
        exchange::Exchange call;
        call.dialect = Dialect::OpenAiChat;
        call.request.body = {{1'000'000, 50, 0}};
        call.response.body = {{1'000'000, 50, 0}};
        const Transcript transcript = readTranscript(readSpoken(call, {}, bodies));
        QVERIFY(transcript.turns.empty());
        QVERIFY(transcript.answers.empty());
    }
};

QTEST_GUILESS_MAIN(TestSpoken)
#include "tst_spoken.moc"
