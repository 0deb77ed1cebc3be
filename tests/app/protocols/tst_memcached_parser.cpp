// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/memcached/memcached_parser.h"
#include "tests/app/protocols/transcript_rows.h"

#include <QRegularExpression>
#include <QTest>

using namespace protocols;

class TestMemcachedParser : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void saysWhatTheTranscriptSays_data() { test::addTranscripts({{"memcached", 11}}); }
    void saysWhatTheTranscriptSays() { test::compareWithTranscript(memcached::create); }

    void recognisesItsFirstBytes_data()
    {
        test::addFirstBytes({
            {"storage", "set a 0 60 5\\r\\nhel", true, true, Verdict::Yes},
            {"storage in the middle", "set a 0 60 5\\r\\nhel", true, false, Verdict::Yes},
            {"start of a storage", "set a 0", true, true, Verdict::NeedMore},
            {"start of a storage in the middle", "set a 0", true, false, Verdict::No},
            {"set of redis", "set a hello\\r\\n", true, true, Verdict::No},
            {"set of redis with an option", "SET a 0 60 5\\r\\n", true, true, Verdict::No},
            {"meta set", "ms a 5 T0\\r\\n", true, true, Verdict::Yes},
            {"retrieval, which may be of redis", "get a\\r\\n", true, true, Verdict::NeedMore},
            {"retrieval in the middle", "get a\\r\\n", true, false, Verdict::No},
            {"request of HTTP", "get / http/1.0\\r\\n", true, true, Verdict::No},
            {"words of a chat", "me too\\r\\n", true, true, Verdict::NeedMore},
            {"other words", "hello there\\r\\n", true, true, Verdict::No},
            {"binary protocol", "\\x80\\x00\\x00\\x05\\x00", true, true, Verdict::No},
            {"smtp", "EHLO x\\r\\n", true, true, Verdict::No},
            {"value", "VALUE a 0 5\\r\\nhello\\r\\n", false, true, Verdict::Yes},
            {"value in the middle", "VALUE a 0 5\\r\\nhel", false, false, Verdict::Yes},
            {"value of another length", "VALUE a 0 5\\r\\nhello you", false, true, Verdict::No},
            {"start of a value", "VALUE a", false, true, Verdict::NeedMore},
            {"nothing found", "END\\r\\n", false, true, Verdict::Yes},
            {"nothing found, in the middle", "END\\r\\n", false, false, Verdict::No},
            {"stored", "STORED\\r\\n", false, true, Verdict::Yes},
            {"version", "VERSION 1.6.18\\r\\n", false, true, Verdict::Yes},
            {"an error as others say it", "ERROR\\r\\n", false, true, Verdict::No},
            {"bulk string of redis", "$5\\r\\nhello\\r\\n", false, true, Verdict::No},
            {"greeting of pop3", "+OK ready\\r\\n", false, true, Verdict::No},
        });
    }
    void recognisesItsFirstBytes() { test::compareVerdict(memcached::recognise, test::unescaped); }

    void keepsTheFirstValuesAndCountsAll()
    {
        std::string keys = "get", values;
        for (int i = 0; i < 3000; ++i) {
            keys += " k" + std::to_string(i);
            values += "VALUE k" + std::to_string(i) + " 0 1\r\nx\r\n";
        }
        test::Recorder recorder;
        const auto parser = memcached::create(Direction::Sent, true, {}, recorder);
        test::play({{test::Step::Kind::Bytes, Direction::Sent, keys + "\r\n"}, {test::Step::Kind::Bytes, Direction::Received, values + "END\r\n"}}, *parser, 1 << 20);
        const QString text = QString::fromStdString(recorder.text());
        QCOMPARE(text.count(" response row "), 1000);
        QVERIFY(text.contains("answer ok  rows 3000\n"));
    }

    void saysHowMuchIsCutOfALongValue()
    {
        for (const size_t size : {size_t(100'000), size_t(1'000'000)}) {
            const std::string block = std::to_string(size) + "\r\n" + std::string(size, 'x') + "\r\n";
            test::Recorder recorder;
            const auto parser = memcached::create(Direction::Sent, true, {}, recorder);
            test::play({{test::Step::Kind::Bytes, Direction::Sent, "set a 0 0 " + block}, {test::Step::Kind::Bytes, Direction::Received, "STORED\r\n"},
                        {test::Step::Kind::Bytes, Direction::Sent, "get a\r\n"}, {test::Step::Kind::Bytes, Direction::Received, "VALUE a 0 " + block + "END\r\n"}},
                       *parser, 10'000);
            const QString derived = QString::fromUtf8(recorder.derived.data(), qsizetype(recorder.derived.size()));
            QCOMPARE(derived.count(QStringLiteral("… (%1 bytes more)").arg(size - 65536)), 2);
            const QString text = QString::fromStdString(recorder.text());
            QVERIFY(text.contains("0 answer ok STORED\n"));
            QVERIFY(text.contains("1 answer ok  rows 1\n"));
        }
    }

    void awaitsNoMoreAnswersThanTheLimit()
    {
        std::string commands;
        for (int i = 0; i < 20; ++i)
            commands += "incr n 1\r\n";
        test::Recorder recorder;
        const auto parser = memcached::create(Direction::Sent, true, {.pipelineMax = 10}, recorder);
        test::play({{test::Step::Kind::Bytes, Direction::Sent, commands}}, *parser, 1 << 20);
        QCOMPARE(QString::fromStdString(recorder.text()).count("response fault Gap"), 20);
    }
};

QTEST_GUILESS_MAIN(TestMemcachedParser)
#include "tst_memcached_parser.moc"
