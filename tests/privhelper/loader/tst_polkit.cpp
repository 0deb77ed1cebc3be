// SPDX-License-Identifier: GPL-3.0-or-later
// Asks a real polkitd on a bus of its own, in a mount namespace where the product's action is installed.
// Needs root and the packages dbus-daemon and polkitd.
#include "privhelper/loader/polkit.h"

#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sched.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace loader;

namespace {

constexpr uid_t nobody = 65534;

constexpr const char *busConfiguration =
    "<busconfig><type>system</type><listen>unix:path=%1</listen><auth>EXTERNAL</auth>"
    "<policy context='default'><allow user='*'/><allow own='*'/><allow send_type='method_call'/><allow send_type='signal'/>"
    "<allow send_requested_reply='true' send_type='method_return'/><allow send_requested_reply='true' send_type='error'/>"
    "<allow receive_type='method_call'/><allow receive_type='method_return'/><allow receive_type='error'/>"
    "<allow receive_type='signal'/></policy></busconfig>";

constexpr const char *rule = "polkit.addRule(function(action, subject) {"
                             " if (action.id == 'io.github.cleartap.capture-others' && subject.user == 'nobody')"
                             " return polkit.Result.YES; });";

void writeFile(const QString &path, const QByteArray &text)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
        qFatal("cannot write %s", qPrintable(path));
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup | QFile::ReadOther);
}

} // namespace

class TestPolkit : public QObject
{
    Q_OBJECT

    QTemporaryDir m_directory;
    QProcess m_bus, m_polkit;
    pid_t m_sleeper = 0;

    Peer subject(uid_t uid) const
    {
        Peer peer;
        peer.pid = m_sleeper;
        peer.uid = uid;
        peer.startTicks = startTicksOf(m_sleeper);
        return peer;
    }
    Authorization ask(const Peer &peer, const char *action = captureOthersAction)
    {
        return checkAuthorization(peer, action).result;
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(geteuid() == 0, "needs root");
        // What is installed here is visible only to this process and its children.
        QVERIFY(unshare(CLONE_NEWNS) == 0 && mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0);
        for (const char *place : {"/usr/share/polkit-1/actions", "/etc/polkit-1/rules.d"})
            QVERIFY2(mount("none", place, "tmpfs", 0, "mode=0755") == 0, place);
        QVERIFY(QFile::copy(QStringLiteral(PROJECT_ROOT "/packaging/polkit/io.github.cleartap.policy"),
                            QStringLiteral("/usr/share/polkit-1/actions/io.github.cleartap.policy")));

        QFile::setPermissions(m_directory.path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner | QFile::ExeOther);
        const QString socket = m_directory.filePath(QStringLiteral("bus"));
        writeFile(m_directory.filePath(QStringLiteral("bus.conf")), QString::fromLatin1(busConfiguration).arg(socket).toUtf8());
        m_bus.start(QStringLiteral("dbus-daemon"), {QStringLiteral("--nofork"), QStringLiteral("--config-file=") + m_directory.filePath(QStringLiteral("bus.conf"))});
        QVERIFY(m_bus.waitForStarted());
        QTRY_VERIFY(QFile::exists(socket));
        qputenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=" + socket.toLocal8Bit());

        m_sleeper = fork();
        if (m_sleeper == 0) {
            if (setresgid(nobody, nobody, nobody) != 0 || setresuid(nobody, nobody, nobody) != 0)
                _exit(1);
            execlp("sleep", "sleep", "300", nullptr);
            _exit(1);
        }
    }
    void cleanupTestCase()
    {
        m_polkit.terminate();
        m_polkit.waitForFinished();
        m_bus.terminate();
        m_bus.waitForFinished();
        if (m_sleeper > 0) {
            kill(m_sleeper, SIGKILL);
            waitpid(m_sleeper, nullptr, 0);
        }
    }
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void saysThatPolkitIsNotThere()
    {
        QCOMPARE(ask(subject(nobody)), Authorization::Unavailable);
    }

    void deniesAUserWithoutARule()
    {
        m_polkit.start(QStringLiteral("/usr/lib/polkit-1/polkitd"), {QStringLiteral("--no-debug")});
        QVERIFY(m_polkit.waitForStarted());
        QTRY_COMPARE_WITH_TIMEOUT(ask(subject(nobody)), Authorization::Denied, 10'000);
        QCOMPARE(ask(subject(nobody), captureOwnAction), Authorization::Denied); // nobody can enter the password
        QCOMPARE(ask(subject(0)), Authorization::Granted);
    }

    void grantsWhatARuleAllowsToThatUserOnly()
    {
        writeFile(QStringLiteral("/etc/polkit-1/rules.d/49-test.rules"), rule);
        QTRY_COMPARE_WITH_TIMEOUT(ask(subject(nobody)), Authorization::Granted, 10'000);
        // What counts is the user of the socket's peer, not the user that the process id has now.
        QCOMPARE(ask(subject(12345)), Authorization::Denied);
    }

    void grantsNothingToAProcessThatTookTheNumber()
    {
        Peer replaced = subject(nobody);
        replaced.startTicks += 1;
        QVERIFY(ask(replaced) != Authorization::Granted);
        replaced.startTicks = 0;
        QCOMPARE(ask(replaced), Authorization::Denied);
    }

    void knowsNoActionOfAnotherName()
    {
        QVERIFY(ask(subject(nobody), "io.github.cleartap.nothing") != Authorization::Granted);
    }
};

QTEST_GUILESS_MAIN(TestPolkit)
#include "tst_polkit.moc"
