// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/follower.h"
#include "tests/app/protocols/follower_script.h"

#include <QDir>
#include <QRegularExpression>
#include <QTest>

using namespace protocols;

class TestFollowers : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void sayWhatTheTranscriptSays_data()
    {
        QTest::addColumn<QString>("path");
        for (const char *name : { "websocket", "sse", "records" }) {
            const QDir folder(QStringLiteral(PROJECT_ROOT "/tests/app/protocols/%1").arg(QLatin1String(name)));
            const auto files = folder.entryList({ QStringLiteral("*.txt") });
            QVERIFY2(files.size() >= 5, name);
            for (const QString &file : files)
                QTest::newRow(qPrintable(QLatin1String(name) + u' ' + file.chopped(4).replace(u'_', u' '))) << folder.filePath(file);
        }
    }
    void sayWhatTheTranscriptSays()
    {
        QFETCH(QString, path);
        const auto file = test::readTranscriptFile(path.toStdString());
        QCOMPARE(QString::fromStdString(test::followerTranscript(file)), QString::fromStdString(file.expected));
    }
};

QTEST_GUILESS_MAIN(TestFollowers)
#include "tst_followers.moc"
