// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/mysql/mysql_parser.h"
#include "tests/app/protocols/packet_script.h"
#include "tests/app/protocols/transcript_file.h"

#include <QDir>
#include <QRegularExpression>
#include <QTest>

using namespace protocols;
using base::Side;

class TestMySqlParser : public QObject
{
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void saysWhatTheTranscriptSays_data()
    {
        QTest::addColumn<QString>("path");
        const QDir folder(PROJECT_ROOT "/tests/app/protocols/mysql");
        const auto files = folder.entryList({"*.txt"});
        QVERIFY(files.size() >= 11);
        for (const QString &file : files)
            QTest::newRow(qPrintable(file.chopped(4).replace('_', ' '))) << folder.filePath(file);
    }
    void saysWhatTheTranscriptSays()
    {
        QFETCH(QString, path);
        const auto file = test::readTranscriptFile(path.toStdString());
        QCOMPARE(QString::fromStdString(test::transcript(file, mysql::create, test::parsePacketScript)), QString::fromStdString(file.expected));
    }

    void recognisesItsFirstBytes_data()
    {
        QTest::addColumn<QString>("script");
        QTest::addColumn<bool>("request");
        QTest::addColumn<bool>("fromStart");
        QTest::addColumn<int>("verdict");
        const auto row = [](const char *name, const char *script, bool request, bool fromStart, Verdict verdict) {
            QTest::newRow(name) << script << request << fromStart << int(verdict);
        };
        const char *login = "my 1 l4:2130440 l4:16777216 1:45 8:0 8:0 4:0 2:0 1:0 z:me n:pw z:shop";
        row("greeting", "my 0 1:10 z:10.11.14-MariaDB l4:9 t:01234567 1:0", false, true, Verdict::Yes);
        row("refusal", "my 0 1:255 l2:1040 t:Too\\smany\\sconnections", false, true, Verdict::Yes);
        row("half a greeting", "l3:80 1:0 1:10", false, true, Verdict::NeedMore);
        row("settings of HTTP/2", "1:0 1:0 1:18 1:4 1:0 4:0 2:3 4:100", false, true, Verdict::No);
        row("greeting of SSH", "t:SSH-2.0-OpenSSH_9.2", false, true, Verdict::No);
        row("greeting of SMTP", "t:220\\smail\\sESMTP", false, true, Verdict::No);
        row("login inside TLS", login, true, true, Verdict::Yes);
        row("start of PostgreSQL", "pg0 4:196608 z:user z:me 1:0", true, true, Verdict::No);
        row("TLS", "1:22 1:3 1:1 2:512 1:1 1:0 2:508 2:771", true, true, Verdict::No);
        row("query in the middle", "my 0 1:3 t:SELECT\\s1", true, false, Verdict::Yes);
        row("query without attributes in the middle", "my 0 1:3 1:0 1:1 t:SELECT\\s1", true, false, Verdict::Yes);
        row("half a query in the middle", "l3:30 1:0 1:3 t:SELECT", true, false, Verdict::NeedMore);
        row("binary in the middle", "l3:30 1:0 1:3 t:\\x01\\x02", true, false, Verdict::No);
        row("ping in the middle", "my 0 1:14", true, false, Verdict::Yes);
        row("frame of HTTP/2 in the middle", "1:0 1:0 1:8 1:6 1:0 4:0 8:0", true, false, Verdict::No);
        row("request of HTTP in the middle", "t:GET\\s/\\sHTTP/1.1", true, false, Verdict::No);
    }
    void recognisesItsFirstBytes()
    {
        QFETCH(QString, script);
        QFETCH(bool, request);
        QFETCH(bool, fromStart);
        QFETCH(int, verdict);
        const std::string text = test::packetBytes(script.toStdString());
        const auto span = std::as_bytes(std::span(text));
        QCOMPARE(int(mysql::recognise(span, request ? Direction::Sent : Direction::Received, Side::Client, fromStart)), verdict);
        QCOMPARE(int(mysql::recognise(span, request ? Direction::Received : Direction::Sent, Side::Server, fromStart)), verdict);
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
