// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/amqp/amqp_parser.h"
#include "tests/app/protocols/packet_script.h"
#include "tests/app/protocols/transcript_rows.h"

#include <QRegularExpression>
#include <QTest>

using namespace protocols;

namespace {

std::string frames(const char *line) { return test::packetBytes(line); }

// The output of a parser that joined late, for one side.
QString said(Direction direction, const std::string &bytes, const Limits &limits = {}, size_t pieceMax = 1 << 20)
{
    test::Recorder recorder;
    const auto parser = amqp::create(Direction::Sent, false, limits, recorder);
    test::play({{test::Step::Kind::Bytes, direction, bytes}}, *parser, pieceMax);
    return QString::fromStdString(recorder.text());
}

} // namespace

class TestAmqpParser : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void saysWhatTheTranscriptSays_data() { test::addTranscripts({{"amqp", 14}}); }
    void saysWhatTheTranscriptSays() { test::compareWithTranscript(amqp::create, test::parsePacketScript); }

    void recognisesItsFirstBytes_data()
    {
        test::addFirstBytes({
            {"0-9-1", "t:AMQP\\x00\\x00\\x09\\x01", true, true, Verdict::Yes},
            {"its name", "t:AMQP", true, true, Verdict::NeedMore},
            {"1.0", "t:AMQP\\x00\\x01\\x00\\x00", true, true, Verdict::No},
            {"http", "t:GET\\s/\\sHTTP/1.1\\r\\n", true, true, Verdict::No},
            {"connection.start", "am 1.0 2:10 2:10 1:0 1:9 s4: s4:PLAIN s4:en_US", false, true, Verdict::Yes},
            {"half of it", "t:\\x01\\x00\\x00\\x00\\x00\\x01\\xbd\\x00\\x0a", false, true, Verdict::NeedMore},
            {"its first byte", "t:\\x01", false, true, Verdict::NeedMore},
            {"connection.start of 1.0", "am 1.0 2:10 2:10 1:1 1:0 s4: s4:PLAIN s4:en_US", false, true, Verdict::No},
            {"another method first", "am 1.0 2:10 2:30 2:0 4:0 2:0", false, true, Verdict::No},
            {"a heartbeat", "am 8.0", true, false, Verdict::Yes},
            {"a delivery", "am 1.1 2:60 2:60 n:a 8:1 1:0 n:e n:k", false, false, Verdict::Yes},
            {"a delivery from a client", "am 1.1 2:60 2:60 n:a 8:1 1:0 n:e n:k", true, false, Verdict::No},
            {"half of one", "t:\\x01\\x00\\x01\\x00\\x00\\x00\\x20\\x00\\x3c\\x00\\x3c", false, false, Verdict::NeedMore},
            {"one without its end", "t:\\x01\\x00\\x01\\x00\\x00\\x00\\x04\\x00\\x3c\\x00\\x3c\\x00", false, false, Verdict::No},
            {"a method that is none", "am 1.1 2:60 2:61", false, false, Verdict::No},
            {"a method on the wrong channel", "am 1.1 2:10 2:50", false, false, Verdict::No},
            {"bodies alone", "am 3.1 t:ab ; am 3.1 t:cd", true, false, Verdict::NeedMore},
            {"bodies and a method", "am 3.1 t:ab ; am 1.1 2:60 2:40 2:0 n: n:q 1:0", true, false, Verdict::Yes},
            {"a body that is too long", "t:\\x03\\x00\\x01\\x7f\\x00\\x00\\x00", true, false, Verdict::No},
            {"digits", "t:0123456789", true, false, Verdict::No},
        });
    }
    void recognisesItsFirstBytes() { test::compareVerdict(amqp::recognise, [](const char *line) { return test::packetBytes(line); }); }

    // A verdict never changes, however much follows.
    void keepsItsVerdicts()
    {
        const std::string all = frames("am 3.1 t:ab ; am 2.1 2:60 2:0 8:2 2:0 ; am 3.1 t:ab ; am 1.1 2:60 2:60 n:a 8:1 1:0 n:e n:k");
        Verdict last = Verdict::NeedMore;
        for (size_t size = 0; size <= all.size(); ++size) {
            const Verdict now = amqp::recognise(std::as_bytes(std::span(all).first(size)), Direction::Received, base::Side::Client, false);
            QVERIFY(last == Verdict::NeedMore || now == last);
            last = now;
        }
        QCOMPARE(int(last), int(Verdict::Yes));
    }

    void givesALargeMessageWhole()
    {
        std::string bytes = frames("am 1.1 2:60 2:60 n:a 8:1 1:0 n:e n:k ; am 2.1 2:60 2:0 8:1000000 2:0");
        for (size_t left = 1'000'000; left > 0;) {
            const size_t some = std::min<size_t>(left, 300'000);
            bytes += std::string("\3\0\1\0", 4) + char(some >> 16) + char(some >> 8) + char(some) + std::string(some, 'x') + '\xce';
            left -= some;
        }
        for (const size_t pieceMax : {size_t(1000), size_t(1) << 22})
            QVERIFY(said(Direction::Received, bytes, {}, pieceMax).contains("0 response message (e/k\\nchannel 1, delivery 1, consumer a) 1000000/1000000\n"));
    }

    void keepsNoMoreQuestionsThanTheLimit()
    {
        std::string bytes;
        for (int i = 0; i < 100; ++i)
            bytes += frames("am 1.1 2:50 2:30 2:0 n:q 1:0");
        test::Recorder recorder;
        const auto parser = amqp::create(Direction::Sent, false, {.pipelineMax = 10}, recorder);
        std::string answers;
        for (int i = 0; i < 100; ++i)
            answers += frames("am 1.1 2:50 2:31 4:1");
        test::play({{test::Step::Kind::Bytes, Direction::Sent, bytes}, {test::Step::Kind::Bytes, Direction::Received, answers}}, *parser, 1 << 20);
        const QString text = QString::fromStdString(recorder.text());
        QCOMPARE(text.count(" query amqp queue.purge q"), 100);
        QCOMPARE(text.count(" answer ok 1 message"), 10);
    }

    void keepsNoMoreMessagesThanItMay()
    {
        std::string bytes;
        for (int channel = 1; channel <= 1000; ++channel) {
            const std::string number = std::to_string(channel);
            bytes += frames(("am 1." + number + " 2:60 2:40 2:0 n: n:q 1:0 ; am 2." + number + " 2:60 2:0 8:9 2:0").c_str());
        }
        test::Recorder recorder;
        const auto parser = amqp::create(Direction::Sent, false, {}, recorder);
        test::play({{test::Step::Kind::Bytes, Direction::Sent, bytes}, {test::Step::Kind::End, Direction::Sent, {}}}, *parser, 1 << 20);
        QCOMPARE(QString::fromStdString(recorder.text()).count(" request message (q\\nchannel "), 256);
    }

    void endsWithTablesThatLieInEachOther()
    {
        std::string table;
        for (int i = 0; i < 1000; ++i) {
            std::string outer = "\1tF";
            for (int shift = 24; shift >= 0; shift -= 8)
                outer += char(table.size() >> shift);
            table.insert(0, outer);
        }
        std::string contents("\0\x3c\0\0\0\0\0\0\0\0\0\0\x20\0", 14), head("\2\0\1", 3);
        const auto big = [](size_t value) { return std::string{char(value >> 24), char(value >> 16), char(value >> 8), char(value)}; };
        contents += big(table.size()) + table;
        QVERIFY(said(Direction::Sent, head + big(contents.size()) + contents + '\xce').contains("0 request message (?\\nchannel 1) 0/0\n"));
    }
};

QTEST_GUILESS_MAIN(TestAmqpParser)
#include "tst_amqp_parser.moc"
