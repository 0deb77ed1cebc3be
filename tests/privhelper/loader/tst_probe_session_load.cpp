// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/probe_session.h"

#include "tests/privhelper/loader/capture_rig.h"

#include <QElapsedTimer>
#include <QRegularExpression>
#include <QTest>

#include <arpa/inet.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace rig;

// The session under load, with each kind of hook, and what it leaves behind.
class ProbeLoadTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }
    void initTestCase()
    {
        QVERIFY2(geteuid() == 0, "this test needs root and a kernel with BPF");
        m_nginx = std::make_unique<Nginx>();
        QVERIFY(m_nginx->masterPid() > 0);
    }
    void cleanupTestCase() { m_nginx.reset(); }

    void accountsForEveryRequestOfBusyConnections_data();
    void accountsForEveryRequestOfBusyConnections();
    void detachesQuickly();
    void worksWithEachForcedHook_data();
    void worksWithEachForcedHook();
    void leavesNoEntriesBehindAfterManyProcesses();
    void keepsTheOffsetsRightWhereBytesAreSentByTheKernel();

private:
    QString url(const QString &path, bool tls) const { return m_nginx->url(path, tls); }
    std::unique_ptr<Nginx> m_nginx;
};

void ProbeLoadTest::accountsForEveryRequestOfBusyConnections_data()
{
    QTest::addColumn<bool>("tls");
    QTest::newRow("TLS") << true;
    QTest::newRow("plain") << false;
}

void ProbeLoadTest::accountsForEveryRequestOfBusyConnections()
{
    QFETCH(bool, tls);
    m_nginx->put("file", noise(1024, 12));
    Capture capture(everything());
    QVERIFY2(capture.isOpen(), qPrintable(capture.error()));
    QProcess wrk;
    wrk.start("wrk", { "-t1", "-c8", "-d2s", url("file", tls) });
    QVERIFY(wrk.waitForStarted());
    const qint64 pid = wrk.processId();
    while (wrk.state() != QProcess::NotRunning) {
        capture.drain();
        wrk.waitForFinished(5);
    }
    QThread::msleep(50);
    const Log &log = capture.drain();
    const QRegularExpressionMatch told = QRegularExpression("(\\d+) requests in").match(QString::fromUtf8(wrk.readAll()));
    QVERIFY(told.hasMatch());
    const int answered = told.captured(1).toInt();
    QVERIFY(answered > 100);

    // Requests that wrk cut short at its end were sent too: at most one per connection.
    qsizetype requests = 0, answers = 0;
    uint64_t missing = 0;
    for (const Stream *stream : tls ? tlsStreams(log, pid, FLOW_SENT) : plainStreams(log, pid, FLOW_SENT)) {
        requests += stream->bytes.count("GET /file HTTP/1.1\r\n");
        missing += stream->missing;
    }
    for (const Stream *stream : tls ? tlsStreams(log, pid, FLOW_RECEIVED) : plainStreams(log, pid, FLOW_RECEIVED)) {
        answers += stream->bytes.count("HTTP/1.1 200 OK\r\n");
        missing += stream->missing;
    }
    // A machine that stands still for a second loses some, but none uncounted.
    const auto lost = qsizetype(capture.lost());
    const QString figures = QStringLiteral("%1 requests and %2 answers of %3, %4 lost").arg(requests).arg(answers).arg(answered).arg(lost);
    QVERIFY2(requests + lost >= answered && requests <= answered + 9, qPrintable(figures));
    QVERIFY2(answers + lost >= answered && answers <= answered + 9, qPrintable(figures));
    QVERIFY2(lost < answered / 4 && (lost || !missing), qPrintable(figures));
    QVERIFY2(log.errors.empty(), log.errors.empty() ? "" : qPrintable(log.errors.front()));
    for (const auto &[id, tie] : log.ties)
        QVERIFY(tie.kind != FLOW_TIE_NONE);
}

void ProbeLoadTest::detachesQuickly()
{
    Capture capture(everything());
    QVERIFY2(capture.isOpen(), qPrintable(capture.error()));
    QElapsedTimer timer;
    timer.start();
    capture.session().detach();
    // The promise is 200 ms on a quiet machine; tests share theirs.
    QVERIFY2(timer.elapsed() < 2000, qPrintable(QString::number(timer.elapsed())));
    qInfo("detached in %lld ms", timer.elapsed());
    m_nginx->put("file", "x");
    run("curl", { "-sk", "-o", "/dev/null", url("file", true) });
    capture.drain();
    const uint64_t before = capture.log().records;
    run("curl", { "-sk", "-o", "/dev/null", url("file", true) });
    QCOMPARE(capture.drain().records, before);
}

void ProbeLoadTest::worksWithEachForcedHook_data()
{
    QTest::addColumn<QString>("hooks");
    QTest::addColumn<QString>("text");
    QTest::newRow("raw tracepoints") << "raw_tp" << "raw_tp/sys_exit";
    QTest::newRow("perf uprobes") << "perf_uprobe" << "perf uprobe";
    QTest::newRow("no cookies") << "no_cookies" << "perf uprobe";
    QTest::newRow("no bpf_loop") << "no_loop" << "tp_btf/sys_exit";
    QTest::newRow("no iterators") << "no_iterators" << "existing connections: when they are used";
    QTest::newRow("every fallback") << "raw_tp,perf_uprobe,no_loop,no_iterators" << "raw_tp/sys_exit";
    QTest::newRow("no socket side") << "no_socket_side" << "sockets: none";
}

void ProbeLoadTest::worksWithEachForcedHook()
{
    QFETCH(QString, hooks);
    QFETCH(QString, text);
    const QByteArray body = noise(900000, 11);
    m_nginx->put("file", body);
    loader::ScopeConfig scope = everything();
    const auto forced = loader::forcedHooksOf(hooks.toStdString());
    QVERIFY(forced);
    scope.forcedHooks = *forced;
    Capture capture(scope);
    QVERIFY2(capture.isOpen(), qPrintable(capture.error()));
    QVERIFY2(QString::fromStdString(capture.session().hooksText()).contains(text), capture.session().hooksText().c_str());
    const RunResult curl = run("curl", { "-sk", "-o", "/dev/null", url("file", true) });
    QThread::msleep(50);
    const Log &log = capture.drain();
    const auto received = tlsStreams(log, curl.pid, FLOW_RECEIVED);
    QCOMPARE(received.size(), 1u);
    QVERIFY(bodyOf(received[0]->bytes) == body);
}

void ProbeLoadTest::leavesNoEntriesBehindAfterManyProcesses()
{
    m_nginx->put("file", "x");
    Capture capture(everything());
    QVERIFY2(capture.isOpen(), qPrintable(capture.error()));
    run("sh", { "-c", QStringLiteral("for i in $(seq 100); do curl -sk -o /dev/null %1; done").arg(url("file", true)) });
    QThread::msleep(50);
    const Log &log = capture.drain();
    capture.session().takeEnded();
    int clients = 0;
    for (const auto &[id, tie] : log.ties) {
        const flow_socket &socket = log.sockets.at(tie.h.flow_id);
        clients += socket.role == FLOW_ROLE_CLIENT && socket.remote_port == m_nginx->tlsPort();
    }
    QCOMPARE(clients, 100);
    // Other processes on the machine have entries too; ours had 200 each.
    const loader::TableSizes sizes = capture.session().tableSizes();
    QVERIFY2(sizes.flows < 100, qPrintable(QString::number(sizes.flows)));
    QVERIFY2(sizes.objects < 100, qPrintable(QString::number(sizes.objects)));
    QVERIFY2(sizes.threads < 100, qPrintable(QString::number(sizes.threads)));
    QCOMPARE(capture.lost(), 0u);
}

void ProbeLoadTest::keepsTheOffsetsRightWhereBytesAreSentByTheKernel()
{
    const QByteArray body = noise(300000, 10);
    m_nginx->put("file", body);
    Capture capture(everything());
    QVERIFY2(capture.isOpen(), qPrintable(capture.error()));
    const RunResult curl = run("curl", { "-s", "-o", "/dev/null", url("sent/file", false), url("ok", false) });
    QCOMPARE(curl.exitCode, 0);
    QThread::msleep(50);
    const Log &log = capture.drain();
    bool found = false;
    for (const auto &[key, stream] : log.plain) {
        if (key.second == FLOW_SENT && stream.records.front().h.pid != curl.pid) {
            // nginx: the head by writev, the body by sendfile, then the second answer at its right place.
            const auto received = plainStreams(log, curl.pid, FLOW_RECEIVED);
            QCOMPARE(received.size(), 1u);
            QCOMPARE(stream.bytes.size(), received[0]->bytes.size());
            QVERIFY(stream.bytes.endsWith("taken\n"));
            QCOMPARE(stream.missing, uint64_t(body.size()));
            found = true;
        }
    }
    QVERIFY(found);
    QVERIFY(capture.session().losses()[FLOW_LOSS_UNSEEN].bytes >= uint64_t(body.size()));
}

QTEST_GUILESS_MAIN(ProbeLoadTest)
#include "tst_probe_session_load.moc"
