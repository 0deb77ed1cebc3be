// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/parser.h"
#include "tests/app/protocols/transcript.h"

#include <QRegularExpression>
#include <QTest>

using namespace protocols;
using base::Side;

namespace {

// The first protocol in the registry that accepts the bytes; "more" if an earlier one needs more.
std::string recognised(std::string_view text, Direction direction, Side side, bool fromStart = true)
{
    const std::string bytes = test::unescaped(text);
    for (const Entry &entry : registry()) {
        const Verdict verdict = entry.recognise(std::as_bytes(std::span(bytes)), direction, side, fromStart);
        if (verdict == Verdict::NeedMore)
            return "more";
        if (verdict == Verdict::Yes)
            return std::string(entry.name);
    }
    return "nothing";
}

} // namespace

class TestRegistry : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void recognisesHttp1_data()
    {
        QTest::addColumn<QString>("bytes");
        QTest::addColumn<QString>("expected");
        QTest::newRow("request") << "GET /x HTTP/1.1\\r\\n" << "HTTP/1.1";
        QTest::newRow("request with bare LF") << "get / http/1.0\\n" << "HTTP/1.1";
        QTest::newRow("own method") << "X-OWN foo HTTP/1.1\\r\\n" << "HTTP/1.1";
        QTest::newRow("half a line") << "GET /x HT" << "more";
        QTest::newRow("half a method") << "GE" << "more";
        QTest::newRow("inline command of redis") << "GET key\\r\\n" << "more";
        QTest::newRow("storage command of memcached") << "set a 0 0 5\\r\\n" << "memcached";
        QTest::newRow("meta command of memcached") << "mg a v\\r\\n" << "more";
        QTest::newRow("command of redis") << "*1\\r\\n$4\\r\\nPING\\r\\n" << "Redis";
        QTest::newRow("smtp") << "EHLO localhost\\r\\n" << "SMTP";
        QTest::newRow("imap") << "a1 login me pw\\r\\n" << "IMAP";
        QTest::newRow("no tag of imap") << "GET login x\\r\\n" << "more";
        QTest::newRow("tls") << "\\x16\\x03\\x01\\x02\\x00\\x01\\x00\\x01\\xfc\\x03\\x03\\x5a\\x5a\\x5a\\x5a\\x5a" << "";
        QTest::newRow("length of mongodb, or tls") << "\\x16\\x03\\x01\\x02" << "more";
        QTest::newRow("mqtt") << "\\x10\\x0d\\x00\\x04MQTT\\x04\\x02\\x00\\x3c\\x00\\x01a" << "MQTT";
        QTest::newRow("amqp") << "AMQP\\x00\\x00\\x09\\x01" << "AMQP";
        QTest::newRow("amqp 1.0") << "AMQP\\x00\\x01\\x00\\x00" << "";
        QTest::newRow("nats") << "CONNECT {\\x22verbose\\x22:false}\\r\\n" << "NATS";
        QTest::newRow("mongodb") << "\\x26\\x00\\x00\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\xdd\\x07\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x11\\x00\\x00\\x00\\x10ping\\x00\\x01\\x00\\x00\\x00\\x00\\x00" << "MongoDB";
        QTest::newRow("kafka") << "\\x00\\x00\\x00\\x0d\\x00\\x12\\x00\\x00\\x00\\x00\\x00\\x01\\x00\\x03ada" << "Kafka";
        QTest::newRow("answer from the client") << "HTTP/1.1 200 OK\\r\\n" << "";
    }
    void recognisesHttp1()
    {
        QFETCH(QString, bytes);
        QFETCH(QString, expected);
        QCOMPARE(QString::fromStdString(recognised(bytes.toStdString(), Direction::Sent, Side::Client)), expected);
        QCOMPARE(QString::fromStdString(recognised(bytes.toStdString(), Direction::Received, Side::Server)), expected);
    }

    void recognisesAnswers()
    {
        QCOMPARE(recognised("HTTP/1.1 200 OK", Direction::Received, Side::Client), "HTTP/1.1");
        QCOMPARE(recognised("HTTP/1.1 200 OK", Direction::Sent, Side::Unknown), "HTTP/1.1");
        QCOMPARE(recognised("HTT", Direction::Received, Side::Client), "more");
        QCOMPARE(recognised("220 mail ESMTP\\r\\n", Direction::Received, Side::Client), "SMTP");
        QCOMPARE(recognised("\\x01\\x00\\x00\\x00\\x00\\x01\\xbd\\x00\\x0a\\x00\\x0a\\x00\\x09", Direction::Received, Side::Client), "AMQP");
    }

    void recognisesHttp1InTheMiddle()
    {
        QCOMPARE(recognised("rest of body}POST /y HTTP/1.1\\r\\n", Direction::Sent, Side::Client, false), "HTTP/1.1");
        QCOMPARE(recognised("rest of body HTTP/1.1 200 OK\\r\\n", Direction::Received, Side::Client, false), "HTTP/1.1");
        QCOMPARE(recognised("rest of body", Direction::Received, Side::Client, false), "more");
        QCOMPARE(recognised(std::string(70'000, 'x'), Direction::Received, Side::Client, false), "");
    }

    void recognisesHttp2()
    {
        const auto preface = "PRI * HTTP/2.0\\r\\n\\r\\nSM\\r\\n\\r\\n";
        QCOMPARE(recognised(preface, Direction::Sent, Side::Client), "HTTP/2");
        QCOMPARE(recognised("PRI * HT", Direction::Sent, Side::Client), "more");
        QCOMPARE(recognised("PRINT / HTTP/1.1\\r\\n", Direction::Sent, Side::Client), "HTTP/1.1");
        const std::string settings = "\\x00\\x00\\x06\\x04\\x00\\x00\\x00\\x00\\x00\\x00\\x03\\x00\\x00\\x00\\x64";
        QCOMPARE(recognised(settings, Direction::Received, Side::Client), "HTTP/2");
        QCOMPARE(recognised("\\x00\\x00\\x06", Direction::Received, Side::Client), "more");
        QCOMPARE(recognised(settings, Direction::Sent, Side::Client, false), "HTTP/2");
        const std::string headers = "\\x00\\x00\\x06\\x01\\x00\\x00\\x00\\x00\\x01\\x88\\x5c\\x01\\x30\\x61\\x62\\x63";
        QCOMPARE(recognised(headers, Direction::Received, Side::Client), "");
        // So far it may be the length of a MongoDB message.
        QCOMPARE(recognised("\\x00\\x00\\x06\\x01\\x00", Direction::Received, Side::Client), "more");
    }

    void showsTheUnknownAsAConversation()
    {
        test::Recorder recorder;
        const Entry &last = registry().back();
        const auto parser = last.create(Direction::Sent, true, {}, recorder);
        test::play(test::parseScript(R"(
            > abc
            < \x00
            gap < 12
            > d
            > e
            end >)"),
                   *parser, 100);
        QCOMPARE(recorder.text(), test::lines(R"(
            raw > "abc"
            raw < "\x00"
            raw < lost 12
            raw > "de")"));
    }
};

QTEST_GUILESS_MAIN(TestRegistry)
#include "tst_registry.moc"
