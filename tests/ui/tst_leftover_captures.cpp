// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workspace/leftover_captures.h"

#include "tests/ui/support.h"
#include "tests/support/own_settings.h"
#include "ui/bars/banner.h"
#include "ui/window/main_window.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTest>

using ui::LeftoverCaptures;

class TestLeftoverCaptures : public QObject
{
    Q_OBJECT

    support::OwnSettings m_settings;
    QString m_folder;
    int m_ended = 0; // id of a process that no longer exists

    // A capture with only a head.
    void leave(const QString &name)
    {
        QFile file(m_folder + QLatin1Char('/') + name);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QByteArray head("CLEARTAP\1\0\0\0\x40\0\0\0", 16);
        head.resize(64, '\0');
        file.write(head);
    }
    QString ofEnded(int number) const { return QStringLiteral("%1-%2.cleartap").arg(m_ended).arg(number); }
    QStringList files() const { return QDir(m_folder).entryList(QDir::Files | QDir::Hidden); }

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("XDG_CACHE_HOME", m_settings.folder().path().toLocal8Bit());
        QCoreApplication::setApplicationName(QStringLiteral("cleartap"));
        m_folder = m_settings.folder().filePath(QStringLiteral("cleartap-test/cleartap/captures"));
        QVERIFY(QDir().mkpath(m_folder));
        QProcess process;
        process.start(QStringLiteral("true"), QStringList());
        m_ended = int(process.processId());
        QVERIFY(process.waitForFinished());
    }
    void init()
    {
        support::failOnWarnings();
        for (const QString &name : files())
            QFile::remove(m_folder + QLatin1Char('/') + name);
    }

    void whatNobodyWantedIsDeleted()
    {
        leave(ofEnded(1));
        leave(ofEnded(2));
        leave(QStringLiteral("unknown.cleartap"));
        {
            LeftoverCaptures leftovers;
            QCOMPARE(leftovers.size(), qsizetype(3));
            QCOMPARE(files().size(), qsizetype(3));
            const QString taken = leftovers.take();
            QVERIFY(QFile::exists(taken));
        }
        QCOMPARE(files().size(), qsizetype(1));
    }

    void whatIsNoCaptureOrALinkStays()
    {
        leave(QStringLiteral("notes.txt"));
        QVERIFY(QFile::link(QStringLiteral("/dev/null"), m_folder + QStringLiteral("/link.cleartap")));
        QCOMPARE(LeftoverCaptures().size(), qsizetype(0));
        QCOMPARE(QDir(m_folder).entryList(QDir::Files | QDir::System | QDir::Hidden).size(), qsizetype(2));
        QFile::remove(m_folder + QStringLiteral("/link.cleartap"));
    }

    void anotherProgramsNumberIsNoWindow()
    {
        leave(QStringLiteral("%1-1.cleartap").arg(QCoreApplication::applicationPid())); // this program is the test
        QCOMPARE(LeftoverCaptures().size(), qsizetype(1));
    }

    void theWindowOffersEachAndKeepsNoFile()
    {
        leave(ofEnded(1));
        leave(ofEnded(2));
        ui::Theme theme(ui::ThemeChoice::Light);
        {
            ui::MainWindow window(theme);
            window.closeWithoutAsking();
            window.show();
            auto *banner = window.findChild<ui::Banner *>();
            QVERIFY2(banner->sentence().startsWith(QLatin1String("2 unsaved captures")), qPrintable(banner->sentence()));
            QSignalSpy opened(&window.workspace().capture(), &ui::CaptureController::opened);
            QTest::mouseClick(banner->findChild<QPushButton *>(), Qt::LeftButton);
            QVERIFY(opened.wait());
            QCOMPARE(files().size(), qsizetype(1));
            QVERIFY(window.workspace().capture().files().value(0).startsWith(QLatin1String("/proc/self/fd/")));
            QFile copy(window.workspace().capture().files().value(0));
            QVERIFY(copy.open(QIODevice::ReadOnly));
            QCOMPARE(copy.readAll().first(8), QByteArray("CLEARTAP"));
            QVERIFY2(banner->sentence().startsWith(QLatin1String("An unsaved capture")), qPrintable(banner->sentence()));
        }
        QCOMPARE(files(), QStringList());
    }
};

QTEST_MAIN(TestLeftoverCaptures)
#include "tst_leftover_captures.moc"
