// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"

#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTemporaryFile>
#include <QTest>

#include <cerrno>

#include <unistd.h>

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

    // What a command writes while standard output is the recording.
    void divertsItsOutputAndSaysSoOnce()
    {
        QTemporaryFile said;
        QVERIFY(said.open());
        const int own = dup(STDERR_FILENO);
        dup2(said.handle(), STDERR_FILENO);
        auto silent = Command::prepare({"true"}, Command::Output::Diverted);
        auto loud = Command::prepare({"sh", "-c", "echo one; echo two >&2; echo three"}, Command::Output::Diverted);
        const bool released = silent && loud && silent->release() && loud->release();
        // A process it leaves running keeps the pipe open, and blocks nobody.
        auto leaves = Command::prepare({"sh", "-c", "sleep 3 & echo four"}, Command::Output::Diverted);
        const bool left = leaves && leaves->release();
        const bool ended = QTest::qWaitFor([&] { return silent->poll() == 0 && loud->poll() == 0 && leaves->poll() == 0; });
        dup2(own, STDERR_FILENO);
        close(own);
        QVERIFY(released && left && ended);
        said.seek(0);
        const QByteArray text = said.readAll();
        QCOMPARE(text.count("goes to standard error"), 2);
        QVERIFY2(!text.contains("true"), text.constData());
        for (const char *word : {"one\n", "two\n", "three\n", "four\n"})
            QVERIFY2(text.contains(word), text.constData());
    }

    void givesACommandNoInputIfItShallHaveNone()
    {
        auto silent = Command::prepare({"sh", "-c", "test -z \"$(cat)\""}, Command::Output::Inherited, Command::Input::None);
        QVERIFY(silent->release().has_value());
        QTRY_COMPARE(silent->poll(), 0);
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
