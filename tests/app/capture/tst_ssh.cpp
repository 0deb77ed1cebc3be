// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/capture/ssh.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cerrno>
#include <sys/socket.h>
#include <sys/wait.h>

using namespace capture;

class TestSsh : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void knowsWhatMayBeGivenToSsh_data()
    {
        QTest::addColumn<bool>("good");
        for (const char *name : {"web1", "deploy@web1", "web1.example.org", "ssh://web1", "ssh://deploy@web1:2222", "root@10.0.0.7", "root@[fe80::1%eth0]"})
            QTest::newRow(name) << true;
        for (const char *name : {"", "@", "user@", "@host", "-oProxyCommand=x", "root@-oProxyCommand", "-l@host", "ssh://-x", "ssh://u@-x", "a b", "a;b", "a`b`", "$(x)",
                                 "a\nb", "ssh://host/path", "a'b", "ssh://"})
            QTest::newRow(name) << false;
    }
    void knowsWhatMayBeGivenToSsh()
    {
        QFETCH(bool, good);
        QCOMPARE(isDestination(QTest::currentDataTag()), good);
    }
    void refusesALongName()
    {
        QVERIFY(isDestination(std::string(255, 'a')));
        QVERIFY(!isDestination(std::string(256, 'a')));
    }
    void callsAMachineByItsHost()
    {
        QCOMPARE(machineName("web1"), std::string("web1"));
        QCOMPARE(machineName("deploy@web1"), std::string("web1"));
        QCOMPARE(machineName("ssh://deploy@web1:2222"), std::string("web1:2222"));
        QCOMPARE(machineName("a@b@host"), std::string("host"));
    }
    void speaksWithWhatItStartedAndKeepsItsLastWords()
    {
        // What stands in for ssh gets the options, "--", the machine and the command.
        QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("ssh")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("#!/bin/sh\nwhile [ \"$1\" != -- ]; do shift; done\necho first >&2\nprintf 'last: %s\\033' \"$2\" >&2\necho \"$3\"\ncat\n");
        file.close();
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        qputenv("CLEARTAP_SSH", file.fileName().toLocal8Bit());
        auto ssh = Ssh::start("web1", "the command", Ssh::Asking::Forbidden);
        QVERIFY(ssh);
        QCOMPARE(send(ssh->socket(), "hello", 5, 0), ssize_t(5));
        char text[17];
        QCOMPARE(recv(ssh->socket(), text, sizeof text, MSG_WAITALL), ssize_t(sizeof text));
        QCOMPARE(std::string(text, sizeof text), std::string("the command\nhello"));
        ssh->takeSocket().reset();
        QCOMPARE(waitpid(ssh->pid(), nullptr, 0), ssh->pid());
        QCOMPARE(lastWords(ssh->takeErrors().get()), std::string("last: web1"));
    }
    void saysWhyItCannotStart()
    {
        qputenv("CLEARTAP_SSH", "/no/such/ssh");
        const auto ssh = Ssh::start("web1", "x", Ssh::Asking::Forbidden);
        QVERIFY(!ssh);
        QCOMPARE(ssh.error(), ENOENT);
    }
};

QTEST_GUILESS_MAIN(TestSsh)
#include "tst_ssh.moc"
