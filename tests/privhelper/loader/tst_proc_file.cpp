// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/proc_file.h"

#include <QRegularExpression>
#include <QTest>

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

using namespace loader;

namespace {

using Ids = std::array<uint32_t, 3>;

constexpr std::string_view status = "Name:\tcurl\nUmask:\t0022\nTgid:\t12\nUid:\t1000\t1001\t1002\t1003\nGid:\t7\t8\t9\t10\n";

} // namespace

class TestProcFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void readsFieldsAtTheBeginningOfTheirLines()
    {
        QCOMPARE(fieldOf(status, "Tgid"), std::string_view("12"));
        QCOMPARE(fieldOf(status, "Name"), std::string_view("curl"));
        QCOMPARE(fieldOf("a: \nb:  x y \t\n", "a"), std::string_view());
        QCOMPARE(fieldOf("a: \nb:  x y \t", "b"), std::string_view("x y"));
        QCOMPARE(fieldOf(status, "Tg"), std::string_view());
        QCOMPARE(fieldOf({}, "Tgid"), std::string_view());
    }

    void readsTheIds()
    {
        QCOMPARE(idsOf(status, "Uid"), (Ids{1000, 1001, 1002}));
        QCOMPARE(idsOf(status, "Gid"), (Ids{7, 8, 9}));
        QCOMPARE(idsOf("Uid:\t5\n", "Uid"), (Ids{5, ~0u, ~0u}));
        QCOMPARE(idsOf("Uid:\tx\n", "Uid"), (Ids{~0u, ~0u, ~0u}));
        QCOMPARE(idsOf("Uid:\t99999999999\n", "Uid"), (Ids{~0u, ~0u, ~0u}));
    }

    // A process chooses its name, and fields follow it.
    void takesNoNameOfAProcessForAField()
    {
        const auto read = [](const char *name) {
            const pid_t child = fork();
            if (child == 0) {
                prctl(PR_SET_NAME, name, 0, 0, 0);
                kill(getpid(), SIGSTOP);
                _exit(0);
            }
            waitpid(child, nullptr, WUNTRACED);
            const std::string text = readProc(procPath(uint32_t(child), "status"));
            kill(child, SIGKILL);
            waitpid(child, nullptr, 0);
            return text;
        };
        for (const char *name : {"Uid:\t0 0 0", "x\nUid:\t0\t0\t0", "Uid:", "\nUid:\t7"}) {
            const std::string text = read(name);
            QVERIFY(text.find("Uid") < text.find("Umask")); // the name is there
            QCOMPARE(idsOf(text, "Uid"), (Ids{getuid(), geteuid(), geteuid()}));
        }
    }

    void readsNoMoreThanItsLimit()
    {
        QCOMPARE(readProc("/dev/zero", 10).size(), size_t(10));
        QCOMPARE(readProc("/proc/self/nothing"), std::string());
    }

    void findsItsOwnControlGroup()
    {
        const std::string own = controlGroupOf(uint32_t(getpid()));
        QVERIFY(own.empty() || own.starts_with('/'));
        QCOMPARE(controlGroupOf(0x7ffffff0), std::string());
    }
};

QTEST_GUILESS_MAIN(TestProcFile)
#include "tst_proc_file.moc"
