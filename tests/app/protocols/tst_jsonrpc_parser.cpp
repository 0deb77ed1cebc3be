// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/jsonrpc/jsonrpc_parser.h"
#include "tests/app/protocols/transcript_rows.h"

#include <QRegularExpression>
#include <QTest>

using namespace protocols;

class TestJsonRpcParser : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void saysWhatTheTranscriptSays_data() { test::addTranscripts({{"jsonrpc", 6}}); }
    void saysWhatTheTranscriptSays() { test::compareWithTranscript(jsonrpc::create); }

    void recognisesItsFirstBytes_data()
    {
        test::addFirstBytes({
            {"a line", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}\\n", true, true, Verdict::Yes},
            {"a line whose members come in another order", "{\"method\":\"ping\",\"jsonrpc\":\"2.0\"}\\n", false, false, Verdict::Yes},
            {"half a line", "{\"meth", true, true, Verdict::NeedMore},
            {"other JSON", "{\"level\":30,\"msg\":\"hi\"}\\n", true, true, Verdict::No},
            {"a length", "Content-Length:\\s12\\r\\n\\r\\n", true, true, Verdict::Yes},
            {"half a length", "Content-", true, true, Verdict::NeedMore},
            {"a head of HTTP", "Content-Type:\\sx\\r\\n\\r\\n", true, true, Verdict::No},
            {"words", "hello\\n", true, true, Verdict::No},
        });
    }
    void recognisesItsFirstBytes() { test::compareVerdict(jsonrpc::recognise, test::unescaped); }

    void awaitsNoMoreAnswersThanTheLimit()
    {
        std::string lines;
        const size_t limit = Limits().pipelineMax;
        for (size_t i = 0; i < limit + 10; ++i)
            lines += "{\"jsonrpc\":\"2.0\",\"id\":" + std::to_string(i) + ",\"method\":\"m\"}\n";
        test::Recorder recorder;
        const auto parser = jsonrpc::create(Direction::Sent, true, {}, recorder);
        test::play({{test::Step::Kind::Bytes, Direction::Sent, lines}}, *parser, 1 << 20);
        QCOMPARE(size_t(QString::fromStdString(recorder.text()).count(" response end")), size_t(10));
    }

    void aMessageOfAMegabyteIsWhole()
    {
        const std::string value(1'000'000, 'x');
        test::Recorder recorder;
        const auto parser = jsonrpc::create(Direction::Sent, true, {}, recorder);
        test::play({{test::Step::Kind::Bytes, Direction::Sent, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\"}\n"},
                    {test::Step::Kind::Bytes, Direction::Received, "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"" + value + "\"}\n"}}, *parser, 65536);
        QVERIFY(recorder.text().find("response row 1000002/1000002") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestJsonRpcParser)
#include "tst_jsonrpc_parser.moc"
