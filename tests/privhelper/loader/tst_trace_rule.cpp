// SPDX-License-Identifier: GPL-3.0-or-later
// What the probes copy, held against the kernel's own answer to "may this user attach to that process?", for processes
// that change who they are. Needs root. The processes are those of tests/support/identity_peer.c.
#include "privhelper/loader/as_caller.h"
#include "tests/privhelper/loader/capture_rig.h"

#include <QFileInfo>
#include <QRegularExpression>
#include <QTest>

#include <arpa/inet.h>
#include <fcntl.h>
#include <sys/stat.h>

using namespace loader;
using rig::Capture;

namespace {

constexpr uid_t me = 23471, other = 23472;

QStringList words(const QString &text)
{
    return text.split(u' ', Qt::SkipEmptyParts);
}

} // namespace

class TestTraceRule : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<Capture> m_capture;
    int m_listener = -1;
    int m_port = 0;

    QString copy(const QString &name, uid_t user, gid_t group, mode_t mode)
    {
        const QString path = m_folder.filePath(name);
        if (!QFile::copy(QStringLiteral(BINARY_DIR "/../tests/identity_peer"), path) || chown(qPrintable(path), user, group) != 0
            || chmod(qPrintable(path), mode) != 0)
            qFatal("%s cannot be made", qPrintable(path));
        return path;
    }

    // `~NAME` is the program of that name; `me` and `other` are ids.
    QStringList steps(const QString &text) const
    {
        QStringList all = words(text);
        for (QString &word : all) {
            if (word.startsWith(u'~'))
                word = m_folder.filePath(word.mid(1));
            else if (word == u"me" || word == u"other")
                word = QString::number(word == u"me" ? me : other);
        }
        return all;
    }

    // The thread that waits.
    static pid_t waiting(QProcess &process)
    {
        if (!process.canReadLine() && !process.waitForReadyRead(10'000))
            return 0;
        return process.readLine().trimmed().toInt();
    }

    static void writeMaps(qint64 pid, const QString &users)
    {
        for (const char *name : {"uid_map", "gid_map"}) {
            QFile file(QStringLiteral("/proc/%1/%2").arg(pid).arg(QLatin1String(name)));
            if (!file.open(QIODevice::WriteOnly | QIODevice::Unbuffered) || file.write(users.toUtf8()) < 0)
                qFatal("%s cannot be written", name);
        }
    }

    bool wasCopied(const QByteArray &text)
    {
        QThread::msleep(20);
        const rig::Log &log = m_capture->drain();
        return std::ranges::any_of(log.plain, [&](const auto &stream) { return stream.second.bytes.contains(text); });
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }
    void initTestCase()
    {
        QVERIFY2(geteuid() == 0, "needs root");
        chmod(qPrintable(m_folder.path()), 0755);
        copy(QStringLiteral("plain"), 0, 0, 0755);
        copy(QStringLiteral("unreadable"), 0, 0, 0711);
        copy(QStringLiteral("setuid-root"), 0, 0, 04755);
        copy(QStringLiteral("setuid-other"), other, 0, 04755);
        copy(QStringLiteral("setgid-other"), 0, other, 02755);
        copy(QStringLiteral("setuid-me"), me, 0, 04755);
        const QString capable = copy(QStringLiteral("capable"), 0, 0, 0755);
        QCOMPARE(rig::run(QStringLiteral("setcap"), {QStringLiteral("cap_net_raw+p"), capable}).exitCode, 0);

        m_listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        QVERIFY(bind(m_listener, reinterpret_cast<sockaddr *>(&address), size) == 0 && listen(m_listener, 128) == 0
                && getsockname(m_listener, reinterpret_cast<sockaddr *>(&address), &size) == 0);
        m_port = ntohs(address.sin_port);

        ScopeConfig scope; // everything that this user may trace
        scope.mode = ScopeMode::All;
        scope.callerUid = scope.callerGid = me;
        scope.excludeChildren = false;
        m_capture = std::make_unique<Capture>(scope, false);
        QVERIFY2(m_capture->isOpen(), qPrintable(m_capture->error()));
    }
    void cleanupTestCase()
    {
        m_capture.reset();
        close(m_listener);
    }

    void copiesWhatTheKernelLetsTheUserTrace_data()
    {
        QTest::addColumn<QString>("before"); // steps, then it talks
        QTest::addColumn<QString>("then");   // further steps, then it talks again
        QTest::addColumn<QString>("maps");   // of its namespace, written while it waits for that
        QTest::addColumn<bool>("expected");
        const QString mine = QStringLiteral("gid me me me uid me me me run ~plain ");
        const auto row = [](const char *name, const QString &before, const QString &then, bool expected, const QString &maps = {}) {
            QTest::newRow(name) << before << then << maps << expected;
        };
        const auto changed = [&](const char *name, const QString &then) { row(name, QString(), then + " show", false); };

        row("theirs", mine, "", true);
        row("another user's", "gid other other other uid other other other run ~plain", "", false);
        row("root's", "", "", false);
        changed("effective user only", "gid me me me uid 0 me 0");
        changed("real user only", "gid me me me uid me other other");
        changed("saved user of root", "gid me me me uid me me 0");
        changed("saved user of another", "gid me me me uid me me other");
        changed("real group of another", "gid other me me uid me me me");
        changed("effective group of another", "gid me other me uid me me me");
        changed("saved group of another", "gid me me other uid me me me");
        row("all ids, from root", "", "gid me me me uid me me me show", true);
        row("all ids, and a permitted capability", "", "gid me me me keep uid me me me permit 13 show", false);
        row("a permitted capability, given up again", "", "gid me me me keep uid me me me permit 13 show permit -", true);
        row("a high capability", "", "gid me me me keep uid me me me permit 39 show", false);
        row("an ambient capability", "", "gid me me me keep uid me me me ambient 13 run ~plain", false);
        row("hidden", mine, "hide", false);
        row("hidden and shown", mine, "hide show", true);
        row("runs an unreadable program", mine, "run ~unreadable", false);
        row("runs a program with a capability", mine, "run ~capable", false);
        row("runs root's setuid program", mine, "run ~setuid-root", false);
        row("runs another's setuid program", mine, "run ~setuid-other", false);
        row("runs another's setgid program", mine, "run ~setgid-other", false);
        row("runs a program after that", mine, "run ~unreadable run ~plain", true);
        row("runs its own setuid program", mine, "run ~setuid-me", true);
        row("another user runs a setuid program of theirs", "gid other other other uid other other other run ~plain", "run ~setuid-me", false);
        row("in a user namespace of theirs", mine, "unshare", true);
        row("in one inside that", mine, "unshare wait unshare", true, "0 me 1");
        row("in one of theirs, hidden", mine, "unshare run ~plain hide", false);
        row("with a subordinate id in one of theirs", mine, "unshare wait gid 1 1 1 uid 1 1 1 run ~plain", false, "0 me 1\n1 other 1");
        row("with a subordinate group in one of theirs", mine, "unshare wait gid 1 1 1 run ~plain", true, "0 me 1\n1 other 1");
        row("with a subordinate saved id in one of theirs", mine, "unshare wait uid 0 0 1", true, "0 me 1\n1 other 1");
        row("in another's namespace", "", "uid 0 other 0 unshare wait gid me me me uid me me me show", false, "me me 1");
        row("in another's namespace, after exec", "", "uid 0 other 0 unshare wait gid me me me uid me me me run ~plain", false, "me me 1");
        row("a thread of theirs takes a subordinate id", mine, "unshare wait thread gid 1 1 1 uid 1 1 1 show", false, "0 me 1\n1 other 1");
        row("root's thread becomes theirs", "", "show thread gid me me me uid me me me show", true);
        row("their thread becomes root's", "", "gid me me me uid me me 0 show thread uid 0 0 0 show", false);
    }

    void copiesWhatTheKernelLetsTheUserTrace()
    {
        QFETCH(QString, before);
        QFETCH(QString, then);
        QFETCH(QString, maps);
        QFETCH(bool, expected);
        static int number = 0;
        const QString first = QStringLiteral("before-%1-canary").arg(++number), second = QStringLiteral("after-%1-canary").arg(number);
        QProcess process;
        process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        process.start(m_folder.filePath(QStringLiteral("plain")),
                      QStringList{QString::number(m_port)} + steps(before) + steps(QStringLiteral("say ") + first + " wait") + steps(then)
                          + steps(QStringLiteral("wait say ") + second + " wait"));
        QVERIFY(waiting(process) > 0);
        QCOMPARE(wasCopied(first.toUtf8()), before.contains("uid me me me"));
        process.write("\n");
        pid_t thread = waiting(process);
        if (!maps.isEmpty()) {
            writeMaps(process.processId(), steps(QString(maps).replace('\n', " | ")).join(u' ').replace(" | ", "\n") + u'\n');
            process.write("\n");
            thread = waiting(process);
        }
        QVERIFY(thread > 0);
        Peer caller;
        caller.uid = caller.gid = me;
        const auto may = openAsCaller(caller, QStringLiteral("/proc/%1/task/%2/mem").arg(process.processId()).arg(thread).toStdString(), O_RDONLY);
        process.write("\n");
        QVERIFY(waiting(process) > 0);
        const bool copied = wasCopied(second.toUtf8());
        process.write("\n");
        QVERIFY(process.waitForFinished(10'000));
        QCOMPARE(copied, expected);
        QCOMPARE(copied, may.has_value());
    }

    // Hidden by one thread while another one waits in SSL_read.
    void readsNothingThatACallWaitedForMeanwhile()
    {
        ScopeConfig scope;
        scope.mode = ScopeMode::All;
        scope.callerUid = scope.callerGid = me;
        scope.excludeChildren = false;
        Capture capture(scope);
        QVERIFY2(capture.isOpen(), qPrintable(capture.error()));
        const QString files = m_folder.filePath(QStringLiteral("tls"));
        QCOMPARE(rig::run(QStringLiteral("openssl"), words(QStringLiteral("req -x509 -newkey rsa:2048 -nodes -subj /CN=x -days 2 -keyout %1 -out %1.crt").arg(files))).exitCode, 0);
        QVERIFY(chmod(qPrintable(files), 0644) == 0);
        const char *script = R"(
import ctypes, socket, ssl, sys, threading, time
server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
server.load_cert_chain(sys.argv[1] + '.crt', sys.argv[1])
a, b = socket.socketpair()
served = []
accepting = threading.Thread(target=lambda: served.append(server.wrap_socket(a, server_side=True)))
accepting.start()
client = ssl._create_unverified_context().wrap_socket(b, server_hostname='x')
accepting.join()
got = []
def take():
    for _ in range(2):
        got.append(client.recv(100))
reading = threading.Thread(target=take)
reading.start()
served[0].send(b'said-in-the-open')
time.sleep(0.5)
ctypes.CDLL(None).prctl(4, 0, 0, 0, 0)
served[0].send(b'said-in-hiding')
reading.join()
print(got)
)";
        const QString id = QString::number(me);
        const auto ran = rig::run(QStringLiteral("setpriv"), {"--reuid=" + id, "--regid=" + id, "--clear-groups", "/usr/bin/python3", "-c", script, files});
        QCOMPARE(ran.output.trimmed(), QByteArray("[b'said-in-the-open', b'said-in-hiding']"));
        QThread::msleep(50);
        QByteArray all;
        for (const auto &[key, stream] : capture.drain().tls)
            all += stream.bytes + '|';
        QCOMPARE(all.count("said-in-the-open"), 2); // sent and received
        QVERIFY(!all.contains("said-in-hiding"));
    }
};

QTEST_GUILESS_MAIN(TestTraceRule)
#include "tst_trace_rule.moc"
