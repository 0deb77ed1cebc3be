// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"

#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <cerrno>

using namespace cli;

class TestCommand : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void runsNothingBeforeItIsReleased()
    {
        QTemporaryDir directory;
        const std::string file = directory.filePath(QStringLiteral("ran")).toStdString();
        auto command = Command::prepare({"touch", file});
        QVERIFY(command.has_value());
        QTest::qWait(100);
        QVERIFY(!QFile::exists(QString::fromStdString(file)));
        QCOMPARE(command->poll(), -1);
        QVERIFY(command->release().has_value());
        QTRY_COMPARE(command->poll(), 0);
        QVERIFY(QFile::exists(QString::fromStdString(file)));
    }

    void runsNothingWhenItIsDropped()
    {
        QTemporaryDir directory;
        const std::string file = directory.filePath(QStringLiteral("ran")).toStdString();
        {
            auto command = Command::prepare({"touch", file});
            QVERIFY(command.has_value());
        }
        QVERIFY(!QFile::exists(QString::fromStdString(file)));
    }

    void tellsAProgramThatIsNotThere()
    {
        auto command = Command::prepare({"/no/such/program"});
        QVERIFY(command.has_value());
        QCOMPARE(command->release().error(), ENOENT);
    }

    void givesTheStatusAsAShellDoes()
    {
        auto three = Command::prepare({"sh", "-c", "exit 3"});
        QVERIFY(three->release().has_value());
        QTRY_COMPARE(three->poll(), 3);
        auto killed = Command::prepare({"sh", "-c", "kill -9 $$"});
        QVERIFY(killed->release().has_value());
        QTRY_COMPARE(killed->poll(), 128 + 9);
    }
};

QTEST_GUILESS_MAIN(TestCommand)
#include "tst_command.moc"
