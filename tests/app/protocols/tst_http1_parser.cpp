// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/http1/http1_parser.h"
#include "tests/app/protocols/transcript_rows.h"

#include <QRegularExpression>
#include <QTest>

using namespace protocols;

class TestHttp1Parser : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void saysWhatTheTranscriptSays_data() { test::addTranscripts({{"http1", 40}}); }
    void saysWhatTheTranscriptSays() { test::compareWithTranscript(http1::create); }

    void handsOnBodiesWithoutCopying()
    {
        test::Recorder recorder;
        const auto parser = http1::create(Direction::Sent, true, {}, recorder);
        const std::string head = "PUT / HTTP/1.1\r\nContent-Length: 100000\r\n\r\n";
        const std::string rest = head.substr(10) + std::string(100'000, 'x');
        parser->bytes(Direction::Sent, { std::as_bytes(std::span(head)).first(10), 0 }, 1);
        parser->bytes(Direction::Sent, { std::as_bytes(std::span(rest)), 10 }, 2);
        QVERIFY(!recorder.bodyPieces.empty());
        const auto last = recorder.bodyPieces.back();
        const auto *in = reinterpret_cast<const std::byte *>(rest.data());
        QVERIFY(last.data() > in && last.data() + last.size() == in + rest.size());
        QVERIFY(last.size() > 90'000);
        QVERIFY(recorder.text().ends_with("0 request end\n"));
    }

    void keepsAPositionForEveryBodyByte()
    {
        test::Recorder recorder;
        const auto parser = http1::create(Direction::Sent, true, {}, recorder);
        const std::string text = "PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n";
        for (size_t i = 0; i < text.size(); ++i)
            parser->bytes(Direction::Sent, { std::as_bytes(std::span(text)).subspan(i, 1), 1000 + 2 * i }, 1);
        for (auto [position, byte] : recorder.bodyPositions)
            QCOMPARE(byte, text[(position - 1000) / 2]);
        QCOMPARE(recorder.bodyPositions.size(), size_t(11));
    }
};

QTEST_GUILESS_MAIN(TestHttp1Parser)
#include "tst_http1_parser.moc"
