// SPDX-License-Identifier: GPL-3.0-or-later
// Needs root: the caller's rights are tried out in processes that become the caller.
#include "privhelper/loader/policy.h"
#include "privhelper/loader/proc_file.h"

#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <fstream>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>

using namespace loader;
using wire::Refusal;
using wire::ScopeKind;

namespace {

constexpr uid_t nobody = 65534;

// A process of another user that waits until the test is done with it.
class Sleeper
{
public:
    explicit Sleeper(uid_t uid, bool dumpable = true)
    {
        int ready[2];
        if (pipe(ready) != 0)
            qFatal("pipe");
        m_pid = fork();
        if (m_pid == 0) {
            if (setresgid(uid, uid, uid) != 0 || setresuid(uid, uid, uid) != 0)
                _exit(1);
            prctl(PR_SET_DUMPABLE, dumpable ? 1 : 0, 0, 0, 0);
            (void)!write(ready[1], "x", 1);
            pause();
        }
        char byte;
        (void)!read(ready[0], &byte, 1);
        close(ready[0]);
        close(ready[1]);
    }
    ~Sleeper()
    {
        kill(m_pid, SIGKILL);
        waitpid(m_pid, nullptr, 0);
    }
    uint32_t pid() const { return uint32_t(m_pid); }

private:
    pid_t m_pid = 0;
};

Peer caller(uid_t uid)
{
    Peer peer;
    peer.pid = getpid();
    peer.uid = peer.gid = uid;
    peer.startTicks = startTicksOf(peer.pid);
    return peer;
}

wire::Start wish(ScopeKind scope, uint32_t id = 0, std::string path = {})
{
    wire::Start start;
    start.scope = scope;
    start.id = id;
    start.path = std::move(path);
    return start;
}

// Names the helper to start: this program is not the helper.
TraceAnswers real()
{
    TraceAnswers answers;
    answers.attachToOwn = [](const Peer &peer) { return mayAttachToOwn(peer, BINARY_DIR "/cleartap-helper"); };
    return answers;
}

// "own processes", "polkit", "root", or "refused N"; "(ptrace)" where the probes apply the kernel's rule.
QString decision(const wire::Start &start, uid_t uid, Authorization answer = Authorization::Denied, int *asked = nullptr,
                 const TraceAnswers &answers = real(), std::string *action = nullptr)
{
    const auto decided = decide(start, caller(uid), [&](const Peer &, const char *name) {
        if (asked)
            ++*asked;
        if (action)
            *action = name;
        return AuthorizationAnswer{answer, "no bus"};
    }, answers);
    if (!decided)
        return QStringLiteral("refused %1").arg(int(decided.error().reason));
    return QString::fromStdString(decided->ground) + (decided->scope.ptraceRule ? QStringLiteral(" (ptrace)") : QString());
}

QString refused(Refusal reason)
{
    return QStringLiteral("refused %1").arg(int(reason));
}

} // namespace

class TestPolicy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY2(geteuid() == 0, "needs root"); }
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void letsEverybodySeeTheirOwn()
    {
        int asked = 0;
        QCOMPARE(decision(wish(ScopeKind::OwnUid), nobody, Authorization::Granted, &asked), QStringLiteral("own processes (ptrace)"));
        QCOMPARE(decision(wish(ScopeKind::Uid, nobody), nobody, Authorization::Granted, &asked), QStringLiteral("own processes (ptrace)"));
        const Sleeper own(nobody);
        QCOMPARE(decision(wish(ScopeKind::Pid, own.pid()), nobody, Authorization::Granted, &asked), QStringLiteral("own processes (ptrace)"));
        QCOMPARE(decision(wish(ScopeKind::Exe, 0, "/usr/bin/env"), nobody, Authorization::Granted, &asked), QStringLiteral("own processes (ptrace)"));
        QCOMPARE(asked, 0);
    }

    void asksPolkitForMore()
    {
        const Sleeper other(12345);
        const Sleeper hidden(nobody, false); // as ssh-agent makes itself
        for (const wire::Start &start : {wish(ScopeKind::All), wish(ScopeKind::Uid, 0), wish(ScopeKind::Pid, other.pid()),
                                         wish(ScopeKind::Pid, uint32_t(getpid())), wish(ScopeKind::Pid, hidden.pid())}) {
            int asked = 0;
            QCOMPARE(decision(start, nobody, Authorization::Denied, &asked), refused(Refusal::NotAllowed));
            QCOMPARE(decision(start, nobody, Authorization::Unavailable, &asked), refused(Refusal::NotAllowed));
            QCOMPARE(decision(start, nobody, Authorization::Granted, &asked), QStringLiteral("polkit"));
            QCOMPARE(asked, 3);
        }
    }

    // A kernel with Yama's ptrace_scope of 1 or more; a real one is tested in the kernel matrix.
    void asksTheUserOnceWhereNoDebuggerMayAttachToTheirOwn()
    {
        TraceAnswers yama;
        yama.trace = [](const Peer &peer, pid_t pid, TraceRight right) {
            return right == TraceRight::Attach ? std::expected<void, int>(std::unexpected(EACCES)) : mayTrace(peer, pid, right);
        };
        yama.attachToOwn = [](const Peer &) { return false; };
        const Sleeper own(nobody);
        for (const wire::Start &start : {wish(ScopeKind::OwnUid), wish(ScopeKind::Uid, nobody), wish(ScopeKind::Pid, own.pid()),
                                         wish(ScopeKind::Exe, 0, "/usr/bin/env")}) {
            int asked = 0;
            std::string action;
            QCOMPARE(decision(start, nobody, Authorization::Denied, &asked, yama, &action), refused(Refusal::AttachForbidden));
            QCOMPARE(decision(start, nobody, Authorization::Unavailable, &asked, yama, &action), refused(Refusal::AttachForbidden));
            QCOMPARE(action, std::string(captureOwnAction));
            // ptrace's rule without Yama still applies.
            QCOMPARE(decision(start, nobody, Authorization::Granted, &asked, yama), QStringLiteral("own processes, by polkit (ptrace)"));
            QCOMPARE(asked, 3);
        }
        const Sleeper other(12345);
        const Sleeper hidden(nobody, false);
        for (const wire::Start &start : {wish(ScopeKind::All), wish(ScopeKind::Uid, 0), wish(ScopeKind::Pid, other.pid()), wish(ScopeKind::Pid, hidden.pid())}) {
            std::string action;
            QCOMPARE(decision(start, nobody, Authorization::Granted, nullptr, yama, &action), QStringLiteral("polkit"));
            QCOMPARE(action, std::string(captureOthersAction));
        }
    }

    void saysWhatKeptTheUserFromTheirOwn()
    {
        TraceAnswers yama;
        yama.attachToOwn = [](const Peer &) { return false; };
        const auto text = [&](Authorization answer) {
            return decide(wish(ScopeKind::OwnUid), caller(nobody), [&](const Peer &, const char *) { return AuthorizationAnswer{answer, "no bus"}; }, yama)
                .error()
                .detail;
        };
        QVERIFY(text(Authorization::Denied).starts_with("this machine does not let programs attach to other programs of the same user"));
        QVERIFY(text(Authorization::Denied).ends_with(captureOwnAction));
        QVERIFY(text(Authorization::Unavailable).ends_with("no bus"));
    }

    void letsRootSeeEverything()
    {
        int asked = 0;
        for (const wire::Start &start : {wish(ScopeKind::OwnUid), wish(ScopeKind::All), wish(ScopeKind::Uid, nobody), wish(ScopeKind::Pid, uint32_t(getpid()))})
            QCOMPARE(decision(start, 0, Authorization::Denied, &asked), QStringLiteral("root"));
        QCOMPARE(asked, 0);
    }

    void saysThatATargetIsNotThere()
    {
        for (uint32_t pid : {0u, 4'000'000u, 0xffffffffu})
            QCOMPARE(decision(wish(ScopeKind::Pid, pid), nobody), refused(Refusal::NoSuchTarget));
        QCOMPARE(decision(wish(ScopeKind::Exe, 0, "/nowhere"), nobody), refused(Refusal::NoSuchTarget));
        QCOMPARE(decision(wish(ScopeKind::Exe, 0, "/dev/null"), nobody), refused(Refusal::NoSuchTarget));
        QCOMPARE(decision(wish(ScopeKind::Exe, 0, "/usr/bin"), nobody), refused(Refusal::NoSuchTarget));
        QCOMPARE(decision(wish(ScopeKind::Exe, 0, "env"), nobody), refused(Refusal::Malformed));
    }

    void opensNoPathThatTheCallerMayNotOpen()
    {
        QTemporaryDir directory; // 0700, root's
        const std::string file = directory.filePath(QStringLiteral("program")).toStdString();
        std::ofstream(file) << "x";
        chmod(file.c_str(), 0755);
        QCOMPARE(decision(wish(ScopeKind::Exe, 0, file), nobody), refused(Refusal::NotAllowed));
        QCOMPARE(decision(wish(ScopeKind::Exe, 0, file), 0), QStringLiteral("root"));
    }

    void takesADotForTheCallersOwnControlGroup()
    {
        const auto id = [](std::string path) {
            const auto decided = decide(wish(ScopeKind::Cgroup, 0, std::move(path)), caller(0));
            return decided ? decided->scope.cgroupId : 0;
        };
        const std::string own = controlGroupOf(uint32_t(getpid()));
        QVERIFY2(!own.empty(), "this process is in no cgroup2");
        QVERIFY(id(own) != 0);
        QCOMPARE(id("."), id(own));
        QCOMPARE(id("./"), id(own));
        QCOMPARE(id("./."), id(own));
        QCOMPARE(id("./nowhere"), uint64_t(0));
        QCOMPARE(id("./../"), uint64_t(0));
    }

    void keepsACgroupBelowItsMount()
    {
        for (const char *path : {"..", "a/../..", "../../etc", ""}) {
            const QString decided = decision(wish(ScopeKind::Cgroup, 0, path), nobody);
            QVERIFY2(decided == refused(Refusal::Malformed) || decided == refused(Refusal::NoSuchTarget), qPrintable(decided));
        }
        QCOMPARE(decision(wish(ScopeKind::Cgroup, 0, "nowhere.slice"), nobody), refused(Refusal::NoSuchTarget));
    }

    void limitsWhatIsCapturedOfACall()
    {
        wire::Start start = wish(ScopeKind::OwnUid);
        const auto limitOf = [&](uint32_t asked) {
            start.callLimit = asked;
            return decide(start, caller(0))->scope.callLimit;
        };
        QCOMPARE(limitOf(0), FLOW_CALL_MAX);
        QCOMPARE(limitOf(100), 100u);
        QCOMPARE(limitOf(0xffffffff), FLOW_CALL_MAX);
    }
};

QTEST_GUILESS_MAIN(TestPolicy)
#include "tst_policy.moc"
