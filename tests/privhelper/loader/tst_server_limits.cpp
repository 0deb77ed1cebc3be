// SPDX-License-Identifier: GPL-3.0-or-later
// What one client or user may take of the helper: places, memory, descriptors, lines of the audit log. Needs root.
#include "tests/privhelper/loader/helper_client.h"

#include <QMap>
#include <QRegularExpression>

#include <sys/mman.h>
#include <sys/stat.h>

#include <numeric>
#include <thread>

using wire::Refusal;
using wire::ScopeKind;
using wire::Type;

namespace {

// Bytes of a process that are its own: its share of pages is not what it would cost another user.
qint64 memoryOf(pid_t pid)
{
    qint64 bytes = 0;
    for (const QByteArray &line : procFile(pid, "smaps_rollup").split('\n')) {
        if (line.startsWith("Pss_Anon:") || line.startsWith("Pss_Shmem:"))
            bytes += line.simplified().split(' ').value(1).toLongLong() * 1024;
    }
    return bytes;
}

// Bytes of the kernel's that its maps take; a map that several descriptors name counts once.
qint64 mapsOf(pid_t pid)
{
    QMap<QByteArray, qint64> maps;
    for (const QString &fd : QDir(QStringLiteral("/proc/%1/fdinfo").arg(pid)).entryList(QDir::Files)) {
        QByteArray id;
        qint64 bytes = 0;
        for (const QByteArray &line : procFile(pid, qPrintable(QStringLiteral("fdinfo/") + fd)).split('\n')) {
            if (line.startsWith("map_id:"))
                id = line;
            if (line.startsWith("memlock:"))
                bytes = line.mid(8).trimmed().toLongLong();
        }
        if (!id.isEmpty())
            maps[id] = bytes;
    }
    return std::accumulate(maps.begin(), maps.end(), qint64(0));
}

// A kilobyte that occurs once.
QByteArray numbered(int number)
{
    return "<" + QByteArray::number(number) + QByteArray(1000, 'x') + ">";
}

// Sends that many bytes over a loopback connection as this user.
void speakAtLength(uid_t uid, qint64 bytes)
{
    const pid_t child = fork();
    if (child == 0) {
        const QByteArray command = "/usr/bin/python3 -c \"import socket,threading\nl=socket.create_server(('127.0.0.1',0))\n"
                                   "def take():\n c=l.accept()[0]\n while c.recv(1<<20): pass\n"
                                   "t=threading.Thread(target=take);t.start()\ns=socket.create_connection(l.getsockname())\n"
                                   "for i in range(" + QByteArray::number(bytes / 65536) + "): s.sendall(b'x'*65536)\ns.close();t.join()\"";
        if (setresgid(uid, uid, uid) != 0 || setresuid(uid, uid, uid) != 0)
            _exit(1);
        execl("/bin/sh", "sh", "-c", command.constData(), nullptr);
        _exit(1);
    }
    waitpid(child, nullptr, 0);
}

} // namespace

class TestServerLimits : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY2(geteuid() == 0, "needs root"); }
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void letsTheOldestIdleClientOfAUserGo()
    {
        const Helper helper;
        std::vector<std::unique_ptr<Client>> clients;
        const auto answerTo = [&](uid_t uid) {
            clients.push_back(std::make_unique<Client>(helper.path(), uid));
            clients.back()->send_(wire::Hello{});
            return clients.back()->answer();
        };
        for (int i = 0; i < 5; ++i)
            QCOMPARE(answerTo(nobody), QStringLiteral("welcome"));
        QCOMPARE(clients.front()->answer(), refused(Refusal::Busy));
        QCOMPARE(clients.front()->answer(), QStringLiteral("closed"));
        QCOMPARE(rolesOf(helper.pid(), "session").size(), 4u);
        // Other users and root do not notice.
        for (const uid_t uid : {12345u, 12346u}) {
            for (int i = 0; i < 5; ++i)
                QCOMPARE(answerTo(uid), QStringLiteral("welcome"));
        }
        QCOMPARE(answerTo(12347), QStringLiteral("welcome"));
        for (int i = 0; i < 10; ++i)
            QCOMPARE(answerTo(0), QStringLiteral("welcome"));
        clients[1]->send_(wire::Hello{});
        QCOMPARE(clients[1]->answer(), refused(Refusal::Malformed)); // a second Hello: it had still been served
    }

    void letsNobodyTakeThePlaceOfACapture()
    {
        const Helper helper;
        std::vector<std::unique_ptr<Client>> captures;
        for (int i = 0; i < 4; ++i) {
            captures.push_back(std::make_unique<Client>(helper.path(), nobody));
            start(*captures.back(), ScopeKind::OwnUid);
            QVERIFY(started(*captures.back()));
        }
        Client fifth(helper.path(), nobody);
        fifth.send_(wire::Hello{});
        QCOMPARE(fifth.answer(), refused(Refusal::Busy));
        for (const auto &capture : captures) {
            capture->ask(Type::Stop);
            QCOMPARE(capture->until(Type::Stopped).back().type, Type::Stopped);
        }
        QVERIFY(eventually([&] {
            Client next(helper.path(), nobody);
            next.send_(wire::Hello{});
            return next.answer() == QStringLiteral("welcome");
        }));
    }

    void keepsPlacesForUsersWhoHaveNone()
    {
        const Helper helper;
        std::vector<std::unique_ptr<Client>> clients;
        const auto answerTo = [&](uid_t uid) {
            clients.push_back(std::make_unique<Client>(helper.path(), uid));
            clients.back()->send_(wire::Hello{});
            return clients.back()->answer();
        };
        for (uid_t uid = 20'000; uid < 20'008; ++uid) {
            for (int i = 0; i < 4; ++i)
                QCOMPARE(answerTo(uid), QStringLiteral("welcome"));
        }
        QCOMPARE(answerTo(nobody), QStringLiteral("welcome"));
        QCOMPARE(answerTo(nobody), QStringLiteral("welcome")); // when half of the places are taken, instead of its first one
        QCOMPARE(clients[clients.size() - 2]->answer(), refused(Refusal::Busy));
        QCOMPARE(answerTo(0), QStringLiteral("welcome"));
        // Nobody had to go for others' sake.
        QCOMPARE(rolesOf(helper.pid(), "session").size(), 34u);
    }

    void writesFewOfManyRefusals()
    {
        const Helper helper;
        for (int i = 0; i < 40; ++i) {
            Client client(helper.path(), nobody);
            start(client, ScopeKind::All);
            QCOMPARE(client.answer(), QStringLiteral("welcome"));
            QCOMPARE(client.answer(), refused(Refusal::NotAllowed));
        }
        QCOMPARE(helper.auditLog().count("\"event\":\"refused\""), 10);
    }

    void costsLittleUntilThereIsTraffic()
    {
        const Helper helper;
        Client client(helper.path(), nobody);
        start(client, ScopeKind::OwnUid);
        QVERIFY(started(client));
        const qint64 idle = memoryOf(helper.pid()) + memoryOf(helper.role("session")) + memoryOf(helper.role("relay")) + mapsOf(helper.role("session"));
        qInfo("an idle capture costs %.1f MB", double(idle) / 1e6);
        QVERIFY(idle <= 32'000'000);

        // The large ring takes over while bytes flow: none is lost, none comes twice.
        const pid_t relay = helper.role("relay");
        std::vector<Client::Message> messages;
        std::jthread reading([&] { messages = client.until(Type::Stopped); });
        for (int i = 0; i < 400; ++i)
            talk(nobody, numbered(i).constData());
        QVERIFY(eventually([&] { return helper.role("relay") != relay && helper.role("relay") > 0; }));
        qInfo("a busy one costs %.1f MB", double(mapsOf(helper.role("session"))) / 1e6);
        QVERIFY(mapsOf(helper.role("session")) > idle);
        talk(nobody, "the-last-words");
        client.ask(Type::Stop);
        reading.join();
        QByteArray payload;
        QCOMPARE(messages.back().type, Type::Stopped);
        for (const auto &message : messages) {
            QVERIFY(message.type != Type::Losses || wire::decode<wire::Losses>(message.body)->counts.empty());
            if (message.type == Type::Data) {
                const auto view = wire::decodeData(message.body);
                payload.append(reinterpret_cast<const char *>(view->payload.data()), qsizetype(view->payload.size()));
            }
        }
        for (int i = 0; i < 400; ++i)
            QCOMPARE(payload.count(numbered(i)), 1);
        QVERIFY(payload.contains("the-last-words"));
    }

    void holdsLittleForAClientThatNeverReads()
    {
        const Helper helper;
        Client client(helper.path(), nobody);
        start(client, ScopeKind::OwnUid);
        QVERIFY(eventually([&] { return helper.auditLog().contains("\"event\":\"started\""); }));
        QVERIFY(eventually([&] { return helper.role("relay") > 0; }));
        speakAtLength(nobody, 300'000'000);
        const qint64 full = memoryOf(helper.role("session")) + memoryOf(helper.role("relay")) + mapsOf(helper.role("session"));
        qInfo("a client that never reads costs %.1f MB", double(full) / 1e6);
        QVERIFY(full <= 110'000'000); // the queue's 64 MiB, and the small ring
    }

    // 1,500 files named like a TLS library, mapped by one user: an administrator's capture still gets those of others.
    void letsNobodysFilesHoldUpOthers()
    {
        const Helper helper;
        QTemporaryDir folder;
        QVERIFY(chmod(qPrintable(folder.path()), 0777) == 0);
        const QByteArray other = folder.filePath(QStringLiteral("libssl-of-another.so")).toLocal8Bit();
        QVERIFY(QFile::copy(QStringLiteral("/usr/lib/x86_64-linux-gnu/libssl.so.3"), QString::fromLocal8Bit(other)));
        QVERIFY(chown(other.constData(), 12346, 12346) == 0 && chmod(other.constData(), 0755) == 0);
        int gate[2];
        QCOMPARE(pipe(gate), 0);
        const auto startMapping = [&](uid_t uid, const QByteArray &name, int count) {
            const pid_t child = fork();
            if (child != 0)
                return child;
            if (setresgid(uid, uid, uid) != 0 || setresuid(uid, uid, uid) != 0 || prctl(PR_SET_PDEATHSIG, SIGKILL) != 0)
                _exit(1);
            for (int i = 0; i < count; ++i) {
                const int file = open((name + (count > 1 ? QByteArray::number(i) : QByteArray())).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0755);
                if ((count > 1 && ftruncate(file, 65536) != 0) || mmap(nullptr, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE, file, 0) == MAP_FAILED)
                    _exit(1);
                close(file);
            }
            (void)!write(gate[1], "m", 1);
            for (;;)
                pause();
        };
        const pid_t flood = startMapping(12345, folder.filePath(QStringLiteral("libssl")).toLocal8Bit(), 1500);
        const pid_t one = startMapping(12346, other, 1);
        char mapped[2];
        QVERIFY(read(gate[0], mapped, 1) == 1 && read(gate[0], mapped, 1) == 1);

        QElapsedTimer timer;
        timer.start();
        Client client(helper.path());
        start(client, ScopeKind::All);
        int most = 0, rows = 0;
        bool isReadable = false;
        for (;;) {
            const auto message = client.next();
            QVERIFY(message.type != Type{});
            most = std::max(most, int(QDir(QStringLiteral("/proc/%1/fd").arg(helper.role("session"))).entryList(QDir::Files | QDir::System).size()));
            if (message.type == Type::Started)
                break;
            if (message.type != Type::Coverage)
                continue;
            const auto row = wire::decode<wire::Coverage>(message.body);
            rows += row->reason.starts_with("Too many files");
            isReadable = isReadable || (row->path == other.toStdString() && row->state == wire::CoverageState::Readable);
        }
        qInfo("started after %lld ms with at most %d descriptors; %d files not analysed", timer.elapsed(), most, rows);
        QVERIFY(most < 700);
        QCOMPARE(rows, 1500 - 256);
        QVERIFY(isReadable);
        client.hangUp();
        for (const pid_t child : {flood, one}) {
            kill(child, SIGKILL);
            waitpid(child, nullptr, 0);
        }
        close(gate[0]);
        close(gate[1]);
    }
};

QTEST_GUILESS_MAIN(TestServerLimits)
#include "tst_server_limits.moc"
