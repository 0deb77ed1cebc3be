// SPDX-License-Identifier: GPL-3.0-or-later
// The script in a real shell, with a program that stands in for the helper.
#include "app/capture/far_side.h"

#include "app/base/file_descriptor.h"
#include "app/capture/errors.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>

using namespace capture;

class TestFarSide : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    pid_t m_shell = 0;
    base::FileDescriptor m_socket;

    std::string program(const char *script)
    {
        QFile file(m_folder.filePath(QStringLiteral("helper")));
        if (!file.open(QIODevice::WriteOnly) || file.write(script) < 0)
            qFatal("cannot write");
        return file.fileName().toStdString();
    }
    // What stands in for sudo: it wants a password each time, and remembers none.
    void placeSudo()
    {
        QDir(m_folder.path()).mkdir(QStringLiteral("bin"));
        QFile file(m_folder.filePath(QStringLiteral("bin/sudo")));
        if (!file.open(QIODevice::WriteOnly))
            qFatal("cannot write");
        file.write("#!/bin/sh\n[ \"$1\" = -n ] && exit 1\n[ \"$1 $2 $3 $4\" = '-k -S -p ' ] || exit 9\nIFS= read -r given\n[ \"$given\" = ' open sesame ' ] || exit 1\nshift 4\n"
                   "[ \"$1\" = -l ] && exit 0\nshift\nexec \"$@\"\n");
        file.setPermissions(file.permissions() | QFile::ExeOther | QFile::ReadOther | QFile::ExeOwner);
    }
    // A login shell that prints something first.
    std::expected<std::string, Error> run(const std::string &helper, const char *shell = "sh", std::string *password = nullptr, bool asRoot = true)
    {
        int pair[2];
        if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
            qFatal("no socket");
        m_socket.reset(pair[0]);
        const std::string command = "echo welcome; " + farCommand();
        QDir(m_folder.path()).mkdir(QStringLiteral("tmp"));
        qputenv("TMPDIR", m_folder.filePath(QStringLiteral("tmp")).toLocal8Bit());
        QFile::setPermissions(m_folder.path(), QFile::Permissions(0x7755));
        QFile::setPermissions(m_folder.filePath(QStringLiteral("tmp")), QFile::Permissions(0x7777));
        m_shell = fork();
        if (m_shell == 0) {
            if (!asRoot && (setgid(65534) != 0 || setuid(65534) != 0 || setenv("PATH", (m_folder.path() + QStringLiteral("/bin:/usr/bin:/bin")).toUtf8().constData(), 1) != 0))
                _exit(126);
            dup2(pair[1], 0);
            dup2(pair[1], 1);
            execlp(shell, shell, "-c", command.c_str(), nullptr);
            _exit(127);
        }
        close(pair[1]);
        return startFarHelper({m_socket.get(), helper, password, {}, [] { return errorOf(ErrorKind::NoLink, "gone"); }});
    }
    std::string rest(std::string read)
    {
        char piece[256];
        for (ssize_t count = 1; count > 0;) {
            count = recv(m_socket.get(), piece, sizeof piece, 0);
            if (count > 0)
                read.append(piece, size_t(count));
        }
        return read;
    }
    QStringList left() const { return QDir(m_folder.filePath(QStringLiteral("tmp"))).entryList(QDir::NoDotAndDotDot | QDir::AllEntries); }

private Q_SLOTS:
    void cleanup()
    {
        m_socket.reset();
        if (m_shell > 0)
            waitpid(m_shell, nullptr, 0);
        m_shell = 0;
    }

    void copiesTheHelperRunsItAndRemovesIt_data()
    {
        QTest::addColumn<QString>("shell");
        QTest::newRow("sh") << QStringLiteral("sh");
        QTest::newRow("bash") << QStringLiteral("bash");
    }
    void copiesTheHelperRunsItAndRemovesIt()
    {
        if (geteuid() != 0)
            QFAIL("run this as root: another user's helper needs sudo");
        QFETCH(QString, shell);
        const std::string helper = program("#!/bin/sh\n[ \"$2\" = --speaks ] && exit 0\nprintf 'frames %s ' \"$*\"\nhead -c 5\n");
        auto started = run(helper, shell.toLocal8Bit().constData());
        QVERIFY2(started, started ? "" : started.error().detail.c_str());
        QCOMPARE(left().size(), 1);
        QCOMPARE(send(m_socket.get(), "hello", 5, 0), ssize_t(5));
        QCOMPARE(rest(*started), std::string("frames --stdio --unlink hello"));
        cleanup();
        QCOMPARE(left(), QStringList());
    }

    void givesSudoThePasswordOnce()
    {
        if (geteuid() != 0)
            QFAIL("run this as root: it becomes another user");
        placeSudo();
        const std::string helper = program("#!/bin/sh\n[ \"$2\" = --speaks ] && exit 0\nprintf 'frames %s ' \"$*\"\nhead -c 5\n");
        std::string none, wrong = "guess", right = " open sesame ";
        auto asked = run(helper, "sh", &none, false);
        QVERIFY(!asked);
        QCOMPARE(asked.error().kind, ErrorKind::FarPassword);
        QCOMPARE(asked.error().detail, std::string());
        cleanup();
        auto denied = run(helper, "sh", &wrong, false);
        QVERIFY(!denied);
        QCOMPARE(denied.error().kind, ErrorKind::FarPassword);
        QVERIFY(!denied.error().detail.empty());
        QCOMPARE(wrong, std::string());
        cleanup();
        auto started = run(helper, "sh", &right, false);
        QVERIFY2(started, started ? "" : started.error().detail.c_str());
        QCOMPARE(right, std::string());
        QCOMPARE(send(m_socket.get(), "hello", 5, 0), ssize_t(5));
        shutdown(m_socket.get(), SHUT_WR);
        QCOMPARE(rest(*started), std::string("frames --stdio --unlink hello"));
        cleanup();
        QCOMPARE(left(), QStringList());
    }

    void overwritesASecret()
    {
        std::string secret = "a password that is longer than what a string holds in itself";
        const char *place = secret.data();
        const size_t size = secret.size();
        wipe(secret);
        QVERIFY(secret.empty());
        QVERIFY(std::all_of(place, place + size, [](char c) { return c == 0; }));
    }

    void saysWhyTheHelperDoesNotRunThere()
    {
        const auto started = run(program("#!/bin/sh\necho 'libbpf.so.1: not found' >&2\nexit 127\n"));
        QVERIFY(!started);
        QCOMPARE(started.error().kind, ErrorKind::FarHelper);
        QCOMPARE(started.error().detail, std::string("libbpf.so.1: not found"));
        cleanup();
        QCOMPARE(left(), QStringList());
    }

    void saysThatThereIsNothingToCopy()
    {
        const auto started = run("/no/such/helper");
        QVERIFY(!started);
        QCOMPARE(started.error().kind, ErrorKind::FarHelper);
    }

    void leavesNothingWhenTheLinkEndsDuringTheCopy()
    {
        int pair[2];
        QCOMPARE(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
        close(pair[1]);
        m_socket.reset(pair[0]);
        const auto started = startFarHelper({m_socket.get(), "", nullptr, {}, [] { return errorOf(ErrorKind::NoLink, "gone"); }});
        QVERIFY(!started);
        QCOMPARE(started.error().kind, ErrorKind::NoLink);
    }

    void refusesAnUnknownAnswer()
    {
        int pair[2];
        QCOMPARE(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
        m_socket.reset(pair[0]);
        constexpr std::string_view answer = "cleartap/1 something\n";
        QCOMPARE(write(pair[1], answer.data(), answer.size()), ssize_t(answer.size()));
        const auto started = startFarHelper({m_socket.get(), "", nullptr, {}, {}});
        close(pair[1]);
        QVERIFY(!started);
        QCOMPARE(started.error().kind, ErrorKind::FarHelper);
    }
};

QTEST_GUILESS_MAIN(TestFarSide)
#include "tst_far_side.moc"
