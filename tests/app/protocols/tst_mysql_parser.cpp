// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/mysql/mysql_parser.h"
#include "tests/app/protocols/packet_script.h"
#include "tests/app/protocols/transcript_rows.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>

using namespace protocols;

class TestMySqlParser : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void saysWhatTheTranscriptSays_data() { test::addTranscripts({{"mysql", 13}}); }
    void saysWhatTheTranscriptSays() { test::compareWithTranscript(mysql::create, test::parsePacketScript); }

    void recognisesItsFirstBytes_data()
    {
        const char *login = "my 1 l4:2130440 l4:16777216 1:45 8:0 8:0 4:0 2:0 1:0 z:me n:pw z:shop";
        test::addFirstBytes({
            {"greeting", "my 0 1:10 z:10.11.14-MariaDB l4:9 t:01234567 1:0", false, true, Verdict::Yes},
            {"refusal", "my 0 1:255 l2:1040 t:Too\\smany\\sconnections", false, true, Verdict::Yes},
            {"half a greeting", "l3:80 1:0 1:10", false, true, Verdict::NeedMore},
            {"settings of HTTP/2", "1:0 1:0 1:18 1:4 1:0 4:0 2:3 4:100", false, true, Verdict::No},
            {"greeting of SSH", "t:SSH-2.0-OpenSSH_9.2", false, true, Verdict::No},
            {"greeting of SMTP", "t:220\\smail\\sESMTP", false, true, Verdict::No},
            {"login inside TLS", login, true, true, Verdict::Yes},
            {"start of PostgreSQL", "pg0 4:196608 z:user z:me 1:0", true, true, Verdict::No},
            {"TLS", "1:22 1:3 1:1 2:512 1:1 1:0 2:508 2:771", true, true, Verdict::No},
            {"query in the middle", "my 0 1:3 t:SELECT\\s1", true, false, Verdict::Yes},
            {"query without attributes in the middle", "my 0 1:3 1:0 1:1 t:SELECT\\s1", true, false, Verdict::Yes},
            {"half a query in the middle", "l3:30 1:0 1:3 t:SELECT", true, false, Verdict::NeedMore},
            {"binary in the middle", "l3:30 1:0 1:3 t:\\x01\\x02", true, false, Verdict::No},
            {"ping in the middle", "my 0 1:14", true, false, Verdict::Yes},
            {"frame of HTTP/2 in the middle", "1:0 1:0 1:8 1:6 1:0 4:0 8:0", true, false, Verdict::No},
            {"request of HTTP in the middle", "t:GET\\s/\\sHTTP/1.1", true, false, Verdict::No},
        });
    }
    void recognisesItsFirstBytes() { test::compareVerdict(mysql::recognise, test::packetBytes); }

    void takesALongStatementOfAConnectionJoinedLate()
    {
        const auto verdict = [](const std::string &text) {
            const std::string bytes = std::string("\x39\xc7\0\0\3", 5) + text;
            return mysql::recognise(std::as_bytes(std::span(bytes)), Direction::Sent, base::Side::Client, false);
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
        const auto packet = [](const std::string &payload, int number) {
            return std::string{char(payload.size()), char(payload.size() >> 8), char(payload.size() >> 16), char(number)} + payload;
        };
        const std::string column = "\3def" + std::string("\0\0\0\1a\0\x0c", 7) + std::string("\x21\0\xff\xff\0\0\xfc\0\0\0\0\0", 12);
        const std::string eof("\xfe\0\0\2\0", 5);
        for (const size_t size : {size_t(65536), size_t(100'000), size_t(1'000'000)}) {
            const std::string value = "\xfd" + std::string{char(size), char(size >> 8), char(size >> 16)} + std::string(size, 'x');
            test::Recorder recorder;
            const auto parser = mysql::create(Direction::Sent, false, {}, recorder);
            test::play({{test::Step::Kind::Bytes, Direction::Sent, packet("\3SELECT 1", 0)},
                        {test::Step::Kind::Bytes, Direction::Received, packet("\1", 1) + packet(column, 2) + packet(eof, 3) + packet(value, 4) + packet(eof, 5)}},
                       *parser, 10'000);
            const QByteArray row(recorder.derived.data(), qsizetype(recorder.derived.size()));
            const QString cell = QJsonDocument::fromJson(row).object()["a"].toString();
            QCOMPARE(cell, size <= 65536 ? QString(qsizetype(size), 'x') : QString(65536, 'x') + QStringLiteral("… (%1 bytes more)").arg(size - 65536));
        }
    }

    void takesAStatementOfSeveralPackets()
    {
        const std::string text = "SELECT '" + std::string(0xffffff, 'x') + "'";
        std::string first = "\x03" + text;
        const std::string second = first.substr(0xffffff);
        first.resize(0xffffff);
        const auto packet = [](const std::string &payload, char number) {
            return std::string{char(payload.size()), char(payload.size() >> 8), char(payload.size() >> 16), number} + payload;
        };
        test::Recorder recorder;
        const auto parser = mysql::create(Direction::Sent, true, {}, recorder);
        auto steps = test::parsePacketScript("> my 2 l4:2130440 l4:16777216 1:45 8:0 8:0 4:0 2:0 1:0 z:me n:pw z:shop\n< my 3 1:0 1:0 1:0 l2:2 l2:0\n");
        steps.push_back({test::Step::Kind::Bytes, Direction::Sent, packet(first, 0) + packet(second, 1)});
        for (const auto &step : test::parsePacketScript("< my 1 1:0 1:0 1:0 l2:2 l2:0\n> my 0 1:14\n"))
            steps.push_back(step);
        test::play(steps, *parser, 1 << 20);
        const std::string told = recorder.text();
        QVERIFY(told.contains("1 answer ok 0 rows affected\n1 response end\n2 query mysql PING"));
        QVERIFY(!told.contains("raw"));
    }
};

QTEST_GUILESS_MAIN(TestMySqlParser)
#include "tst_mysql_parser.moc"
