// SPDX-License-Identifier: GPL-3.0-or-later
// The helper as it runs in the product: real processes, real probes, clients of several users.
#include "tests/privhelper/loader/helper_client.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

#include <linux/bpf.h>
#include <sys/resource.h>
#include <sys/syscall.h>

using wire::Refusal;
using wire::ScopeKind;
using wire::Type;

namespace {

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

} // namespace

class TestServer : public QObject
{
    Q_OBJECT

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

    void examinesTheMachineAndAFile()
    {
        const Helper helper;
        Client client(helper.path(), nobody);
        client.send_(wire::Hello{});
        client.ask(Type::Examine);
        const auto findings = client.until(Type::Stopped);
        QVERIFY(findings.size() > 5);
        QCOMPARE(findings.back().type, Type::Stopped);
        for (const auto &message : findings) {
            if (message.type != Type::Finding)
                continue;
            const auto finding = wire::decode<wire::Finding>(message.body);
            QVERIFY(finding && !finding->name.empty() && !finding->value.empty() && finding->value.front() != ':');
        }
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
