// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/agents/captures.h"

#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace agents;

class TestCaptures : public QObject
{
    Q_OBJECT
    QTemporaryDir m_folder;
    std::string file(const char *name, const QByteArray &bytes)
    {
        QFile file(m_folder.filePath(name));
        return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() ? file.fileName().toStdString() : std::string();
    }
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void numbersWhatItOpensAndForgetsWhatIsClosed()
    {
        const std::string har = file("a.har", R"({"log":{"version":"1.2","creator":{"name":"x","version":"1"},"entries":[]}})");
        Captures captures;
        QCOMPARE(captures.openFile(har, UINT64_MAX)->id, "c1");
        QCOMPARE(captures.openFile(har, UINT64_MAX)->id, "c2");
        QVERIFY(captures.close("c1"));
        QVERIFY(!captures.close("c1") && !captures.find("c1"));
        const auto opened = captures.openFile(har, UINT64_MAX);
        QCOMPARE(opened->id, "c3");
        QVERIFY(opened->capture->hasEnded() && opened->capture->problem().empty());
    }

    void hasALimit()
    {
        const std::string har = file("b.har", R"({"log":{"version":"1.2","creator":{"name":"x","version":"1"},"entries":[]}})");
        Captures captures;
        for (size_t i = 0; i < Captures::most; ++i)
            QVERIFY(captures.openFile(har, UINT64_MAX).has_value());
        const auto refused = captures.openFile(har, UINT64_MAX);
        QVERIFY(!refused && refused.error().find("close_capture") != std::string::npos);
        QVERIFY(captures.close("c3"));
        QVERIFY(captures.openFile(har, UINT64_MAX).has_value());
    }

    void saysWhyAFileCannotBeRead()
    {
        Captures captures;
        QVERIFY(captures.openFile("/nowhere", UINT64_MAX).error().find("No such file") != std::string::npos);
        QVERIFY(captures.openFile("/", UINT64_MAX).error().find("not a file") != std::string::npos);
        QVERIFY(captures.openFile(file("c.har", "{\"log\":{}}"), UINT64_MAX).error().find("log.entries") != std::string::npos);
        QVERIFY(captures.all().empty());
    }
};

QTEST_GUILESS_MAIN(TestCaptures)
#include "tst_captures.moc"
