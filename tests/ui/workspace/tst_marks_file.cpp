// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workspace/marks_file.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace ui;

class MarksFileTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    QString write(const char *name, const QByteArray &bytes) const
    {
        QFile file(m_folder.filePath(QLatin1String(name)));
        return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() ? file.fileName() : QString();
    }
    static MarksError::Kind problem(const QString &capture)
    {
        const auto marks = readMarks(capture);
        return marks ? MarksError::Kind::File : marks.error().kind;
    }
    static std::vector<SavedMark> two()
    {
        return { { 3, 1'795'000'000'000'000'001, { MarkColour::Red, QStringLiteral("the \"slow\" one\n…") } }, { 9, 5, { MarkColour::None, QStringLiteral("x") } } };
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void comesBackAsItWasAndForItsOwnerAlone()
    {
        const QString capture = write("a.cleartap", QByteArray(100'000, 'a'));
        QVERIFY(readMarks(capture)->empty());
        QVERIFY(writeMarks(capture, two()));
        QVERIFY(readMarks(capture).value() == two());
        QCOMPARE(QFile::permissions(marksPath(capture)) & QFile::Permissions(0x0077), QFile::Permissions());
        QVERIFY(writeMarks(capture, {}));
        QVERIFY(!QFile::exists(marksPath(capture)));
    }

    void aPairThatIsHandedOnStaysAPair()
    {
        const QString capture = write("mine.cleartap", "the same bytes");
        QVERIFY(writeMarks(capture, two()));
        const QString copy = write("yours.cleartap", "the same bytes");
        QVERIFY(QFile::copy(marksPath(capture), marksPath(copy)));
        QVERIFY(readMarks(copy).value() == two());
    }

    void marksOfAnotherCaptureAreRefused()
    {
        const QString capture = write("one.cleartap", "one");
        const QString other = write("other.cleartap", "other");
        QVERIFY(writeMarks(capture, two()));
        QVERIFY(QFile::copy(marksPath(capture), marksPath(other)));
        QVERIFY(problem(other) == MarksError::Kind::OtherCapture);
    }

    void whatIsNoMarksFileIsRefused_data()
    {
        QTest::addColumn<QByteArray>("contents");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("no JSON") << QByteArray("{\"format\": \"clear");
        QTest::newRow("other JSON") << QByteArray("[1]");
        QTest::newRow("a later version") << QByteArray("{\"format\": \"cleartap marks\", \"version\": 2}");
        QTest::newRow("nested") << QByteArray(100'000, '[');
    }
    void whatIsNoMarksFileIsRefused()
    {
        QFETCH(QByteArray, contents);
        const QString capture = write("bad.cleartap", "bad");
        write("bad.cleartap.marks", contents);
        QVERIFY(problem(capture) == MarksError::Kind::NotMarks);
    }

    void entriesThatMakeNoSenseAreSkipped()
    {
        const QString capture = write("odd.cleartap", "odd");
        QVERIFY(writeMarks(capture, two()));
        QFile file(marksPath(capture));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QByteArray json = file.readAll();
        json.replace("\"marks\": [", "\"marks\": [7, {\"exchange\": -1, \"colour\": \"red\"}, {\"exchange\": 1e99, \"colour\": \"red\"}, {\"exchange\": 4, \"colour\": 12},");
        write("odd.cleartap.marks", json);
        QVERIFY(readMarks(capture).value() == two());
    }

    void aFolderThatIsNotThereIsAnError()
    {
        const auto written = writeMarks(m_folder.filePath(QStringLiteral("nowhere/a.cleartap")), two());
        QVERIFY(!written);
        QCOMPARE(written.error().errnoValue, ENOENT);
    }
};

QTEST_MAIN(MarksFileTest)
#include "tst_marks_file.moc"
