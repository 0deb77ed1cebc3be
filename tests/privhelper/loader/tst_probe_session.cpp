// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/probe_session.h"

#include "capture_rig.h"

#include <QElapsedTimer>
#include <QRegularExpression>
#include <QTest>

#include <arpa/inet.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace rig;

namespace {

loader::ScopeConfig everything()
{
    loader::ScopeConfig scope;
    scope.mode = loader::ScopeMode::All;
    scope.ptraceRule = false;
    scope.excludeChildren = false;
    return scope;
}

// The TLS streams of a process in one direction, in the order of their objects.
std::vector<const Stream *> tlsStreams(const Log &log, qint64 pid, int direction)
{
    std::vector<const Stream *> found;
    for (const auto &[key, stream] : log.tls) {
        if (key.second == direction && !stream.records.empty() && stream.records.front().h.pid == pid)
            found.push_back(&stream);
    }
    return found;
}

std::vector<const Stream *> plainStreams(const Log &log, qint64 pid, int direction)
{
    std::vector<const Stream *> found;
    for (const auto &[key, stream] : log.plain) {
        if (key.second == direction && !stream.records.empty() && stream.records.front().h.pid == pid)
            found.push_back(&stream);
    }
    return found;
}

QByteArray bodyOf(const QByteArray &message)
{
    return message.mid(message.indexOf("\r\n\r\n") + 4);
}

} // namespace

class ProbeSessionTest : public QObject {
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

    void seesTheWholeExchangeOfAShortLivedCurlOverTls_data()
    {
        QTest::addColumn<int>("size");
        QTest::newRow("nothing") << 0;
        QTest::newRow("one byte") << 1;
        QTest::newRow("one record") << 16384;
        QTest::newRow("a megabyte and a bit") << 1024 * 1024 + 77;
        QTest::newRow("ten megabytes") << 10 * 1024 * 1024;
    }
    void seesTheWholeExchangeOfAShortLivedCurlOverTls();
    void seesAnUploadInFull();
    void seesPlainExchanges();
    void givesEachTlsObjectItsSocket();
    void tellsOfProcesses();
    void tellsARefusedConnectionFromOneThatHasNoRoute();
    void copiesNothingOfOtherUsers();
    void followsAProcessAndItsChildrenOnly();
    void keepsTheOffsetsRightWhereBytesAreSentByTheKernel();
    void accountsForEveryRequestOfBusyConnections_data();
    void accountsForEveryRequestOfBusyConnections();
    void detachesQuickly();
    void worksWithEachForcedHook_data();
    void worksWithEachForcedHook();
    void leavesNoEntriesBehindAfterManyProcesses();

private:
    QString url(const QString &path, bool tls) const
    {
        return QStringLiteral("%1://127.0.0.1:%2/%3").arg(tls ? "https" : "http").arg(tls ? m_nginx->tlsPort() : m_nginx->plainPort()).arg(path);
    }
    std::unique_ptr<Nginx> m_nginx;
};

void ProbeSessionTest::seesTheWholeExchangeOfAShortLivedCurlOverTls()
{
    QFETCH(int, size);
    const QByteArray body = noise(size, 7);
    m_nginx->put("file", body);
    Capture capture(everything());
    QVERIFY2(capture.isOpen(), qPrintable(capture.error()));
    QCOMPARE(capture.error(), QString());

    const RunResult curl = run("curl", { "-sk", "--http1.1", "-o", "/dev/null", url("file", true) });
    QCOMPARE(curl.exitCode, 0);
    QThread::msleep(50);
    const Log &log = capture.drain();

    const auto sent = tlsStreams(log, curl.pid, FLOW_SENT);
    const auto received = tlsStreams(log, curl.pid, FLOW_RECEIVED);
    QCOMPARE(sent.size(), 1u);
    QVERIFY(sent[0]->bytes.startsWith("GET /file HTTP/1.1\r\n"));
    QCOMPARE(received.size(), 1u);
    QCOMPARE(received[0]->missing, 0u);
    QVERIFY(bodyOf(received[0]->bytes) == body);
    QCOMPARE(capture.lost(), 0u);
    QVERIFY2(log.errors.empty(), log.errors.empty() ? "" : qPrintable(log.errors.front()));

    // nginx's half: the same bytes the other way round.
    int halves = 0;
    for (const auto &[key, stream] : log.tls) {
        if (stream.records.front().h.pid != curl.pid && key.second == FLOW_SENT) {
            QVERIFY(stream.bytes == received[0]->bytes);
            halves++;
        }
    }
    QCOMPARE(halves, 1);
}

void ProbeSessionTest::seesAnUploadInFull()
{
    const QByteArray body = noise(3 * 1024 * 1024 + 5, 8);
    m_nginx->put("upload", body);
    for (const bool tls : { true, false }) {
        Capture capture(everything());
        QVERIFY2(capture.isOpen(), qPrintable(capture.error()));
        const RunResult curl = run("curl", { "-sk", "--http1.1", "-H", "Expect:", "--data-binary",
                                             "@" + m_nginx->directory() + "/upload", url("echo", tls) });
        QCOMPARE(curl.output, QByteArray("taken\n"));
        QThread::msleep(50);
        const Log &log = capture.drain();
        const auto sent = tls ? tlsStreams(log, curl.pid, FLOW_SENT) : plainStreams(log, curl.pid, FLOW_SENT);
        QCOMPARE(sent.size(), 1u);
        QVERIFY(bodyOf(sent[0]->bytes) == body);
        QCOMPARE(sent[0]->missing, 0u);
        QCOMPARE(capture.lost(), 0u);
        QVERIFY2(log.errors.empty(), log.errors.empty() ? "" : qPrintable(log.errors.front()));
    }
}

void ProbeSessionTest::seesPlainExchanges()
{
    const QByteArray body = noise(2 * 1024 * 1024 + 1, 9);
    m_nginx->put("file", body);
    Capture capture(everything());
    QVERIFY2(capture.isOpen(), qPrintable(capture.error()));
    const RunResult curl = run("curl", { "-s", "-o", "/dev/null", url("file", false) });
    QCOMPARE(curl.exitCode, 0);
    QThread::msleep(50);
    const Log &log = capture.drain();
    const auto sent = plainStreams(log, curl.pid, FLOW_SENT);
    const auto received = plainStreams(log, curl.pid, FLOW_RECEIVED);
    QCOMPARE(sent.size(), 1u);
    QVERIFY(sent[0]->bytes.startsWith("GET /file HTTP/1.1\r\n"));
    QCOMPARE(received.size(), 1u);
    QVERIFY(bodyOf(received[0]->bytes) == body);
    QCOMPARE(capture.lost(), 0u);
    QVERIFY2(log.errors.empty(), log.errors.empty() ? "" : qPrintable(log.errors.front()));

    const uint64_t flow = received[0]->records.front().h.flow_id;
    QVERIFY(log.sockets.contains(flow));
    const flow_socket &socket = log.sockets.at(flow);
    QCOMPARE(int(socket.remote_port), m_nginx->plainPort());
    QVERIFY(socket.local_port != 0);
    QCOMPARE(int(socket.family), AF_INET);
    QCOMPARE(int(socket.role), int(FLOW_ROLE_CLIENT));
    QCOMPARE(int(socket.from_start), 1);
    QCOMPARE(QByteArray(reinterpret_cast<const char *>(socket.remote), 4), QByteArray("\x7f\0\0\1", 4));
    QCOMPARE(socket.h.pid, static_cast<uint32_t>(curl.pid));
    QStringList states;
    for (const flow_state &state : log.states) {
        if (state.h.flow_id == flow)
            states << QStringLiteral("%1>%2").arg(state.old_state).arg(state.new_state);
    }
    QCOMPARE(states.value(0), QStringLiteral("2>1"));
    QVERIFY2(states.last().endsWith(">7"), qPrintable(states.join(' ')));
}

void ProbeSessionTest::givesEachTlsObjectItsSocket()
{
    m_nginx->put("file", "x");
    Capture capture(everything());
    QVERIFY2(capture.isOpen(), qPrintable(capture.error()));
    for (int i = 0; i < 10; i++)
        QCOMPARE(run("curl", { "-sk", "-o", "/dev/null", url("file", true) }).exitCode, 0);
    QThread::msleep(50);
    const Log &log = capture.drain();
    int clients = 0, servers = 0;
    for (const auto &[id, tie] : log.ties) {
        QVERIFY(tie.kind == FLOW_TIE_NESTED || tie.kind == FLOW_TIE_FD);
        QVERIFY(log.sockets.contains(tie.h.flow_id));
        const flow_socket &socket = log.sockets.at(tie.h.flow_id);
        clients += socket.role == FLOW_ROLE_CLIENT && socket.remote_port == m_nginx->tlsPort();
        servers += socket.role == FLOW_ROLE_SERVER && socket.local_port == m_nginx->tlsPort();
    }
    QCOMPARE(clients, 10);
    QCOMPARE(servers, 10);
    for (const auto &[key, stream] : log.tls) {
        for (const flow_data &record : stream.records)
            QCOMPARE(record.h.flow_id, log.ties.at(record.tls_id).h.flow_id);
    }
    QVERIFY(log.ends.size() >= 20u);
    for (const auto &[key, stream] : log.ciphertext)
        QVERIFY(stream.bytes.size() <= 4096);
}

void ProbeSessionTest::tellsOfProcesses()
{
    Capture capture(everything());
    QVERIFY2(capture.isOpen(), qPrintable(capture.error()));
    const RunResult shell = run("/bin/sh", { "-c", "/bin/true; exit 7" });
    QCOMPARE(shell.exitCode, 7);
    const Log &log = capture.drain();
    int executed = 0;
    for (const Process &process : log.processes) {
        if (process.head.h.pid == shell.pid && process.head.executed) {
            QCOMPARE(process.args, QByteArray("/bin/sh\0-c\0/bin/true; exit 7\0", 29));
            QCOMPARE(QByteArray(process.head.path), QByteArray("/bin/sh"));
            QCOMPARE(process.head.ppid, static_cast<uint32_t>(getpid()));
            QVERIFY(process.head.start_ns > 0);
            executed++;
        }
        if (process.head.ppid == shell.pid && process.head.executed)
            QCOMPARE(QByteArray(process.head.comm), QByteArray("true"));
    }
    QCOMPARE(executed, 1);
    int exits = 0;
    for (const flow_exit &record : log.exits) {
        if (record.h.pid == shell.pid) {
            QCOMPARE(record.exit_code, 7u << 8);
            exits++;
        }
    }
    QCOMPARE(exits, 1);
}

void ProbeSessionTest::tellsARefusedConnectionFromOneThatHasNoRoute()
{
    Capture capture(everything());
    QVERIFY2(capture.isOpen(), qPrintable(capture.error()));
    const int port = freePort();
    run("curl", { "-s", QStringLiteral("http://127.0.0.1:%1/").arg(port) });
    // 255.255.255.255 is no host: ENETUNREACH before any SYN.
    const RunResult unrouted = run("curl", { "-s", "-m", "2", "http://255.255.255.255/" });
    const Log &log = capture.drain();
    int refused = 0, without = 0;
    for (const flow_state &state : log.states) {
        if (state.new_state != 7)
            continue;
        const flow_socket &socket = log.sockets.at(state.h.flow_id);
        if (socket.remote_port == port) {
            QCOMPARE(int(state.error), ECONNREFUSED);
            QVERIFY(socket.local_port != 0);
            refused++;
        }
        if (socket.h.pid == unrouted.pid) {
            QVERIFY2(state.error == ENETUNREACH || state.error == EACCES || state.error == EHOSTUNREACH,
                     qPrintable(QString::number(state.error)));
            without++;
        }
    }
    QCOMPARE(refused, 1);
    QCOMPARE(without, 1);
}

void ProbeSessionTest::copiesNothingOfOtherUsers()
{
    constexpr uint32_t nobody = 65534;
    m_nginx->put("file", "secret of root");
    loader::ScopeConfig scope;
    scope.mode = loader::ScopeMode::Uid;
    scope.excludeChildren = false;
    scope.uid = scope.callerUid = nobody;
    scope.callerGid = nobody;
    Capture capture(scope);
    QVERIFY2(capture.isOpen(), qPrintable(capture.error()));
    run("curl", { "-sk", url("file", true) });
    run("curl", { "-s", url("file", false) });
    QThread::msleep(50);
    QCOMPARE(capture.drain().records, 0u);

    const RunResult own = run("setpriv", { "--reuid=65534", "--regid=65534", "--clear-groups", "curl", "-sk", url("file", true) });
    QCOMPARE(own.output, QByteArray("secret of root"));
    QThread::msleep(50);
    const Log &log = capture.drain();
    const auto received = tlsStreams(log, own.pid, FLOW_RECEIVED);
    QCOMPARE(received.size(), 1u);
    QVERIFY(received[0]->bytes.endsWith("secret of root"));
    for (const auto &[key, stream] : log.tls)
        QCOMPARE(stream.records.front().h.pid, static_cast<uint32_t>(own.pid));
    for (const auto &[id, socket] : log.sockets)
        QCOMPARE(socket.uid, nobody);
}

void ProbeSessionTest::followsAProcessAndItsChildrenOnly()
{
    m_nginx->put("file", "x");
    int gate[2];
    QCOMPARE(pipe(gate), 0);
    const QByteArray target = url("file", true).toUtf8();
    const pid_t child = fork();
    if (child == 0) {
        close(gate[1]);
        char go;
        if (read(gate[0], &go, 1) == 1)
            execlp("sh", "sh", "-c", "curl -sk -o /dev/null $0; true", target.constData(), nullptr);
        _exit(9);
    }
    loader::ScopeConfig scope;
    scope.mode = loader::ScopeMode::Pids;
    scope.excludeChildren = false;
    scope.pids = { static_cast<uint32_t>(child) };
    scope.ptraceRule = true;
    Capture capture(scope);
    QVERIFY2(capture.isOpen(), qPrintable(capture.error()));
    QCOMPARE(write(gate[1], "g", 1), ssize_t(1));
    int status = 0;
    waitpid(child, &status, 0);
    QCOMPARE(WEXITSTATUS(status), 0);
    run("curl", { "-sk", "-o", "/dev/null", url("file", true) });
    QThread::msleep(50);
    const Log &log = capture.drain();
    QCOMPARE(log.tls.size(), 2u);
    QVERIFY(log.tls.begin()->second.records.front().h.pid != static_cast<uint32_t>(child));
    for (const auto &[id, socket] : log.sockets)
        QCOMPARE(int(socket.role), int(FLOW_ROLE_CLIENT));
    close(gate[0]);
    close(gate[1]);
}

void ProbeSessionTest::keepsTheOffsetsRightWhereBytesAreSentByTheKernel()
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

void ProbeSessionTest::accountsForEveryRequestOfBusyConnections_data()
{
    QTest::addColumn<bool>("tls");
    QTest::newRow("TLS") << true;
    QTest::newRow("plain") << false;
}

void ProbeSessionTest::accountsForEveryRequestOfBusyConnections()
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

    // Those that wrk cut short at its end were sent too: at most one a connection.
    qsizetype requests = 0, answers = 0;
    for (const Stream *stream : tls ? tlsStreams(log, pid, FLOW_SENT) : plainStreams(log, pid, FLOW_SENT)) {
        requests += stream->bytes.count("GET /file HTTP/1.1\r\n");
        QCOMPARE(stream->missing, 0u);
    }
    for (const Stream *stream : tls ? tlsStreams(log, pid, FLOW_RECEIVED) : plainStreams(log, pid, FLOW_RECEIVED)) {
        answers += stream->bytes.count("HTTP/1.1 200 OK\r\n");
        QCOMPARE(stream->missing, 0u);
    }
    QVERIFY2(requests >= answered && requests <= answered + 9, qPrintable(QStringLiteral("%1 of %2").arg(requests).arg(answered)));
    QVERIFY2(answers >= answered && answers <= requests, qPrintable(QStringLiteral("%1 of %2").arg(answers).arg(answered)));
    QCOMPARE(capture.lost(), 0u);
    QVERIFY2(log.errors.empty(), log.errors.empty() ? "" : qPrintable(log.errors.front()));
    for (const auto &[id, tie] : log.ties)
        QVERIFY(tie.kind != FLOW_TIE_NONE);
}

void ProbeSessionTest::detachesQuickly()
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

void ProbeSessionTest::worksWithEachForcedHook_data()
{
    QTest::addColumn<QString>("hooks");
    QTest::addColumn<QString>("text");
    QTest::newRow("raw tracepoints") << "raw_tp" << "raw_tp/sys_exit";
    QTest::newRow("perf uprobes") << "perf_uprobe" << "perf uprobe";
    QTest::newRow("no socket side") << "no_socket_side" << "sockets: none";
}

void ProbeSessionTest::worksWithEachForcedHook()
{
    QFETCH(QString, hooks);
    QFETCH(QString, text);
    const QByteArray body = noise(40000, 11);
    m_nginx->put("file", body);
    loader::ScopeConfig scope = everything();
    scope.forcedHooks = hooks.toStdString();
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

void ProbeSessionTest::leavesNoEntriesBehindAfterManyProcesses()
{
    m_nginx->put("file", "x");
    Capture capture(everything());
    QVERIFY2(capture.isOpen(), qPrintable(capture.error()));
    run("sh", { "-c", QStringLiteral("for i in $(seq 100); do curl -sk -o /dev/null %1; done").arg(url("file", true)) });
    QThread::msleep(50);
    const Log &log = capture.drain();
    capture.session().losses();
    int clients = 0;
    for (const auto &[id, tie] : log.ties) {
        const flow_socket &socket = log.sockets.at(tie.h.flow_id);
        clients += socket.role == FLOW_ROLE_CLIENT && socket.remote_port == m_nginx->tlsPort();
    }
    QCOMPARE(clients, 100);
    // What else runs on the machine has entries too; of ours there were 200 each.
    const loader::TableSizes sizes = capture.session().tableSizes();
    QVERIFY2(sizes.flows < 100, qPrintable(QString::number(sizes.flows)));
    QVERIFY2(sizes.objects < 100, qPrintable(QString::number(sizes.objects)));
    QVERIFY2(sizes.threads < 100, qPrintable(QString::number(sizes.threads)));
    QCOMPARE(capture.lost(), 0u);
}

QTEST_GUILESS_MAIN(ProbeSessionTest)
#include "tst_probe_session.moc"
