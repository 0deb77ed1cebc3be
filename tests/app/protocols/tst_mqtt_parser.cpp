// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/mqtt/mqtt_parser.h"
#include "tests/app/protocols/packet_script.h"
#include "tests/app/protocols/transcript_rows.h"

#include <QRegularExpression>
#include <QTest>

using namespace protocols;

class TestMqttParser : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void saysWhatTheTranscriptSays_data() { test::addTranscripts({{"mqtt", 8}}); }
    void saysWhatTheTranscriptSays() { test::compareWithTranscript(mqtt::create, test::parsePacketScript); }

    void recognisesItsFirstBytes_data()
    {
        test::addFirstBytes({
            {"3.1.1", "\\x10\\x0d\\x00\\x04MQTT\\x04\\x02\\x00\\x3c\\x00\\x01a", true, true, Verdict::Yes},
            {"5", "\\x10\\x0e\\x00\\x04MQTT\\x05\\x02", true, true, Verdict::Yes},
            {"3.1", "\\x10\\x0f\\x00\\x06MQIsdp\\x03", true, true, Verdict::Yes},
            {"a version that is none", "\\x10\\x0d\\x00\\x04MQTT\\x07", true, true, Verdict::No},
            {"its first byte", "\\x10", true, true, Verdict::NeedMore},
            {"half of its name", "\\x10\\x0d\\x00\\x04MQ", true, true, Verdict::NeedMore},
            {"http", "GET / HTTP/1.1\\r\\n", true, true, Verdict::No},
            {"tls", "\\x16\\x03\\x01\\x02", true, true, Verdict::No},
            {"connack", "\\x20\\x02\\x00\\x00", false, true, Verdict::Yes},
            {"connack and more", "\\x20\\x02\\x00\\x00x", false, true, Verdict::No},
            {"a published message", "0\\x07\\x00\\x03a/bhi", false, false, Verdict::Yes},
            {"two of them", "0\\x07\\x00\\x03a/bhi0\\x07\\x00\\x03a/bho", true, false, Verdict::Yes},
            {"the beginning of one", "0\\xff\\x03\\x00\\x09some/whe", true, false, Verdict::No},
            {"a subscription", "\\x82\\x0a\\x00\\x01\\x00\\x05a/b/#\\x00", true, false, Verdict::Yes},
            {"a subscription of a server", "\\x82\\x0a\\x00\\x01\\x00\\x05a/b/#\\x00", false, false, Verdict::No},
            {"a ping alone", "\\xc0\\x00", true, false, Verdict::No},
            {"digits", "0123456789", true, false, Verdict::No},
            {"a topic with a control character", "0\\x07\\x00\\x03a\\x01bhi", true, false, Verdict::No},
            {"a message and what is none", "0\\x07\\x00\\x03a/bhi\\x00\\x00", true, false, Verdict::No},
        });
    }
    void recognisesItsFirstBytes() { test::compareVerdict(mqtt::recognise, test::unescaped); }

    void givesALongMessageWhole()
    {
        const std::string payload(400'000, 'x');
        std::string packet = "0";
        size_t length = payload.size() + 7;
        for (; length > 127; length >>= 7)
            packet += char(length & 127) | char(128);
        packet += char(length);
        packet += std::string("\0\5a/b/c", 7) + payload;
        for (const size_t pieceMax : {size_t(1000), size_t(1) << 20}) {
            test::Recorder recorder;
            const auto parser = mqtt::create(Direction::Sent, true, {}, recorder);
            test::play({{test::Step::Kind::Bytes, Direction::Received, packet}, {test::Step::Kind::End, Direction::Received, {}}}, *parser, pieceMax);
            QVERIFY(QString::fromStdString(recorder.text()).contains("0 response message (a/b/c\\nQoS 0) 400000/400000\n"));
        }
    }

    void keepsNoMoreRequestsThanTheLimit()
    {
        std::string packets;
        for (int i = 0; i < 1000; ++i)
            packets += std::string("\x82\x08\x00", 3) + char(i) + std::string("\0\3a/b\0", 6);
        test::Recorder recorder;
        const auto parser = mqtt::create(Direction::Sent, true, {.pipelineMax = 10}, recorder);
        test::play({{test::Step::Kind::Bytes, Direction::Sent, packets}}, *parser, 1 << 20);
        QCOMPARE(QString::fromStdString(recorder.text()).count(" query mqtt SUBSCRIBE a/b (QoS 0)"), 1000);
    }
};

QTEST_GUILESS_MAIN(TestMqttParser)
#include "tst_mqtt_parser.moc"
