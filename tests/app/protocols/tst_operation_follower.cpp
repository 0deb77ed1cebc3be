// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/protocols/follower_script.h"

#include <QDir>
#include <QRegularExpression>
#include <QTest>

using namespace protocols;

class TestOperationFollower : public QObject
{
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void saysWhatTheTranscriptSays_data()
    {
        QTest::addColumn<QString>("path");
        const QDir folder(PROJECT_ROOT "/tests/app/protocols/operation");
        const auto files = folder.entryList({ "*.txt" });
        QVERIFY(files.size() >= 18);
        for (const QString &file : files)
            QTest::newRow(qPrintable(file.chopped(4).replace('_', ' '))) << folder.filePath(file);
    }
    void saysWhatTheTranscriptSays()
    {
        QFETCH(QString, path);
        const auto file = test::readTranscriptFile(path.toStdString());
        QCOMPARE(QString::fromStdString(test::followerTranscript(file)), QString::fromStdString(file.expected));
    }

    void namesAreShort()
    {
        test::TranscriptFile file;
        file.script = "request POST / | content-type: application/json\n> {\"jsonrpc\":\"2.0\",\"method\":\"" + std::string(5000, 'm') + "\"}\nend >\n";
        QVERIFY(test::followerTranscript(file).size() < 250);
    }

    void aLongBodyIsReadAsFarAsItIsHeld()
    {
        test::TranscriptFile file;
        file.script = "request POST / | content-type: application/json\n> {\"jsonrpc\":\"2.0\",\"method\":\"put\",\"params\":[\"" + std::string(200'000, 'x')
            + "\"]}\nend >\n";
        QCOMPARE(QString::fromStdString(test::playFollowers(file, 1000)), QString("0 operation put\n"));
    }
};

QTEST_GUILESS_MAIN(TestOperationFollower)
#include "tst_operation_follower.moc"
