// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/confine/call_list.h"
#include "privhelper/confine/landlock.h"
#include "privhelper/confine/role_ids.h"

#include "tests/support/in_child.h"

#include <QRegularExpression>
#include <QTest>

#include <csignal>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

using namespace confine;

// The first two need root, like the helper.
class TestConfine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void becomesAnUnprivilegedUserForGood()
    {
        QCOMPARE(geteuid(), uid_t(0));
        QCOMPARE(support::inChild([] {
                     if (!dropPrivileges())
                         return 1;
                     const RoleIds ids = roleIds(getpid());
                     if (getuid() != ids.user || geteuid() != ids.user || getgid() != ids.group || getgroups(0, nullptr) != 0)
                         return 2;
                     return setresuid(0, 0, 0) == 0 || setgid(0) == 0 ? 3 : 0;
                 }),
                 0);
    }

    void canReadNoFileOfRootAfterwards()
    {
        QCOMPARE(support::inChild([] { return dropPrivileges() && open("/etc/shadow", O_RDONLY) < 0 ? 0 : 1; }), 0);
    }

    void takesNoLimitBack()
    {
        QCOMPARE(support::inChild([] {
                     rlimit now{};
                     if (!limit(RLIMIT_FSIZE, 100) || !limit(RLIMIT_FSIZE, 200) || getrlimit(RLIMIT_FSIZE, &now) != 0)
                         return 1;
                     return now.rlim_cur == 100 && now.rlim_max == 100 ? 0 : 2;
                 }),
                 0);
    }

    void killsForACallThatIsNotListed()
    {
        const auto confined = [](auto work) {
            return support::inChild([&] {
                CallList calls;
                calls.allow({SCMP_SYS(write)});
                return setFlag("", PR_SET_NO_NEW_PRIVS, 1) && calls.enforce() ? work() : 1;
            });
        };
        QCOMPARE(confined([] { return write(1, "", 0) == 0 ? 0 : 2; }), 0);
        QCOMPARE(confined([] { return mmap(nullptr, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED ? 2 : 0; }), 0);
        QCOMPARE(confined([] { return open("/etc/passwd", O_RDONLY); }), -SIGSYS);
        QCOMPARE(confined([] { return int(getppid()); }), -SIGSYS);
        QCOMPARE(confined([] { return mmap(nullptr, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED; }), -SIGSYS);
        QCOMPARE(confined([] { return mmap(nullptr, 4096, PROT_READ, MAP_SHARED | MAP_ANONYMOUS, -1, 0) == MAP_FAILED; }), -SIGSYS);
    }

    void stopsAtTheStepThatFails()
    {
        int steps = 0;
        const auto good = [&] { return ++steps, Outcome(); };
        const Outcome outcome = inOrder(good, [] { return failed("do it", EPERM); }, good);
        QVERIFY(!outcome);
        QCOMPARE(outcome.error(), std::string("do it: Operation not permitted"));
        QCOMPARE(steps, 1);
    }
};

QTEST_GUILESS_MAIN(TestConfine)
#include "tst_confine.moc"
