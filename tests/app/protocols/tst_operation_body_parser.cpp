// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/protocols/body_parser_script.h"
#include "tests/app/protocols/transcript_rows.h"

#include <QRegularExpression>
#include <QTest>

using namespace protocols;

class TestOperationBodyParser : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void saysWhatTheTranscriptSays_data() { test::addTranscripts({{"operation", 29}}); }
    void saysWhatTheTranscriptSays() { test::compareWithTranscript(test::bodyParserTranscript); }

    void namesAreShort()
    {
        test::TranscriptFile file;
        file.script = "request POST / | content-type: application/json\n> {\"jsonrpc\":\"2.0\",\"method\":\"" + std::string(5000, 'm') + "\"}\nend >\n";
        QVERIFY(test::bodyParserTranscript(file).size() < 250);
    }

    void aLongBodyIsReadAsFarAsItIsHeld()
    {
        test::TranscriptFile file;
        file.script = "request POST / | content-type: application/json\n> {\"jsonrpc\":\"2.0\",\"method\":\"put\",\"params\":[\"" + std::string(200'000, 'x')
            + "\"]}\nend >\n";
        QCOMPARE(QString::fromStdString(test::playBodyParsers(file, 1000)), QString("0 operation put\n"));
    }
};

QTEST_GUILESS_MAIN(TestOperationBodyParser)
#include "tst_operation_body_parser.moc"
