// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/nats/nats_parser.h"
#include "tests/app/protocols/transcript_rows.h"

#include <QRegularExpression>
#include <QTest>

using namespace protocols;

class TestNatsParser : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void saysWhatTheTranscriptSays_data() { test::addTranscripts({{"nats", 9}}); }
    void saysWhatTheTranscriptSays() { test::compareWithTranscript(nats::create); }

    void recognisesItsFirstBytes_data()
    {
        test::addFirstBytes({
            {"greeting", "INFO\\s{\"server_id\":\"N\"}\\r\\n", false, true, Verdict::Yes},
            {"half a greeting", "INFO\\s{\"ser", false, true, Verdict::NeedMore},
            {"another's greeting", "INFO\\s{\"name\":1}\\r\\n", false, true, Verdict::No},
            {"login", "CONNECT\\s{\"verbose\":false}\\r\\n", true, true, Verdict::Yes},
            {"connect of http", "CONNECT\\sa:443\\sHTTP/1.1\\r\\n", true, true, Verdict::No},
            {"info of redis", "INFO\\r\\n", true, true, Verdict::No},
            {"delivered message", "MSG\\sa.b\\s1\\s2\\r\\nhi\\r\\n", false, false, Verdict::Yes},
            {"delivered message from a client", "MSG\\sa.b\\s1\\s2\\r\\nhi\\r\\n", true, false, Verdict::No},
            {"published message", "pub\\sa.b\\s2\\r\\nhi\\r\\n", true, false, Verdict::Yes},
            {"message with a reply", "HMSG\\sa\\s1\\sb\\s12\\s12\\r\\n", false, false, Verdict::Yes},
            {"more headers than bytes", "HMSG\\sa\\s1\\sb\\s13\\s12\\r\\n", false, false, Verdict::No},
            {"subscription", "SUB\\sa.>\\s1\\r\\n", true, false, Verdict::Yes},
            {"ping alone", "PING\\r\\n", true, false, Verdict::No},
            {"half a line", "MSG\\sa.b\\s1", false, false, Verdict::No},
            {"words", "MSG\\sone\\stwo\\sthree\\sfour\\sfive\\r\\n", false, false, Verdict::No},
        });
    }
    void recognisesItsFirstBytes() { test::compareVerdict(nats::recognise, test::unescaped); }

    void awaitsNoMoreRepliesThanTheLimit()
    {
        std::string packets;
        for (int i = 0; i < 100; ++i)
            packets += "PUB a _INBOX." + std::to_string(i) + " 1\r\nx\r\n";
        test::Recorder recorder;
        const auto parser = nats::create(Direction::Sent, false, {.pipelineMax = 10}, recorder);
        test::play({{test::Step::Kind::Bytes, Direction::Sent, packets}}, *parser, 1 << 20);
        const QString text = QString::fromStdString(recorder.text());
        QCOMPARE(text.count(" query nats REQUEST a"), 10);
        QCOMPARE(text.count("request message (a\\nreply to _INBOX."), 100);
    }

    void endsALineThatIsTooLong()
    {
        test::Recorder recorder;
        const auto parser = nats::create(Direction::Sent, true, {}, recorder);
        test::play({{test::Step::Kind::Bytes, Direction::Sent, "PUB " + std::string(200'000, 'a')}}, *parser, 5000);
        QVERIFY(recorder.text().starts_with("raw > \"PUB aaa"));
    }
};

QTEST_GUILESS_MAIN(TestNatsParser)
#include "tst_nats_parser.moc"
