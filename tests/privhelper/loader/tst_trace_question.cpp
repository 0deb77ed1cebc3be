// SPDX-License-Identifier: GPL-3.0-or-later
// Needs root: processes of other users are started and asked about. QProcess runs a new program for each, as in reality.
#include "privhelper/loader/proc_file.h"
#include "privhelper/loader/trace_question.h"

#include <QProcess>
#include <QRegularExpression>
#include <QTest>

#include <algorithm>
#include <memory>

using namespace loader;

namespace {

constexpr const char *helper = BINARY_DIR "/cleartap-helper";
constexpr uid_t me = 23461, other = 23462;

Peer user(uid_t uid)
{
    Peer peer;
    peer.pid = getpid();
    peer.startTicks = startTicksOf(getpid());
    peer.uid = peer.gid = uid;
    return peer;
}

// `setpriv OPTIONS… sh -p -c …`, which has reported that it runs. Without -p a shell drops a differing effective id.
class Program
{
public:
    explicit Program(const QStringList &options, const QString &shell = QStringLiteral("echo runs; exec cat"))
    {
        m_process.start(QStringLiteral("setpriv"), options + QStringList{"sh", "-p", "-c", shell});
        if (!m_process.waitForReadyRead(10'000))
            qFatal("%s", m_process.readAllStandardError().constData());
    }
    ~Program()
    {
        m_process.kill();
        m_process.waitForFinished();
    }
    uint32_t pid() const { return uint32_t(m_process.processId()); }

private:
    QProcess m_process;
};

QStringList as(uid_t uid, const QStringList &more = {})
{
    const QString id = QString::number(uid);
    return QStringList{"--reuid=" + id, "--regid=" + id, "--clear-groups"} + more;
}

bool may(uid_t uid, const Program &program, TraceRight right = TraceRight::Attach)
{
    return mayTrace(user(uid), pid_t(program.pid()), right).has_value();
}

} // namespace

class TestTraceQuestion : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY2(geteuid() == 0, "needs root"); }
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void letsAUserTraceTheirOwnAndNobodyElse()
    {
        const Program mine(as(me)), theirs(as(other)), root({"--no-new-privs"});
        QVERIFY(may(me, mine) && may(me, mine, TraceRight::Read));
        QVERIFY(!may(me, theirs) && !may(me, root) && !may(other, mine));
        QVERIFY(may(0, mine) && may(0, root));
    }

    void leavesOutProgramsWithCapabilitiesTheUserHasNot()
    {
        const Program capable(as(me, {"--inh-caps=+net_raw", "--ambient-caps=+net_raw"}));
        QVERIFY(!may(me, capable) && !may(me, capable, TraceRight::Read));
    }

    void leavesOutProgramsWhoseIdsDiffer()
    {
        const QString mine = QString::number(me);
        const Program effective({"--ruid=" + mine, "--regid=" + mine, "--clear-groups"});
        const Program group({"--reuid=" + mine, "--clear-groups"});
        QVERIFY(!may(me, effective) && !may(me, group));
    }

    void leavesOutProgramsThatHideThemselves()
    {
        const Program hidden(as(me), QStringLiteral("exec python3 -c 'import ctypes, time; ctypes.CDLL(None).prctl(4, 0); print(\"runs\", flush=True); time.sleep(60)'"));
        QVERIFY(!may(me, hidden) && !may(me, hidden, TraceRight::Read));
    }

    void findsThoseAmongMany()
    {
        std::vector<std::unique_ptr<Program>> programs;
        std::vector<uint32_t> asked, expected;
        for (int i = 0; i < 20; ++i) {
            const bool mine = i % 3 == 0;
            programs.push_back(std::make_unique<Program>(as(mine ? me : other)));
            asked.push_back(programs.back()->pid());
            if (mine)
                expected.push_back(asked.back());
        }
        asked.push_back(1);
        asked.push_back(0x7ffffff0);
        QVERIFY(traceable(user(me), asked, TraceRight::Attach) == expected);
        QVERIFY(traceable(user(me), asked, TraceRight::Read) == expected);
        QVERIFY(traceable(user(me), {}, TraceRight::Read).empty());
    }

    // Where Yama is on, the answer is no; without it yes. The kernel matrix covers both.
    void asksWhetherAttachingToOnesOwnIsAllowed()
    {
        const std::string scope = readProc("/proc/sys/kernel/yama/ptrace_scope", 1);
        // Repeatedly: nobody may attach to a process in the middle of exec.
        for (int i = 0; i < 100; ++i) {
            const auto answer = mayAttachToOwn(user(me), helper);
            QVERIFY(answer);
            QCOMPARE(*answer, scope.empty() || scope == "0");
        }
        QVERIFY(!startedByCaller(user(me), getpid()) || scope == "1");
    }

    void leavesNoProcessBehind()
    {
        const QByteArray before = QByteArray::fromStdString(readProc("/proc/thread-self/children"));
        for (int i = 0; i < 5; ++i)
            QVERIFY(mayAttachToOwn(user(me), helper));
        QCOMPARE(QByteArray::fromStdString(readProc("/proc/thread-self/children")), before);
    }
};

QTEST_GUILESS_MAIN(TestTraceQuestion)
#include "tst_trace_question.moc"
