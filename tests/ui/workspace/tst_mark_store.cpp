// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workspace/mark_store.h"

#include "tests/support/memory_bodies.h"
#include "tests/support/scripted.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace ui;

class MarkStoreTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    // A capture with only a head: of the exchanges that marks name, it has none.
    QString capture(const char *name) const
    {
        QFile file(m_folder.filePath(QLatin1String(name)));
        QByteArray head("CLEARTAP\1\0\0\0\x40\0\0\0", 16);
        head.resize(64, '\0');
        return file.open(QIODevice::WriteOnly) && file.write(head) == head.size() ? file.fileName() : QString();
    }
    struct Setting {
        CaptureController controller;
        CaptureFiles files { controller };
        Marks marks;
        MarkStore store { controller, files, marks };
        QSignalSpy failed { &store, &MarkStore::failed };

        void open(const QString &path)
        {
            QSignalSpy opened(&controller, &CaptureController::opened);
            files.open(path);
            QVERIFY(opened.wait());
        }
    };

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void marksComeBackToTheirExchanges()
    {
        const QString path = capture("c.cleartap");
        const auto show = [&path](Setting &s, const QStringList &lines) {
            support::Script script;
            s.controller.show(script.batch(lines), std::make_shared<support::MemoryBodies>(), path);
        };
        const QStringList lines { QStringLiteral("0 curl GET a /0 200 5ms"), QStringLiteral("1 curl GET a /1 200 5ms"), QStringLiteral("2 curl GET a /2 200 5ms") };
        {
            Setting s;
            show(s, lines);
            QTRY_VERIFY(s.store.keeps());
            s.marks.setColour({ 1 }, MarkColour::Blue);
            s.marks.setComment({ 2 }, QStringLiteral("slow"));
        } // at once, without waiting for the timer
        {
            Setting s;
            show(s, lines);
            QTRY_COMPARE(s.marks.at(1).colour, MarkColour::Blue);
            QCOMPARE(s.marks.at(2).comment, QStringLiteral("slow"));
            s.marks.setColour({ 0 }, MarkColour::Red);
            QTRY_COMPARE(readMarks(path)->size(), size_t(3));
            s.controller.clear();
            QVERIFY(s.marks.all().empty() && !s.store.keeps());
        }
        auto marks = readMarks(path).value(); // as a version would have written them that numbers exchanges differently
        for (SavedMark &mark : marks)
            mark.exchange += 40;
        QVERIFY(writeMarks(path, marks));
        Setting s;
        show(s, lines);
        QTRY_COMPARE(s.marks.all().size(), size_t(3));
        QCOMPARE(s.marks.at(0).colour, MarkColour::Red);
        QCOMPARE(s.failed.size(), 0);
    }

    void whatIsOfNoExchangeHereIsKeptAllTheSame()
    {
        const QString path = capture("a.cleartap");
        const std::vector<SavedMark> marks { { 5, 77, { MarkColour::Red, QStringLiteral("elsewhere") } } };
        QVERIFY(writeMarks(path, marks));
        {
            Setting s;
            s.open(path);
            QTRY_VERIFY(s.store.keeps());
            QVERIFY(s.marks.all().empty());
            QSignalSpy saved(&s.files, &CaptureFiles::saved);
            QVERIFY(s.files.save(path));
            QVERIFY(saved.wait());
        }
        QVERIFY(readMarks(path).value() == marks);
    }

    void aFileThatIsNotOursStaysAsItIs()
    {
        const QString path = capture("b.cleartap");
        QFile notes(marksPath(path));
        QVERIFY(notes.open(QIODevice::WriteOnly) && notes.write("my notes") == 8);
        notes.close();
        {
            Setting s;
            s.open(path);
            QTRY_COMPARE(s.failed.size(), 1);
            QVERIFY(s.failed[0][0].value<MarksError>().kind == MarksError::Kind::NotMarks);
            QVERIFY(!s.store.keeps());
            s.marks.setColour({ 0 }, MarkColour::Red);
            QSignalSpy saved(&s.files, &CaptureFiles::saved);
            QVERIFY(s.files.save(path));
            QVERIFY(saved.wait());
        }
        QVERIFY(notes.open(QIODevice::ReadOnly));
        QCOMPARE(notes.readAll(), QByteArray("my notes"));
    }
};

QTEST_MAIN(MarkStoreTest)
#include "tst_mark_store.moc"
