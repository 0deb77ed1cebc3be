// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/as_caller.h"

#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace loader;

namespace {

constexpr uid_t user = 23461;

// A client that has a file system of its own at this folder, with a file for its user alone.
class ClientElsewhere
{
public:
    explicit ClientElsewhere(const std::string &folder)
    {
        int ready[2];
        if (pipe2(ready, O_CLOEXEC) != 0)
            qFatal("pipe2");
        m_pid = fork();
        if (m_pid == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            const std::string file = folder + "/own", link = folder + "/link";
            const bool made = unshare(CLONE_NEWNS) == 0 && mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0
                && mount("none", folder.c_str(), "tmpfs", 0, "mode=0755") == 0 && close(open(file.c_str(), O_WRONLY | O_CREAT, 0600)) == 0
                && chown(file.c_str(), user, user) == 0 && symlink(file.c_str(), link.c_str()) == 0 && setresgid(user, user, user) == 0
                && setresuid(user, user, user) == 0 && prctl(PR_SET_DUMPABLE, 1) == 0;
            const char byte = made;
            (void)!write(ready[1], &byte, 1);
            for (;;)
                pause();
        }
        char byte = 0;
        if (read(ready[0], &byte, 1) != 1 || byte != 1)
            qFatal("no client");
        close(ready[0]);
        close(ready[1]);
    }
    ~ClientElsewhere()
    {
        kill(m_pid, SIGKILL);
        waitpid(m_pid, nullptr, 0);
    }
    Peer peer(uid_t uid = user) const
    {
        Peer peer;
        peer.pid = m_pid, peer.uid = uid, peer.gid = uid, peer.startTicks = startTicksOf(m_pid);
        return peer;
    }

private:
    pid_t m_pid = 0;
};

} // namespace

class TestAsCaller : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(geteuid() == 0, "needs root");
        QVERIFY(chmod(m_folder.path().toLocal8Bit(), 0755) == 0);
    }
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void opensAPathWhereTheCallerIs()
    {
        const std::string folder = m_folder.path().toStdString();
        const ClientElsewhere client(folder);
        for (const char *name : {"/own", "/link"}) {
            QVERIFY(!QFile::exists(QString::fromStdString(folder + name)));
            QVERIFY2(openWhereCallerIs(client.peer(), folder + name, O_RDONLY).has_value(), name);
            const auto here = openAsCaller(client.peer(), folder + name, O_RDONLY);
            QVERIFY(!here);
            QCOMPARE(here.error(), ENOENT);
        }
    }

    void opensNothingThatTheCallerMayNotOpen()
    {
        const std::string folder = m_folder.path().toStdString();
        const ClientElsewhere client(folder);
        for (const char *path : {"/etc/shadow", ("/proc/1/root" "/etc/shadow"), "/../../etc/shadow"}) {
            const auto file = openWhereCallerIs(client.peer(), path, O_RDONLY);
            QVERIFY2(!file, path);
        }
        // Somebody else's client shows neither its root nor its files.
        QVERIFY(!openWhereCallerIs(client.peer(user + 1), folder + "/own", O_RDONLY));
    }

    void doesNotTakeAnotherProcessForTheCaller()
    {
        const ClientElsewhere client(m_folder.path().toStdString());
        Peer before = client.peer();
        before.startTicks -= 1;
        const auto file = openWhereCallerIs(before, "/etc/passwd", O_RDONLY);
        QVERIFY(!file);
        QCOMPARE(file.error(), ESRCH);
    }

private:
    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestAsCaller)
#include "tst_as_caller.moc"
