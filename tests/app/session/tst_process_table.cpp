// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/derived_file.h"
#include "app/session/process_table.h"

#include <QRegularExpression>
#include <QTest>

using namespace session;

class TestProcessTable : public QObject
{
    Q_OBJECT
private:
    static wire::Process seen(uint32_t pid, const char *comm, uint8_t executed, uint32_t ppid = 1)
    {
        wire::Process message;
        message.pid = pid;
        message.ppid = ppid;
        message.comm = comm;
        message.executed = executed;
        if (executed)
            message.exe = std::string("/usr/bin/") + comm;
        message.args = std::string(comm) + '\0' + "-x";
        message.cgroupId = 9;
        return message;
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void keepsOneProcessThroughAnExecBeforeItMovedData()
    {
        DerivedFile derived;
        exchange::Builder builder(derived);
        SessionClock clock;
        ProcessTable table(builder, clock);
        table.seen(seen(10, "sh", 0));
        table.seen(seen(10, "curl", 1));
        const auto id = table.use(10);
        QCOMPARE(id, 0u);
        QCOMPARE(builder.peekProcess(id).comm, "curl");
        QCOMPARE(builder.peekProcess(id).cmdline, (std::vector<std::string>{"curl", "-x"}));
    }

    void callsAProgramByItsFileIfItWasRunThroughProcSelfExe()
    {
        DerivedFile derived;
        exchange::Builder builder(derived);
        SessionClock clock;
        ProcessTable table(builder, clock);
        wire::Process browser = seen(10, "exe", 1);
        browser.exe = "/usr/lib/chromium/chromium-with-a-long-name";
        table.seen(browser);
        const auto id = table.use(10);
        QCOMPARE(builder.peekProcess(id).comm, "chromium-with-a");
        table.seen(seen(11, "exe", 0, 10));
        QCOMPARE(builder.peekProcess(table.use(11)).comm, "chromium-with-a");
        table.seen(seen(12, "exe", 1));   // a file of that name
        QCOMPARE(builder.peekProcess(table.use(12)).comm, "exe");
    }

    void makesAnotherProcessOfAnExecAfterItMovedData()
    {
        DerivedFile derived;
        exchange::Builder builder(derived);
        SessionClock clock;
        ProcessTable table(builder, clock);
        table.seen(seen(10, "sh", 1));
        const auto shell = table.use(10);
        table.seen(seen(10, "curl", 1));
        const auto curl = table.use(10);
        QVERIFY(shell != curl);
        QCOMPARE(builder.peekProcess(shell).comm, "sh");
    }

    void makesAnotherProcessOfAPidThatIsUsedAgain()
    {
        DerivedFile derived;
        exchange::Builder builder(derived);
        SessionClock clock;
        ProcessTable table(builder, clock);
        table.seen(seen(10, "curl", 1));
        const auto first = table.use(10);
        table.exited({5, 10, 256});
        table.seen(seen(10, "wget", 0));
        const auto second = table.use(10);
        QVERIFY(first != second);
        QCOMPARE(builder.peekProcess(first).exitCode, std::optional<uint32_t>(256));
        QVERIFY(!builder.peekProcess(second).exitCode);
    }

    void namesOnlyThePidOfAProcessNothingWasToldOf()
    {
        DerivedFile derived;
        exchange::Builder builder(derived);
        SessionClock clock;
        ProcessTable table(builder, clock);
        const exchange::Process &process = builder.peekProcess(table.use(77));
        QCOMPARE(process.pid, 77u);
        QCOMPARE(process.comm, "");
        QCOMPARE(table.use(0), base::noId);
    }

    void fillsInAListedProcessThatWasMetByItsData()
    {
        DerivedFile derived;
        exchange::Builder builder(derived);
        SessionClock clock;
        ProcessTable table(builder, clock);
        const auto id = table.use(77);
        auto listed = seen(77, "nginx", 2);
        listed.cgroup = "/docker/" + std::string(64, 'a');
        table.seen(listed);
        QCOMPARE(table.use(77), id);
        QCOMPARE(builder.peekProcess(id).comm, "nginx");
        QCOMPARE(builder.peekProcess(id).container, "aaaaaaaaaaaa");
        table.seen(seen(78, "nginx", 0, 77));
        QCOMPARE(builder.peekProcess(table.use(78)).exe, "/usr/bin/nginx");
        QCOMPARE(builder.peekProcess(table.use(78)).cgroup, listed.cgroup);
    }

    void findsContainers_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("container");
        const QString id = QStringLiteral("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef");
        QTest::newRow("docker, cgroup 1") << "/docker/" + id << id.first(12);
        QTest::newRow("docker, systemd") << "/system.slice/docker-" + id + ".scope" << id.first(12);
        QTest::newRow("containerd") << "/kubepods.slice/cri-containerd-" + id + ".scope" << id.first(12);
        QTest::newRow("podman") << "/user.slice/libpod-" + id + ".scope/container" << id.first(12);
        QTest::newRow("none") << QStringLiteral("/user.slice/user-1000.slice") << QString();
    }
    void findsContainers()
    {
        QFETCH(QString, path);
        QFETCH(QString, container);
        QCOMPARE(QString::fromStdString(containerOf(path.toStdString())), container);
    }
};

QTEST_GUILESS_MAIN(TestProcessTable)
#include "tst_process_table.moc"
