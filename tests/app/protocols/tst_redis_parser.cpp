// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/redis/redis_parser.h"
#include "tests/app/protocols/transcript_file.h"

#include <QDir>
#include <QRegularExpression>
#include <QTest>

using namespace protocols;
using base::Side;

class TestRedisParser : public QObject
{
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void saysWhatTheTranscriptSays_data()
    {
        QTest::addColumn<QString>("path");
        const QDir folder(PROJECT_ROOT "/tests/app/protocols/redis");
        const auto files = folder.entryList({"*.txt"});
        QVERIFY(files.size() >= 14);
        for (const QString &file : files)
            QTest::newRow(qPrintable(file.chopped(4).replace('_', ' '))) << folder.filePath(file);
    }
    void saysWhatTheTranscriptSays()
    {
        QFETCH(QString, path);
        const auto file = test::readTranscriptFile(path.toStdString());
        QCOMPARE(QString::fromStdString(test::transcript(file, redis::create)), QString::fromStdString(file.expected));
    }

    void recognisesItsFirstBytes_data()
    {
        QTest::addColumn<QString>("bytes");
        QTest::addColumn<bool>("request");
        QTest::addColumn<bool>("fromStart");
        QTest::addColumn<int>("verdict");
        const auto row = [](const char *name, const char *bytes, bool request, bool fromStart, Verdict verdict) {
            QTest::newRow(name) << bytes << request << fromStart << int(verdict);
        };
        row("command", "*1\\r\\n$4\\r\\nPING\\r\\n", true, true, Verdict::Yes);
        row("command in the middle", "*1\\r\\n$4\\r\\n", true, false, Verdict::Yes);
        row("start of a command", "*12", true, true, Verdict::NeedMore);
        row("a list of markdown", "* one\\r\\n", true, true, Verdict::No);
        row("inline command", "ping\\r\\n", true, true, Verdict::NeedMore);
        row("inline command in the middle", "ping\\r\\n", true, false, Verdict::No);
        row("request of HTTP", "GET / HTTP/1.1\\r\\n", true, true, Verdict::No);
        row("smtp", "EHLO x\\r\\n", true, true, Verdict::No);
        row("pong", "+PONG\\r\\n", false, true, Verdict::Yes);
        row("pop3", "+OK ready\\r\\n", false, true, Verdict::No);
        row("bulk string", "$12\\r\\nhello", false, true, Verdict::Yes);
        row("price", "$12.50", false, true, Verdict::No);
        row("answer of HTTP", "HTTP/1.1 200 OK\\r\\n", false, true, Verdict::No);
    }
    void recognisesItsFirstBytes()
    {
        QFETCH(QString, bytes);
        QFETCH(bool, request);
        QFETCH(bool, fromStart);
        QFETCH(int, verdict);
        const std::string text = test::unescaped(bytes.toStdString());
        const auto span = std::as_bytes(std::span(text));
        QCOMPARE(int(redis::recognise(span, request ? Direction::Sent : Direction::Received, Side::Client, fromStart)), verdict);
        QCOMPARE(int(redis::recognise(span, request ? Direction::Received : Direction::Sent, Side::Server, fromStart)), verdict);
    }

    void keepsTheFirstRowsAndCountsAll()
    {
        std::string reply = "*3000\r\n";
        for (int i = 0; i < 3000; ++i)
            reply += ":" + std::to_string(i) + "\r\n";
        test::Recorder recorder;
        const auto parser = redis::create(Direction::Sent, true, {}, recorder);
        test::play({{test::Step::Kind::Bytes, Direction::Sent, "*1\r\n$4\r\nKEYS\r\n"}, {test::Step::Kind::Bytes, Direction::Received, reply}}, *parser, 1 << 20);
        const QString text = QString::fromStdString(recorder.text());
        QCOMPARE(text.count(" response row "), 1000);
        QVERIFY(text.contains("answer ok 3000 elements rows 3000\n"));
    }

    void keepsOnlyTheStartOfALongText()
    {
        const std::string value(300'000, 'x');
        test::Recorder recorder;
        const auto parser = redis::create(Direction::Sent, true, {}, recorder);
        test::play({{test::Step::Kind::Bytes, Direction::Sent, "*3\r\n$3\r\nSET\r\n$1\r\na\r\n$300000\r\n" + value + "\r\n"},
                    {test::Step::Kind::Bytes, Direction::Received, "+OK\r\n"}},
                   *parser, 1000);
        const std::string text = recorder.text();
        const std::string query = text.substr(0, text.find('\n'));
        QVERIFY2(query.size() < 66'000, std::to_string(query.size()).c_str());
        QVERIFY(text.contains("0 answer ok OK"));
    }

    void knowsNoValueTooDeep()
    {
        std::string reply;
        for (int i = 0; i < 100'000; ++i)
            reply += "*1\r\n";
        test::Recorder recorder;
        const auto parser = redis::create(Direction::Sent, true, {}, recorder);
        test::play({{test::Step::Kind::Bytes, Direction::Sent, "*1\r\n$4\r\nKEYS\r\n"}, {test::Step::Kind::Bytes, Direction::Received, reply}}, *parser, 1 << 20);
        QVERIFY(recorder.text().contains("0 response fault MalformedFrame"));
    }
};

QTEST_GUILESS_MAIN(TestRedisParser)
#include "tst_redis_parser.moc"
