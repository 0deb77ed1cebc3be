// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/postgres/postgres_parser.h"
#include "tests/app/protocols/packet_script.h"
#include "tests/app/protocols/transcript_rows.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QTest>

using namespace protocols;

class TestPostgresParser : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void saysWhatTheTranscriptSays_data() { test::addTranscripts({{"postgres", 14}}); }
    void saysWhatTheTranscriptSays() { test::compareWithTranscript(postgres::create, test::parsePacketScript); }

    void recognisesItsFirstBytes_data()
    {
        test::addFirstBytes({
            {"startup", "pg0 4:196608 z:user z:me 1:0", true, true, Verdict::Yes},
            {"startup of version 2", "pg0 4:131072 z:user z:me 1:0", true, true, Verdict::No},
            {"wish for TLS", "pg0 4:80877103", true, true, Verdict::Yes},
            {"half a startup", "2:0 1:0", true, true, Verdict::NeedMore},
            {"TLS", "1:22 1:3 1:1 2:512", true, true, Verdict::No},
            {"DNS over TCP", "2:29 2:7 2:256 2:1", true, true, Verdict::No},
            {"query in the middle", "pg Q z:SELECT\\s1", true, false, Verdict::Yes},
            {"half a query in the middle", "1:81 4:100 t:SELECT", true, false, Verdict::NeedMore},
            {"binary in the middle", "1:81 4:100 1:1 1:2", true, false, Verdict::No},
            {"bind in the middle", "pg B z: z:s 2:0 2:1 s4:x 2:0", true, false, Verdict::Yes},
            {"sync in the middle", "pg S", true, false, Verdict::Yes},
            {"put of HTTP in the middle", "t:PUT\\s/x\\sHTTP/1.1", true, false, Verdict::No},
            {"row in the middle", "pg D 2:1 s4:1", false, false, Verdict::Yes},
            {"row that does not fit in the middle", "1:68 4:12 2:1 4:9 1:1 1:1", false, false, Verdict::No},
            {"ready in the middle", "pg Z t:I", false, false, Verdict::Yes},
            {"answer of HTTP in the middle", "t:HTTP/1.1\\s200\\sOK", false, false, Verdict::No},
        });
    }
    void recognisesItsFirstBytes() { test::compareVerdict(postgres::recognise, test::packetBytes); }

    void takesALongStatementOfAConnectionJoinedLate()
    {
        const auto verdict = [](const std::string &text) {
            const std::string bytes = std::string("Q\0\0\xc7\x39", 5) + text;
            return postgres::recognise(std::as_bytes(std::span(bytes)), Direction::Sent, base::Side::Client, false);
        };
        // 51 KB will come; the first piece has part of them.
        QCOMPARE(int(verdict("SELECT '" + std::string(4000, 'x'))), int(Verdict::Yes));
        QCOMPARE(int(verdict("/* by me */\n insert into t values ('" + std::string(300, 'x'))), int(Verdict::Yes));
        QCOMPARE(int(verdict("SELECT 1")), int(Verdict::NeedMore));
        QCOMPARE(int(verdict("words " + std::string(4000, 'x'))), int(Verdict::NeedMore));
        QCOMPARE(int(verdict("SELECT '" + std::string(200, 'x') + '\1' + std::string(4000, 'x'))), int(Verdict::No));
    }

    void saysHowMuchIsCutOfALongValue()
    {
        const auto big = [](size_t value) { return std::string{char(value >> 24), char(value >> 16), char(value >> 8), char(value)}; };
        for (const size_t size : {size_t(65536), size_t(100'000), size_t(1'000'000)}) {
            const std::string row = 'D' + big(size + 16) + std::string("\0\2", 2) + big(size) + std::string(size, 'x') + big(2) + "hi";
            test::Recorder recorder;
            const auto parser = postgres::create(Direction::Sent, false, {}, recorder);
            test::play({{test::Step::Kind::Bytes, Direction::Sent, std::string("Q\0\0\0\x0dSELECT 1\0", 14)},
                        {test::Step::Kind::Bytes, Direction::Received, row + std::string("C\0\0\0\x0dSELECT 1\0Z\0\0\0\5I", 20)}},
                       *parser, 10'000);
            const QByteArray text(recorder.derived.data(), qsizetype(recorder.derived.size()));
            const QJsonArray cells = QJsonDocument::fromJson(text).array();
            QCOMPARE(cells.size(), 2);
            QCOMPARE(cells[0].toString(), size <= 65536 ? QString(qsizetype(size), 'x') : QString(65536, 'x') + QStringLiteral("… (%1 bytes more)").arg(size - 65536));
            // Only the beginning of a row that exceeds the limit is examined.
            QCOMPARE(cells[1].toString(), size < 200'000 ? QStringLiteral("hi") : QStringLiteral("… (1 more)"));
        }
    }

    void keepsTheFirstRowsAndCountsAll()
    {
        std::string reply;
        for (int i = 0; i < 3000; ++i)
            reply += test::packetBytes("pg D 2:1 s4:" + std::to_string(i));
        reply += test::packetBytes("pg C z:SELECT\\s3000 ; pg Z t:I");
        test::Recorder recorder;
        const auto parser = postgres::create(Direction::Sent, true, {}, recorder);
        auto steps = test::parsePacketScript("> pg0 4:196608 z:user z:me 1:0\n< pg R 4:0 ; pg Z t:I\n> pg Q z:SELECT\\s1\n");
        steps.push_back({test::Step::Kind::Bytes, Direction::Received, reply});
        test::play(steps, *parser, 1 << 20);
        const QString text = QString::fromStdString(recorder.text());
        QCOMPARE(text.count(" response row "), 1000);
        QVERIFY(text.contains("answer ok SELECT 3000 rows 3000\n"));
    }

    void remembersOnlySoManyStatements()
    {
        test::Recorder recorder;
        const auto parser = postgres::create(Direction::Sent, true, {}, recorder);
        std::string script = "> pg0 4:196608 z:user z:me 1:0\n< pg R 4:0 ; pg Z t:I\n";
        for (int i = 0; i < 4200; ++i)
            script += "> pg P z:s" + std::to_string(i) + " z:SELECT\\s" + std::to_string(i) + " 2:0 ; pg S\n< pg 1 ; pg Z t:I\n";
        script += "> pg B z: z:s17 2:0 2:0 2:0 ; pg E z: 4:0 ; pg S\n> pg B z: z:s4199 2:0 2:0 2:0 ; pg E z: 4:0 ; pg S\n";
        test::play(test::parsePacketScript(script), *parser, 1 << 20);
        const std::string text = recorder.text();
        QVERIFY(text.contains("query postgresql SELECT SELECT 17 (me)"));
        QVERIFY(text.contains("query postgresql EXECUTE (prepared statement s4199: its text is not in the capture) (me)"));
    }
};

QTEST_GUILESS_MAIN(TestPostgresParser)
#include "tst_postgres_parser.moc"
