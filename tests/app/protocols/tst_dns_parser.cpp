// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/dns/dns_parser.h"
#include "tests/app/protocols/packet_script.h"
#include "tests/app/protocols/transcript_rows.h"

#include <QRegularExpression>
#include <QTest>

using namespace protocols;
using base::Side;

namespace {

const char *question = "2:4660 2:256 2:1 2:0 2:0 2:0 n:www n:example n:org 1:0 2:1 2:1";
const char *reply = "2:4660 2:33152 2:1 2:1 2:0 2:0 n:www n:example n:org 1:0 2:1 2:1 2:49164 2:1 2:1 4:60 2:4 1:127 1:0 1:0 1:5";

} // namespace

class TestDnsParser : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void saysWhatTheTranscriptSays_data() { test::addTranscripts({{"dns", 10}}); }
    void saysWhatTheTranscriptSays() { test::compareWithTranscript(dns::createStream, test::parsePacketScript); }

    void takesEachDatagramForOneMessage()
    {
        test::Recorder recorder;
        const auto parser = dns::createDatagrams(Direction::Sent, true, {}, recorder);
        test::play(test::parsePacketScript(std::string("> ") + question + "\n< " + reply + "\n< t:noise\nend <\n"), *parser, 1 << 20);
        const QString told = QString::fromStdString(recorder.text());
        QVERIFY2(told.contains("0 query dns A www.example.org\n"), qPrintable(told));
        QVERIFY2(told.contains("0 answer ok NOERROR: 127.0.0.5 rows 1\n0 response end\nraw < \"noise\"\n"), qPrintable(told));
        QCOMPARE(recorder.named, std::vector<std::string>({"127.0.0.5 www.example.org"}));
    }

    void recognisesItsFirstBytes_data()
    {
        QTest::addColumn<QString>("script");
        QTest::addColumn<bool>("request");
        QTest::addColumn<int>("datagram");
        QTest::addColumn<int>("stream");
        const auto row = [](const char *name, const std::string &script, bool request, Verdict datagram, Verdict stream) {
            QTest::newRow(name) << QString::fromStdString(script) << request << int(datagram) << int(stream);
        };
        row("question", question, true, Verdict::Yes, Verdict::No);
        row("question where answers travel", question, false, Verdict::No, Verdict::No);
        row("answer", reply, false, Verdict::Yes, Verdict::No);
        row("question with a length", std::string("tcp ") + question, true, Verdict::No, Verdict::Yes);
        row("half of one", "2:33 2:4660 2:256 2:1", true, Verdict::No, Verdict::NeedMore);
        row("request of HTTP", "t:GET\\s/\\sHTTP/1.1\\r\\n", true, Verdict::No, Verdict::No);
        row("start of PostgreSQL", "pg0 4:196608 z:user z:me 1:0", true, Verdict::No, Verdict::No);
        row("TLS", "1:22 1:3 1:1 2:512 t:0123456789012345678901234567890", true, Verdict::No, Verdict::No);
    }
    void recognisesItsFirstBytes()
    {
        QFETCH(QString, script);
        QFETCH(bool, request);
        QFETCH(int, datagram);
        QFETCH(int, stream);
        const std::string text = test::packetBytes(script.toStdString());
        const auto span = std::as_bytes(std::span(text));
        const Direction direction = request ? Direction::Sent : Direction::Received;
        QCOMPARE(int(dns::recogniseDatagram(span, direction, Side::Client, true)), datagram);
        QCOMPARE(int(dns::recogniseStream(span, direction, Side::Client, true)), stream);
    }
};

QTEST_GUILESS_MAIN(TestDnsParser)
#include "tst_dns_parser.moc"
