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
    void listsConnectionsThatExistAlreadyAndEachOnce();
    void samplesTheFiguresOfABusySocketAtMostFiftyTimesASecond();
    void tellsOfProcesses();
    void tellsARefusedConnectionFromOneThatHasNoRoute();
    void copiesNothingOfOtherUsers();
    void copiesOfAUsersProgramsWhatTheKernelLetsThemTrace_data();
    void copiesOfAUsersProgramsWhatTheKernelLetsThemTrace();
    void followsAProcessAndItsChildrenOnly();

private:
    QString url(const QString &path, bool tls) const { return m_nginx->url(path, tls); }
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

void ProbeSessionTest::listsConnectionsThatExistAlreadyAndEachOnce()
{
    QProcess both;
    both.start("/usr/bin/python3", { "-c", R"(
import socket, sys
listener = socket.create_server(('127.0.0.1', 0))
client = socket.create_connection(listener.getsockname())
server, _ = listener.accept()
client.sendall(b'before'), server.recv(6)
print(client.getsockname()[1], server.getsockname()[1], flush=True)
sys.stdin.readline()
client.sendall(b'GET /late HTTP/1.1\r\n\r\n'), server.recv(100)
client.close(), server.close()
)" });
    while (!both.canReadLine())
        QVERIFY(both.waitForReadyRead());
    const QList<QByteArray> ports = both.readLine().trimmed().split(' ');
    const int clientPort = ports.value(0).toInt(), serverPort = ports.value(1).toInt();
    Capture capture(only(both.processId()), false);
    QVERIFY2(capture.isOpen(), qPrintable(capture.error()));

    const auto flowsOf = [&](int local, int remote) {
        std::vector<uint64_t> ids;
        for (const auto &[id, socket] : capture.drain().sockets) {
            if (socket.local_port == local && socket.remote_port == remote)
                ids.push_back(id);
        }
        return ids;
    };
    const auto clients = flowsOf(clientPort, serverPort), servers = flowsOf(serverPort, clientPort);
    QCOMPARE(clients.size(), 1u);
    QCOMPARE(servers.size(), 1u);
    for (const auto &[id, role] : { std::pair(clients[0], FLOW_ROLE_CLIENT), std::pair(servers[0], FLOW_ROLE_SERVER) }) {
        const flow_socket &socket = capture.log().sockets.at(id);
        QCOMPARE(int(socket.role), int(role));
        QCOMPARE(int(socket.from_start), 0);
        QCOMPARE(int(socket.state), 1);
        QCOMPARE(qint64(socket.h.pid), both.processId());
        QVERIFY(socket.cgroup_id != 0);
    }

    both.write("\n");
    both.closeWriteChannel();
    QVERIFY(both.waitForFinished());
    QThread::msleep(50);
    QCOMPARE(flowsOf(clientPort, serverPort).size(), 1u);
    QCOMPARE(flowsOf(serverPort, clientPort).size(), 1u);
    const Log &log = capture.log();
    const QByteArray request("GET /late HTTP/1.1\r\n\r\n");
    QCOMPARE(log.plain.at({ clients[0], FLOW_SENT }).bytes, request);
    QCOMPARE(log.plain.at({ servers[0], FLOW_RECEIVED }).bytes, request);
    for (const uint64_t id : { clients[0], servers[0] })
        QVERIFY(std::ranges::any_of(log.states, [id](const flow_state &state) { return state.h.flow_id == id; }));
    QVERIFY2(log.errors.empty(), log.errors.empty() ? "" : qPrintable(log.errors.front()));
}

void ProbeSessionTest::samplesTheFiguresOfABusySocketAtMostFiftyTimesASecond()
{
    QProcess python;
    python.start("/usr/bin/python3", { "-c", R"(
import socket, sys, time
print(flush=True), sys.stdin.readline()
listener = socket.create_server(('127.0.0.1', 0))
client = socket.create_connection(listener.getsockname())
server, _ = listener.accept()
until = time.monotonic() + 1
while time.monotonic() < until:
    client.sendall(b'x' * 1000), server.recv(1000)
)" });
    QVERIFY(python.waitForReadyRead());
    Capture capture(only(python.processId()), false);
    QVERIFY2(capture.isOpen(), qPrintable(capture.error()));
    python.closeWriteChannel();
    while (python.state() != QProcess::NotRunning) {
        python.waitForFinished(5);
        capture.drain();
    }
    QCOMPARE(python.exitCode(), 0);
    const Log &log = capture.drain();
    int flows = 0;
    for (const auto &[id, socket] : log.sockets) {
        std::vector<flow_tcp> samples;
        std::ranges::copy_if(log.samples, std::back_inserter(samples), [&](const flow_tcp &s) { return s.h.flow_id == id; });
        QVERIFY2(samples.size() >= 10 && samples.size() <= 53, qPrintable(QString::number(samples.size())));
        // The last one belongs to its end, whenever that comes.
        for (size_t i = 1; i + 1 < samples.size(); i++)
            QVERIFY(samples[i].h.time_ns - samples[i - 1].h.time_ns >= 19'000'000);
        const flow_tcp_figures &last = samples.back().tcp;
        QVERIFY(last.srtt_us > 0 && last.cwnd > 0);
        QVERIFY((socket.role == FLOW_ROLE_CLIENT ? last.bytes_sent : last.bytes_received) > 1000u);
        flows++;
    }
    QCOMPARE(flows, 2);
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
            // The file as in /proc/PID/exe, not the path passed to exec.
            QCOMPARE(QString::fromUtf8(process.head.path + process.head.path_begin), QFileInfo("/bin/sh").canonicalFilePath());
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
    // 255.255.255.255 is not a host: ENETUNREACH before any SYN.
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
    constexpr uint32_t nobody = 61234;   // runs no other process
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

    const RunResult own = run("setpriv", { "--reuid=61234", "--regid=61234", "--clear-groups", "curl", "-sk", url("file", true) });
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

void ProbeSessionTest::copiesOfAUsersProgramsWhatTheKernelLetsThemTrace_data()
{
    QTest::addColumn<QStringList>("starter");
    QTest::addColumn<bool>("seen");
    const QStringList user { "setpriv", "--reuid=61235", "--regid=61235", "--clear-groups" };
    QTest::newRow("a program of theirs") << user << true;
    QTest::newRow("in a user namespace of theirs, with all capabilities there") << user + QStringList { "unshare", "--user", "--map-root-user" } << true;
    QTest::newRow("with a capability that they have not")
        << user + QStringList { "--inh-caps=+net_raw", "--ambient-caps=+net_raw" } << false;
    QTest::newRow("with the ids of root beside theirs") << QStringList { "setpriv", "--ruid=61235", "--regid=61235", "--clear-groups" } << false;
    QTest::newRow("with another group") << QStringList { "setpriv", "--reuid=61235", "--regid=61236", "--clear-groups" } << false;
}

void ProbeSessionTest::copiesOfAUsersProgramsWhatTheKernelLetsThemTrace()
{
    QFETCH(QStringList, starter);
    QFETCH(bool, seen);
    m_nginx->put("file", "what it reads");
    loader::ScopeConfig scope;
    scope.mode = loader::ScopeMode::Uid;
    scope.excludeChildren = false;
    scope.uid = scope.callerUid = scope.callerGid = 61235;
    Capture capture(scope);
    QVERIFY2(capture.isOpen(), qPrintable(capture.error()));
    const RunResult own = run(starter.first(), starter.mid(1) + QStringList { "curl", "-sk", url("file", true) });
    QCOMPARE(own.output, QByteArray("what it reads"));
    QThread::msleep(50);
    const Log &log = capture.drain();
    QCOMPARE(tlsStreams(log, own.pid, FLOW_RECEIVED).size(), seen ? 1u : 0u);
    if (!seen)
        QVERIFY(log.tls.empty() && log.plain.empty());
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
    scope.ptraceRule = false;
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

QTEST_GUILESS_MAIN(ProbeSessionTest)
#include "tst_probe_session.moc"
