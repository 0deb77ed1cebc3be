// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/body_parser.h"
#include "tests/app/protocols/body_parser_script.h"
#include "tests/app/protocols/transcript_rows.h"

#include <QRegularExpression>
#include <QTest>

using namespace protocols;

class TestBodyParsers : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void sayWhatTheTranscriptSays_data() { test::addTranscripts({{"websocket", 5}, {"sse", 5}, {"records", 5}}); }
    void sayWhatTheTranscriptSays() { test::compareWithTranscript(test::bodyParserTranscript); }
};

QTEST_GUILESS_MAIN(TestBodyParsers)
#include "tst_body_parsers.moc"
