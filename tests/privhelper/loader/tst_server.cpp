// SPDX-License-Identifier: GPL-3.0-or-later
// The helper as it runs in the product: real processes, real probes, clients of several users.
#include "tests/privhelper/loader/helper_client.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QMap>
#include <QRegularExpression>

#include <arpa/inet.h>
#include <linux/bpf.h>
#include <netinet/in.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include <numeric>

using wire::Refusal;
using wire::ScopeKind;
using wire::Type;

namespace {

constexpr uid_t nobody = 65534;

QString refused(Refusal reason)
{
    return QStringLiteral("refused %1").arg(int(reason));
}

bool isLoaded(uint32_t id, unsigned command)
{
    bpf_attr attributes{};
    attributes.prog_id = id; // link_id is at the same offset
    const long fd = syscall(SYS_bpf, command, &attributes, sizeof attributes);
    if (fd >= 0)
        close(int(fd));
    return fd >= 0;
}

// The BPF objects of a session, and whether any of them still exists.
struct BpfObjects {
    std::vector<uint32_t> programs, links;
    explicit BpfObjects(pid_t session)
        : programs(bpfIds(session, "prog_id"))
        , links(bpfIds(session, "link_id"))
    {
    }
    bool allGone() const
    {
        const auto gone = [](const std::vector<uint32_t> &ids, unsigned command) {
            return std::ranges::none_of(ids, [command](uint32_t id) { return isLoaded(id, command); });
        };
        return gone(programs, BPF_PROG_GET_FD_BY_ID) && gone(links, BPF_LINK_GET_FD_BY_ID);
    }
};

// Sends `text` over a loopback connection as this user.
void talk(uid_t uid, const char *text)
{
    const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (bind(listener, reinterpret_cast<sockaddr *>(&address), size) != 0 || listen(listener, 1) != 0
        || getsockname(listener, reinterpret_cast<sockaddr *>(&address), &size) != 0)
        qFatal("no listener");
    const pid_t child = fork();
    if (child == 0) {
        // A program of that user, started anew: a process that only changed its user is not dumpable.
        char command[2048];
        snprintf(command, sizeof command, "exec 3<>/dev/tcp/127.0.0.1/%d; echo '%s' >&3", ntohs(address.sin_port), text);
        if (setresgid(uid, uid, uid) != 0 || setresuid(uid, uid, uid) != 0)
            _exit(1);
        execl("/bin/bash", "bash", "-c", command, nullptr);
        _exit(1);
    }
    const int peer = accept(listener, nullptr, nullptr);
    char buffer[256];
    while (read(peer, buffer, sizeof buffer) > 0) { }
    close(peer);
    close(listener);
    waitpid(child, nullptr, 0);
}

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
        const QByteArray command = "python3 -c \"import socket,threading\nl=socket.create_server(('127.0.0.1',0))\n"
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

class TestServer : public QObject
{
    Q_OBJECT

    static void start(Client &client, ScopeKind scope, uint32_t id = 0)
    {
        client.send_(wire::Hello{wire::version, "test"});
        wire::Start wish;
        wish.scope = scope;
        wish.id = id;
        client.send_(wish);
    }
    static bool started(Client &client) { return client.until(Type::Started).back().type == Type::Started; }

private Q_SLOTS:
    void initTestCase() { QVERIFY2(geteuid() == 0, "needs root"); }
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void refusesWhatIsNoProtocol()
    {
        const Helper helper;
        const auto answerTo = [&](const wire::Bytes &bytes) {
            Client client(helper.path());
            client.say(bytes);
            const QString first = client.answer();
            return first + u' ' + client.answer();
        };
        const QString malformed = refused(Refusal::Malformed) + QStringLiteral(" closed");
        QCOMPARE(answerTo(wire::Bytes(64, std::byte('x'))), malformed);
        QCOMPARE(answerTo(wire::Bytes{std::byte(0), std::byte(0), std::byte(0), std::byte(1), std::byte(1), std::byte(0), std::byte(0), std::byte(0)}), malformed);
        wire::Bytes bytes;
        encode(wire::Start{}, bytes);
        QCOMPARE(answerTo(bytes), malformed);
        bytes.clear();
        encode(wire::Hello{wire::version + 1, ""}, bytes);
        QCOMPARE(answerTo(bytes), refused(Refusal::Version) + QStringLiteral(" closed"));
        Client client(helper.path());
        client.send_(wire::Hello{});
        QCOMPARE(client.answer(), QStringLiteral("welcome"));
        client.send_(wire::Hello{});
        QCOMPARE(client.answer(), refused(Refusal::Malformed));
        // None of this harmed the helper.
        Client next(helper.path());
        next.send_(wire::Hello{});
        QCOMPARE(next.answer(), QStringLiteral("welcome"));
    }

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

    void examinesTheMachineAndAFile()
    {
        const Helper helper;
        Client client(helper.path(), nobody);
        client.send_(wire::Hello{});
        client.ask(Type::Examine);
        const auto findings = client.until(Type::Stopped);
        QVERIFY(findings.size() > 5);
        QCOMPARE(findings.back().type, Type::Stopped);
    }

    void showsAUserTheirOwnBytesAndNobodyElses()
    {
        const Helper helper;
        Client client(helper.path(), nobody);
        start(client, ScopeKind::OwnUid);
        QVERIFY(started(client));
        talk(0, "root-speaks");
        talk(12345, "other-speaks");
        talk(nobody, "nobody-speaks");
        client.ask(Type::Stop);
        QByteArray payload;
        uint32_t processes = 0;
        for (const auto &message : client.until(Type::Stopped)) {
            if (message.type == Type::Data) {
                const auto view = wire::decodeData(message.body);
                payload.append(reinterpret_cast<const char *>(view->payload.data()), qsizetype(view->payload.size()));
            }
            if (message.type == Type::Process) {
                ++processes;
                QCOMPARE(wire::decode<wire::Process>(message.body)->uid, uint32_t(nobody));
            }
            QVERIFY(message.type != Type{});
        }
        QVERIFY(payload.contains("nobody-speaks"));
        QVERIFY(!payload.contains("root-speaks") && !payload.contains("other-speaks"));
        QVERIFY(processes > 0);
        const QByteArray log = helper.auditLog();
        QVERIFY(log.contains("\"event\":\"started\"") && log.contains("\"uid\":65534") && log.contains("\"ground\":\"own processes\""));
        QVERIFY(eventually([&] { return helper.auditLog().contains("\"reason\":\"stopped\""); }));
        QVERIFY(!log.contains("speaks"));
    }

    void refusesAUserOthersProcesses()
    {
        const Helper helper;
        for (const auto &[scope, id] : {std::pair(ScopeKind::All, 0u), std::pair(ScopeKind::Uid, 0u), std::pair(ScopeKind::Pid, uint32_t(getpid()))}) {
            Client client(helper.path(), nobody);
            start(client, scope, id);
            QCOMPARE(client.answer(), QStringLiteral("welcome"));
            QCOMPARE(client.answer(), refused(Refusal::NotAllowed));
        }
        QCOMPARE(helper.auditLog().count("\"event\":\"refused\""), 3);
    }

    void capturesNothingThatTheAuditLogCannotHold()
    {
        const Helper helper;
        QVERIFY(QDir().mkpath(helper.folder("log/audit.jsonl"))); // a folder in its place
        for (const uid_t uid : {nobody, uid_t(0)}) {
            Client client(helper.path(), uid);
            start(client, ScopeKind::OwnUid);
            QCOMPARE(client.answer(), QStringLiteral("welcome"));
            const auto message = client.next();
            QCOMPARE(message.type, Type::Refused);
            const auto refusal = wire::decode<wire::Refused>(message.body);
            QVERIFY2(refusal->detail.starts_with("captures are not allowed while the audit log cannot be written: open "), refusal->detail.c_str());
            QCOMPARE(client.answer(), QStringLiteral("closed"));
        }
        QVERIFY(QDir().rmdir(helper.folder("log/audit.jsonl")));
        Client client(helper.path(), nobody);
        start(client, ScopeKind::OwnUid);
        QVERIFY(started(client));
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

    void keepsOnlyTheCapabilitiesItNeeds()
    {
        const Helper helper;
        Client client(helper.path());
        start(client, ScopeKind::OwnUid);
        QVERIFY(started(client));
        const QByteArray session = procFile(helper.role("session"), "status");
        QVERIFY(session.contains("NoNewPrivs:\t1"));
        QVERIFY(session.contains("Seccomp:\t2"));
        const auto set = [](const QByteArray &status, const char *name) {
            return status.mid(status.indexOf(name) + int(strlen(name)), 17).trimmed().toULongLong(nullptr, 16);
        };
        // KILL 5, SETGID 6, SETUID 7, SETPCAP 8, DAC_READ_SEARCH 2, SYS_PTRACE 19, PERFMON 38, BPF 39, CHECKPOINT_RESTORE 40; SYS_ADMIN 21 where there is no uprobe_multi.
        const uint64_t needed = 1ull << 5 | 1ull << 6 | 1ull << 7 | 1ull << 8 | 1ull << 2 | 1ull << 19 | 1ull << 38 | 1ull << 39 | 1ull << 40;
        QCOMPARE(set(session, "CapEff:\t") & ~needed & ~(1ull << 21), 0ull);
        QCOMPARE(set(session, "CapPrm:\t"), set(session, "CapEff:\t"));
        const QByteArray relay = procFile(helper.role("relay"), "status");
        QCOMPARE(set(relay, "CapPrm:\t"), 0ull);
        QVERIFY(relay.contains("Seccomp:\t2") && !relay.contains("Uid:\t0"));
        // The relay's descriptors: the standard three, ring, client, notices.
        QCOMPARE(QDir(QStringLiteral("/proc/%1/fd").arg(helper.role("relay"))).entryList(QDir::Files | QDir::System).size(), 6);
    }

    void raisesItsLimitOfDescriptorsAsFarAsItIsAllowed()
    {
        rlimit before{};
        QCOMPARE(getrlimit(RLIMIT_NOFILE, &before), 0);
        const rlimit low{100, before.rlim_max};
        QCOMPARE(setrlimit(RLIMIT_NOFILE, &low), 0);
        const Helper helper;
        setrlimit(RLIMIT_NOFILE, &before);
        Client client(helper.path());
        client.send_(wire::Hello{});
        QCOMPARE(client.answer(), QStringLiteral("welcome"));
        const QByteArray limits = procFile(helper.role("session"), "limits");
        const auto line = limits.mid(limits.indexOf("Max open files")).left(60).simplified().split(' ');
        QVERIFY2(line.value(3).toULongLong() >= std::min<rlim_t>(before.rlim_max, 65536), limits.constData());
    }

    void leavesNothingBehindWhoeverIsKilled_data()
    {
        QTest::addColumn<QString>("role");
        for (const char *role : {"listener", "session", "relay", "client"})
            QTest::newRow(role) << QString::fromLatin1(role);
    }
    void leavesNothingBehindWhoeverIsKilled()
    {
        QFETCH(QString, role);
        Helper helper;
        Client client(helper.path());
        start(client, ScopeKind::OwnUid);
        QVERIFY(started(client));
        const pid_t session = helper.role("session"), relay = helper.role("relay");
        QVERIFY(session > 0 && relay > 0);
        const BpfObjects objects(session);
        QVERIFY(!objects.programs.empty());
        QVERIFY(!objects.allGone());
        if (role == QStringLiteral("client"))
            client.hangUp();
        else
            kill(role == QStringLiteral("listener") ? helper.pid() : role == QStringLiteral("session") ? session : relay, SIGKILL);
        QVERIFY(eventually([&] { return hasEnded(session) && hasEnded(relay); }));
        QVERIFY(eventually([&] { return objects.allGone(); }));
        if (role != QStringLiteral("client"))
            QCOMPARE(client.until(Type::Stopped).back().type, Type{}); // the end, without Stopped
    }

    void goesOnWithoutAnAnalyzerThatWasKilled()
    {
        const Helper helper;
        Client client(helper.path());
        start(client, ScopeKind::All);
        pid_t analyzer = 0;
        QVERIFY(eventually([&] { return (analyzer = helper.role("analyzer")) > 0; }));
        kill(analyzer, SIGKILL);
        bool told = false;
        auto messages = client.until(Type::Started);
        QCOMPARE(messages.back().type, Type::Started);
        for (const auto &message : messages) {
            if (message.type == Type::RoleLost) {
                const auto lost = wire::decode<wire::RoleLost>(message.body);
                told = lost->role == wire::HelperRole::Analyzer && lost->reason.find("signal 9") != std::string::npos;
            }
        }
        QVERIFY(told);
        client.ask(Type::Stop);
        QCOMPARE(client.until(Type::Stopped).back().type, Type::Stopped);
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
        for (int i = 0; i < 400; ++i)
            talk(nobody, numbered(i).constData());
        QVERIFY(eventually([&] { return helper.role("relay") != relay && helper.role("relay") > 0; }));
        qInfo("a busy one costs %.1f MB", double(mapsOf(helper.role("session"))) / 1e6);
        QVERIFY(mapsOf(helper.role("session")) > idle);
        talk(nobody, "the-last-words");
        client.ask(Type::Stop);
        QByteArray payload;
        const auto messages = client.until(Type::Stopped);
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
        QVERIFY(full <= 96'000'000); // the queue's 64 MiB, and the small ring
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

    void endsACaptureForAMessageOutOfTurn()
    {
        const Helper helper;
        Client client(helper.path());
        start(client, ScopeKind::OwnUid);
        QVERIFY(started(client));
        client.ask(Type::Examine);
        QCOMPARE(client.until(Type::Stopped).back().type, Type{});
        QVERIFY(eventually([&] { return helper.auditLog().contains("an unexpected message"); }));
    }
};

QTEST_GUILESS_MAIN(TestServer)
#include "tst_server.moc"
