// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/detach_deadline.h"

#include <QElapsedTimer>
#include <QRegularExpression>
#include <QTest>

#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace std::chrono_literals;

namespace {

// A process that holds a descriptor, as a session holds its probes, and whose loop never checks the client again.
struct Busy {
    Busy(bool lifts)
    {
        int client[2], held[2];
        if (socketpair(AF_UNIX, SOCK_STREAM, 0, client) != 0 || pipe(held) != 0)
            return;
        pid = fork();
        if (pid == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            close(client[0]);
            close(held[0]);
            loader::DetachDeadline deadline(client[1], 200ms);
            if (lifts)
                deadline.lift();
            for (;;)
                pause();
        }
        close(client[1]);
        close(held[1]);
        ours = loader::UniqueFd(client[0]);
        probe = loader::UniqueFd(held[0]);
    }
    ~Busy()
    {
        kill(pid, SIGKILL);
        waitpid(pid, nullptr, 0);
    }
    bool letsGoWithin(int ms) const
    {
        pollfd waited { probe.get(), POLLIN, 0 };
        return poll(&waited, 1, ms) == 1;
    }

    pid_t pid = -1;
    loader::UniqueFd ours, probe;
};

} // namespace

class DetachDeadlineTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void letsGoOfTheProbesOfALoopThatIsBusyForEver()
    {
        Busy busy(false);
        QVERIFY(!busy.letsGoWithin(400)); // the client is there
        busy.ours.reset();
        QVERIFY(busy.letsGoWithin(5000));
        int status = 0;
        QCOMPARE(waitpid(busy.pid, &status, 0), busy.pid);
        QVERIFY(WIFEXITED(status));
    }

    void leavesALoopAloneThatDetachesByItself()
    {
        Busy busy(true);
        busy.ours.reset();
        QVERIFY(!busy.letsGoWithin(800));
    }

    void endsWithItsSession()
    {
        int client[2];
        QCOMPARE(socketpair(AF_UNIX, SOCK_STREAM, 0, client), 0);
        QElapsedTimer timer;
        timer.start();
        {
            const loader::DetachDeadline deadline(client[1], 60s);
            close(client[0]);
        }
        QVERIFY(timer.elapsed() < 5000);
        close(client[1]);
    }
};

QTEST_GUILESS_MAIN(DetachDeadlineTest)
#include "tst_detach_deadline.moc"
