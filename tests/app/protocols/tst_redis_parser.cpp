// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/redis/redis_parser.h"
#include "tests/app/protocols/transcript_rows.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QTest>

using namespace protocols;

class TestRedisParser : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void saysWhatTheTranscriptSays_data() { test::addTranscripts({{"redis", 14}}); }
    void saysWhatTheTranscriptSays() { test::compareWithTranscript(redis::create); }

    void recognisesItsFirstBytes_data()
    {
        test::addFirstBytes({
            {"command", "*1\\r\\n$4\\r\\nPING\\r\\n", true, true, Verdict::Yes},
            {"command in the middle", "*1\\r\\n$4\\r\\n", true, false, Verdict::Yes},
            {"start of a command", "*12", true, true, Verdict::NeedMore},
            {"a list of markdown", "* one\\r\\n", true, true, Verdict::No},
            {"inline command", "ping\\r\\n", true, true, Verdict::NeedMore},
            {"inline command in the middle", "ping\\r\\n", true, false, Verdict::No},
            {"request of HTTP", "GET / HTTP/1.1\\r\\n", true, true, Verdict::No},
            {"smtp", "EHLO x\\r\\n", true, true, Verdict::No},
            {"pong", "+PONG\\r\\n", false, true, Verdict::Yes},
            {"pop3", "+OK ready\\r\\n", false, true, Verdict::No},
            {"bulk string", "$12\\r\\nhello", false, true, Verdict::Yes},
            {"price", "$12.50", false, true, Verdict::No},
            {"answer of HTTP", "HTTP/1.1 200 OK\\r\\n", false, true, Verdict::No},
        });
    }
    void recognisesItsFirstBytes() { test::compareVerdict(redis::recognise, test::unescaped); }

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
        QVERIFY2(query.ends_with(" bytes more)"), query.substr(query.size() - 40).c_str());
        QVERIFY(text.contains("0 answer ok OK"));
    }

    void saysHowMuchIsCutOfALongValue()
    {
        for (const size_t size : {size_t(65536), size_t(100'000), size_t(1'000'000)}) {
            test::Recorder recorder;
            const auto parser = redis::create(Direction::Sent, true, {}, recorder);
            test::play({{test::Step::Kind::Bytes, Direction::Sent, "*2\r\n$3\r\nGET\r\n$1\r\na\r\n"},
                        {test::Step::Kind::Bytes, Direction::Received, "$" + std::to_string(size) + "\r\n" + std::string(size, 'x') + "\r\n"}},
                       *parser, 10'000);
            const QByteArray row(recorder.derived.data(), qsizetype(recorder.derived.size()));
            const QString text = QJsonDocument::fromJson("[" + row + "]").array()[0].toString();
            QCOMPARE(text, size <= 65536 ? QString(qsizetype(size), 'x') : QString(65536, 'x') + QStringLiteral("… (%1 bytes more)").arg(size - 65536));
        }
    }

    void cutsALongArrayAndStaysJson()
    {
        std::string reply = "*2\r\n*5000\r\n";
        for (int i = 0; i < 5000; ++i)
            reply += "$100\r\n" + std::string(100, 'x') + "\r\n";
        test::Recorder recorder;
        const auto parser = redis::create(Direction::Sent, true, {}, recorder);
        test::play({{test::Step::Kind::Bytes, Direction::Sent, "*1\r\n$4\r\nSCAN\r\n"}, {test::Step::Kind::Bytes, Direction::Received, reply + ":1\r\n"}}, *parser, 10'000);
        const QByteArray rows(recorder.derived.data(), qsizetype(recorder.derived.size()));
        const QJsonArray first = QJsonDocument::fromJson(rows.left(rows.lastIndexOf('1'))).array();
        QCOMPARE(first.last().toString(), QStringLiteral("… (%1 more)").arg(5000 - (first.size() - 1)));
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
