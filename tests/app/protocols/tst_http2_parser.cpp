// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/http2/http2_parser.h"
#include "tests/app/protocols/http2_script.h"
#include "tests/app/protocols/transcript_rows.h"

#include <QRegularExpression>
#include <QTest>

using namespace protocols;

class TestHttp2Parser : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void saysWhatTheTranscriptSays() { test::compareWithTranscript(http2::create, test::parseHttp2Script); }

    void recognisesItselfInTheMiddle()
    {
        using base::Side;
        const auto verdict = [](const std::string &bytes, Direction direction) {
            return http2::recognise(std::as_bytes(std::span(bytes)), direction, Side::Client, false);
        };
        const std::string headers = test::http2Frame("HEADERS 7 es #2 #4 #6");
        const std::string data = test::http2Frame("DATA 7 hello");
        QCOMPARE(verdict(headers, Direction::Sent), Verdict::Yes);
        QCOMPARE(verdict(data, Direction::Received), Verdict::NeedMore);
        QCOMPARE(verdict(data + data, Direction::Received), Verdict::Yes);
        QCOMPARE(verdict("tail" + test::http2Frame("WINDOW_UPDATE 0 9"), Direction::Sent), Verdict::Yes);
        QCOMPARE(verdict("GET / HTTP/1.1\r\nHost: a\r\n\r\n", Direction::Sent), Verdict::No);
        QCOMPARE(verdict("{\"json\": [1, 2, 3], \"more\": \"text\"}", Direction::Received), Verdict::No);
    }

    // Headers of SMB 2 ([MS-SMB2] 2.2.1) are mostly zeros: they hold what looks like an empty SETTINGS frame.
    void doesNotTakeTheZerosOfOtherProtocolsForAnEmptyFrame()
    {
        std::string message("\0\0\x01\x10\xfeSMB\x40\0\x01\0", 12);
        message += std::string("\0\0\0\x04\0\0\0\0\0", 9) + std::string("\xff\xfe\0\x71\x32\x08", 6) + std::string(240, '\x55');
        for (const Direction direction : {Direction::Sent, Direction::Received})
            QCOMPARE(http2::recognise(std::as_bytes(std::span(message)), direction, base::Side::Client, false), Verdict::No);
        // Followed by a frame it is one.
        const std::string settings = std::string("\0\0\0\x04\0\0\0\0\0", 9) + std::string("\0\0\x04\x08\0\0\0\0\0\0\x0f\0\x01", 13);
        QCOMPARE(http2::recognise(std::as_bytes(std::span(settings)), Direction::Sent, base::Side::Client, false), Verdict::Yes);
    }

    void saysWhatTheTranscriptSays_data() { test::addTranscripts({{"http2", 25}}); }
    void knowsTheClientByItsPreface()
    {
        using base::Side;
        const std::string start = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + test::http2Frame("SETTINGS 0") + test::http2Frame("WINDOW_UPDATE 0 9");
        for (const bool fromStart : { true, false }) {
            const auto verdict = [&](Side side) { return http2::recognise(std::as_bytes(std::span(start)), Direction::Received, side, fromStart); };
            QCOMPARE(verdict(Side::Server), Verdict::Yes);
            QCOMPARE(verdict(Side::Client), Verdict::No);
        }
    }

    void forgetsWhichStreamsAreOverOnlyLongAfter()
    {
        http2::ClosedStreams closed;
        for (uint32_t id = 1; id < 400'000; id += 2) {
            if (id % 10 != 7)
                closed.close(id);
        }
        QVERIFY(closed.contains(1));
        QVERIFY(closed.contains(399'991));
        QVERIFY(!closed.contains(399'987));
        QVERIFY(!closed.contains(340'007));
        QVERIFY(closed.contains(340'009));
        QVERIFY(!closed.contains(400'001));
        closed.close(0x7fffffff);
        QVERIFY(closed.contains(0x7fffffff));
        QVERIFY(!closed.contains(0x7ffffffd));
        QVERIFY(closed.contains(399'987));
    }
};

QTEST_GUILESS_MAIN(TestHttp2Parser)
#include "tst_http2_parser.moc"
