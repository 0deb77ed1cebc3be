// SPDX-License-Identifier: GPL-3.0-or-later
// Each role of the helper, attacked from within: every system call that it has no use for.
#include "privhelper/analyzer/confine.h"
#include "privhelper/loader/call_filter.h"
#include "privhelper/loader/role_findings.h"
#include "privhelper/relay/confine.h"
#include "tests/privhelper/loader/helper_client.h"
#include "tests/support/in_child.h"

#include <QRegularExpression>

#include <csignal>
#include <seccomp.h>
#include <set>
#include <sys/prctl.h>
#include <sys/syscall.h>

namespace {

constexpr int callsEnd = 480; // those of 6.18 end below 470

// Of the kernel's own trampolines: no filter sees them (6.18), and elsewhere they end with an error or a signal.
constexpr int probeReturns = 335, probeHits = 336;

// What each role may call; any other number kills it.
const std::set<int> alwaysAllowed{SYS_brk, SYS_munmap, SYS_mremap, SYS_madvise, SYS_futex, SYS_close, SYS_exit, SYS_exit_group,
                                  SYS_rt_sigreturn, SYS_restart_syscall, SYS_mmap, SYS_mprotect, SYS_write};
const std::set<int> relayAllowed{SYS_read, SYS_recvmsg, SYS_writev, SYS_sendmsg, SYS_poll, SYS_ppoll, SYS_clock_nanosleep, SYS_clock_gettime,
                                 SYS_nanosleep};
const std::set<int> analyzerAllowed{SYS_fstat, SYS_newfstatat};

// The calls that a role survives although it should not.
template<class Confine> QStringList survived(const std::set<int> &allowed, Confine confine)
{
    QStringList found;
    for (int call = 0; call < callsEnd; ++call) {
        if (allowed.contains(call) || alwaysAllowed.contains(call) || call == probeReturns || call == probeHits)
            continue;
        const int end = support::inChild([&] {
            if (!confine())
                return 1;
            syscall(call, -1, -1, -1, -1, -1, -1);
            return 2;
        });
        if (end != -SIGSYS)
            found += QStringLiteral("%1: %2").arg(call).arg(end);
    }
    return found;
}

QList<int> refusedNumbers()
{
    return {SYS_ptrace, SYS_process_vm_readv, SYS_process_vm_writev, SYS_kcmp, SYS_init_module, SYS_finit_module, SYS_delete_module,
            SYS_kexec_load, SYS_kexec_file_load, SYS_mount, SYS_umount2, SYS_move_mount, SYS_open_tree, SYS_fsopen, SYS_fsmount,
            SYS_pivot_root, SYS_chroot, SYS_setns, SYS_unshare, SYS_swapon, SYS_swapoff, SYS_iopl, SYS_ioperm, SYS_add_key, SYS_keyctl,
            SYS_request_key, SYS_open_by_handle_at, SYS_io_uring_setup, SYS_userfaultfd, SYS_settimeofday, SYS_clock_settime, SYS_acct,
            SYS_quotactl, SYS_syslog, SYS_personality};
}

// Arguments that would make the calls fail otherwise, with another error than EPERM.
template<class Enter> QStringList notRefused(Enter enter)
{
    QStringList found;
    for (const int call : refusedNumbers()) {
        const int end = support::inChild([&] {
            prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
            if (!enter())
                return 1;
            return syscall(call, -1, -1, -1, -1, -1, -1) == -1 && errno == EPERM ? 0 : 2;
        });
        if (end != 0)
            found += QStringLiteral("%1: %2").arg(call).arg(end);
    }
    return found;
}

uint64_t capabilities(const QByteArray &status, const char *set)
{
    return status.mid(status.indexOf(set) + int(strlen(set)), 17).trimmed().toULongLong(nullptr, 16);
}

} // namespace

class TestRoles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY2(geteuid() == 0, "needs root"); }
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void killsTheRelayForEachCallThatItDoesNotNeed()
    {
        QCOMPARE(survived(relayAllowed, [] { return relay::confine().has_value(); }).join(QLatin1Char(' ')), QString());
    }

    void killsTheAnalyzerForEachCallThatItDoesNotNeed()
    {
        QCOMPARE(survived(analyzerAllowed, [] { return analyzer::confine(0, 1).has_value(); }).join(QLatin1Char(' ')), QString());
    }

    void refusesTheListenerAndTheSessionWhatTheyNeverNeed()
    {
        QCOMPARE(notRefused([] { return loader::filterListenersCalls(); }).join(QLatin1Char(' ')), QString());
        QCOMPARE(notRefused([] { return loader::filterCalls(false); }).join(QLatin1Char(' ')), QString());
    }

    void keepsTheListenerFromUsingPrivileges()
    {
        const Helper helper;
        Client client(helper.path());
        start(client, wire::ScopeKind::OwnUid);
        QVERIFY(started(client));
        const QByteArray listener = procFile(helper.pid(), "status");
        QCOMPARE(capabilities(listener, "CapEff:\t"), 0ull);
        // Nothing for files, the network, modules or devices may come back in a session.
        constexpr uint64_t never = 1ull << 0 /* CHOWN */ | 1ull << 1 /* DAC_OVERRIDE */ | 1ull << 12 /* NET_ADMIN */ | 1ull << 13 /* NET_RAW */
            | 1ull << 16 /* SYS_MODULE */ | 1ull << 17 /* SYS_RAWIO */ | 1ull << 18 /* SYS_CHROOT */ | 1ull << 27 /* MKNOD */;
        QCOMPARE(capabilities(listener, "CapBnd:\t") & never, 0ull);
        QCOMPARE(capabilities(listener, "CapPrm:\t") & never, 0ull);
        QVERIFY(listener.contains("NoNewPrivs:\t1") && listener.contains("Seccomp:\t2"));
        // Not dumpable: its files in /proc belong to root, and a user's debugger is refused.
        QVERIFY(procFile(helper.pid(), "limits").contains("Max core file size        0 "));
    }

    void givesEachRoleIdsAndNoEnvironment()
    {
        const Helper helper;
        Client client(helper.path());
        start(client, wire::ScopeKind::OwnUid);
        QVERIFY(started(client));
        const QByteArray relay = procFile(helper.role("relay"), "status");
        const auto uids = relay.mid(relay.indexOf("Uid:")).left(60).simplified().split(' ');
        QVERIFY(uids.value(1).toInt() >= 61184 && uids.value(1).toInt() < 64000);
        QCOMPARE(procFile(helper.role("relay"), "environ"), QByteArray());
        for (const QByteArray &variable : procFile(helper.role("session"), "environ").split('\0'))
            QVERIFY2(variable.isEmpty() || QRegularExpression(QStringLiteral("^(LOGS|STATE|CACHE)_DIRECTORY=|^DBUS_SYSTEM_BUS_ADDRESS="))
                                               .match(QString::fromLocal8Bit(variable)).hasMatch(), variable.constData());
    }

    void saysOfEachRoleHowItIsConfined()
    {
        const Helper helper;
        Client client(helper.path());
        client.send_(wire::Hello{});
        QCOMPARE(client.answer(), QStringLiteral("welcome"));
        client.ask(wire::Type::Examine);
        QMap<QString, wire::Finding> findings;
        for (const Client::Message &message : client.until(wire::Type::Stopped)) {
            if (message.type != wire::Type::Finding)
                continue;
            const auto finding = wire::decode<wire::Finding>(message.body);
            QVERIFY(finding.has_value());
            findings[QString::fromStdString(finding->name)] = *finding;
        }
        for (const char *role : {"Listener", "Session", "Relay", "Analyzer"}) {
            const auto finding = findings.value(QLatin1String(role));
            QVERIFY2(finding.state == wire::FindingState::Good, role);
            QVERIFY2(finding.value.find("system calls filtered; no new privileges") != std::string::npos, finding.value.c_str());
        }
        QVERIFY(findings["Relay"].value.find("no capabilities") != std::string::npos);
        QVERIFY(findings["Analyzer"].value.find("no capabilities") != std::string::npos);
        QVERIFY(findings["Listener"].value.find("none but for its children: ") != std::string::npos);
        QVERIFY(findings["Session"].value.find("bpf") != std::string::npos);
    }

    void readsPrivilegesAsTheyAre()
    {
        const auto privileges = loader::privilegesOf("Uid:\t0\t61200\t0\t0\nCapPrm:\t0000008000000020\nCapEff:\t0000000000000020\nNoNewPrivs:\t1\nSeccomp:\t2\n");
        QCOMPARE(privileges, (loader::Privileges{61200, 1ull << 39 | 1ull << 5, 1ull << 5, true, true}));
        QCOMPARE(QString::fromStdString(loader::textOf(privileges)), QStringLiteral("user 61200; kill bpf; system calls filtered; no new privileges"));
        QCOMPARE(QString::fromStdString(loader::textOf(loader::privilegesOf("Uid:\t5\t5\t5\t5\nCapPrm:\t0\nNoNewPrivs:\t0\nSeccomp:\t0\n"))),
                 QStringLiteral("user 5; no capabilities; system calls not filtered; may gain privileges"));
    }
};

QTEST_GUILESS_MAIN(TestRoles)
#include "tst_roles.moc"
