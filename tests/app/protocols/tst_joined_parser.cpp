// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/websocket/joined_parser.h"

#include "tests/app/protocols/transcript.h"

#include <QRegularExpression>
#include <QTest>

using namespace protocols;
using base::Side;

namespace {

std::string frame(uint8_t first, const std::string &payload, bool masked)
{
    const std::string mask = masked ? "\x01\x02\x03\x04" : "";
    std::string out(1, char(first));
    if (payload.size() < 126) {
        out += char(payload.size() | (masked ? 0x80 : 0));
    } else {
        out += char(126 | (masked ? 0x80 : 0));
        out += char(payload.size() >> 8);
        out += char(payload.size());
    }
    out += mask;
    for (size_t i = 0; i < payload.size(); ++i)
        out += char(masked ? payload[i] ^ mask[i % 4] : payload[i]);
    return out;
}

Verdict verdict(const std::string &bytes, Side side = Side::Client, bool fromStart = false)
{
    return websocket::recogniseJoined(std::as_bytes(std::span(bytes)), Direction::Sent, side, fromStart);
}

const std::string text = "a text of thirty-odd characters, plainly";

} // namespace

class TestJoinedParser : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void recognisesFramesByTheirMasks()
    {
        QCOMPARE(verdict(frame(0x81, text, true)), Verdict::Yes);
        QCOMPARE(verdict(frame(0x81, text, true), Side::Server), Verdict::No);
        QCOMPARE(verdict(frame(0x81, text, false), Side::Server), Verdict::Yes);
        QCOMPARE(verdict(frame(0x81, text, false)), Verdict::No);
        QCOMPARE(verdict(frame(0x81, text, true), Side::Client, true), Verdict::No);
        QCOMPARE(verdict(frame(0x82, std::string(300, '\xfe'), true)), Verdict::No);
        QCOMPARE(verdict(frame(0x82, std::string(300, '\xfe'), true) + frame(0x82, std::string(400, '\xfe'), true)
                         + frame(0xc2, std::string(500, '\xfe'), true)), Verdict::No);
    }

    void isNotSureOfLittle()
    {
        QCOMPARE(verdict(frame(0x81, "hi", true)), Verdict::No);
        QCOMPARE(verdict(frame(0x81, text, true).substr(0, 20)), Verdict::No);
        std::string many;
        for (int i = 0; i < 8; ++i)
            many += frame(0x81, "hi", true);
        QCOMPARE(verdict(many), Verdict::Yes);
    }

    void refusesWhatNoFrameIs_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        const auto row = [](const char *name, const std::string &bytes) { QTest::newRow(name) << QByteArray::fromStdString(bytes); };
        row("reserved bits", frame(0xb1, text, true));
        row("opcode", frame(0x83, text, true));
        row("compressed ping", frame(0xc9, "x", true));
        row("text with zeros", frame(0x81, std::string(40, '\0'), true));
        row("text that is none", frame(0x81, std::string(40, '\xff'), true));
        row("close of one byte", frame(0x88, "x", true));
        row("long form of a short length", std::string("\x82\xfe\x00\x05\x01\x02\x03\x04zzzzz", 13));
        row("HTTP", "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        row("an answer", "HTTP/1.1 200 OK\r\n\r\n");
        row("TLS", std::string("\x17\x03\x03\x00\x20", 5));
    }
    void refusesWhatNoFrameIs()
    {
        QFETCH(QByteArray, bytes);
        QCOMPARE(verdict(bytes.toStdString()), Verdict::No);
    }

    void tellsMessagesOfBothSides()
    {
        test::Recorder recorder;
        const auto parser = websocket::createJoined(Direction::Received, false, {}, recorder);
        uint64_t position = 0;
        const auto feed = [&](Direction direction, const std::string &bytes) {
            recorder.captured += bytes;
            parser->bytes(direction, {std::as_bytes(std::span(bytes)), position}, 1);
            position += bytes.size();
        };
        feed(Direction::Received, frame(0x81, text, true));
        feed(Direction::Sent, frame(0x81, "an answer that is long enough", false));
        feed(Direction::Sent, frame(0x01, "one ", false));
        feed(Direction::Sent, frame(0x80, "two", false));
        parser->gap(Direction::Received, 7, 2);
        parser->end(Direction::Received, 3);
        parser->gap(Direction::Received, 8, 3);
        feed(Direction::Received, frame(0x81, "after the end", true));
        parser->end(Direction::Received, 3);
        parser->end(Direction::Sent, 3);
        const std::string told = recorder.text();
        for (const char *wanted : {"request text 40/40", "response text 29/29", "response text 7/7 one two", "lost 7"})
            QVERIFY2(told.find(wanted) != std::string::npos, (std::string(wanted) + " is not in\n" + told).c_str());
        for (const char *unwanted : {"malformed", "lost 8", "after the end"})
            QVERIFY2(told.find(unwanted) == std::string::npos, told.c_str());
    }
};

QTEST_GUILESS_MAIN(TestJoinedParser)
#include "tst_joined_parser.moc"
