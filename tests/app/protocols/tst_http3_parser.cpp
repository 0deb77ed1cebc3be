// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/http3/http3_parser.h"
#include "app/protocols/quic/streams_parser.h"
#include "tests/app/protocols/http3_script.h"
#include "tests/app/protocols/transcript_rows.h"

#include <QRegularExpression>
#include <QTest>

using namespace protocols;

namespace {

std::string preface(std::string_view protocol)
{
    std::vector<std::byte> out;
    quic::CarriageWriter(out).preface(protocol);
    return {reinterpret_cast<const char *>(out.data()), out.size()};
}

} // namespace

class TestHttp3Parser : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void saysWhatTheTranscriptSays_data() { test::addTranscripts({{"http3", 20}}); }
    void saysWhatTheTranscriptSays() { test::compareWithTranscript(http3::create, test::parseHttp3Script); }

    void isRecognisedByTheNameOfItsProtocol()
    {
        const auto verdict = [](auto recognise, const std::string &bytes) {
            return recognise(std::as_bytes(std::span(bytes)), Direction::Sent, base::Side::Client, true);
        };
        QCOMPARE(verdict(http3::recognise, preface("h3")), Verdict::Yes);
        QCOMPARE(verdict(http3::recognise, preface("h3-29")), Verdict::Yes);
        QCOMPARE(verdict(http3::recognise, preface("doq")), Verdict::No);
        QCOMPARE(verdict(quic::recognise, preface("doq")), Verdict::Yes);
        QCOMPARE(verdict(http3::recognise, "QUI"), Verdict::NeedMore);
        QCOMPARE(verdict(http3::recognise, preface("h3").substr(0, 7)), Verdict::NeedMore);
        QCOMPARE(verdict(http3::recognise, "QUIT\r\n"), Verdict::No);
        QCOMPARE(verdict(quic::recognise, "GET / HTTP/1.1\r\n"), Verdict::No);
    }

    void showsStreamsOfOtherProtocolsAsAConversation()
    {
        test::TranscriptFile file;
        file.script = "> PREFACE doq\n< PREFACE doq\n> RAW 0 question\n> END 0\n< RAW 0 answer\n< DATAGRAM more\n";
        QCOMPARE(QString::fromStdString(test::transcript(file, quic::create, test::parseHttp3Script)), QStringLiteral("raw > \"question\"\nraw < \"answermore\"\n"));
    }
};

QTEST_GUILESS_MAIN(TestHttp3Parser)
#include "tst_http3_parser.moc"
