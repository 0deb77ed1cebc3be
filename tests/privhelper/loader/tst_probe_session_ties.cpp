// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/probe_session.h"

#include "tests/privhelper/loader/capture_rig.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QTest>

using namespace rig;

// TLS objects without a socket: each request names the local port it is sent from.
class ProbeTiesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }
    void initTestCase() { QVERIFY2(geteuid() == 0, "this test needs root and a kernel with BPF"); }

    void tiesMemoryBiosThatAreMovedBetweenThreads();
};

namespace {

struct Count {
    int right = 0, unknown = 0, wrong = 0;
};

Count ties(const Log &log, qint64 pid, int direction, bool client)
{
    static const QRegularExpression from("from=(\\d+)&");
    Count count;
    for (const auto &[key, stream] : log.tls) {
        if (key.second != direction || stream.records.front().h.pid != pid)
            continue;
        const int truth = from.match(QString::fromLatin1(stream.bytes.left(200))).captured(1).toInt();
        const auto tie = log.ties.find(key.first);
        if (tie == log.ties.end() || tie->second.h.flow_id == 0) {
            count.unknown++;
            continue;
        }
        const auto socket = log.sockets.find(tie->second.h.flow_id);
        const bool known = socket != log.sockets.end() && tie->second.kind == FLOW_TIE_CIPHERTEXT;
        const int port = !known ? -1 : client ? socket->second.local_port : socket->second.remote_port;
        (port == truth ? count.right : count.wrong)++;
    }
    return count;
}

} // namespace

void ProbeTiesTest::tiesMemoryBiosThatAreMovedBetweenThreads()
{
    constexpr int connections = 40, requests = 25;
    const QString peer = QCoreApplication::applicationDirPath() + "/membio_peer";
    QTemporaryDir folder;
    run("openssl", { "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-days", "2", "-keyout",
                     folder.filePath("key.pem"), "-out", folder.filePath("cert.pem") });
    QProcess server;
    server.start(peer, { "server", folder.filePath("cert.pem"), folder.filePath("key.pem") });
    QVERIFY(server.waitForReadyRead());
    const QString port = QString::fromLatin1(server.readLine()).section(' ', 1).trimmed();

    Capture capture(everything());
    QVERIFY2(capture.isOpen(), qPrintable(capture.error()));
    QCOMPARE(capture.error(), QString());
    const RunResult client = run(peer, { "client", port, QString::number(connections), QString::number(requests), "1000" });
    QCOMPARE(client.exitCode, 0);
    QThread::msleep(50);
    const Log &log = capture.drain();
    const Count asked = ties(log, client.pid, FLOW_SENT, true);
    const Count answered = ties(log, server.processId(), FLOW_RECEIVED, false);
    QCOMPARE(asked.wrong, 0);
    QCOMPARE(answered.wrong, 0);
    QCOMPARE(asked.right, connections);
    QCOMPARE(answered.right, connections);
    QCOMPARE(asked.unknown + answered.unknown, 0);
    QVERIFY2(log.errors.empty(), log.errors.empty() ? "" : qPrintable(log.errors.front()));
    server.closeWriteChannel();
    QVERIFY(server.waitForFinished());
}

QTEST_GUILESS_MAIN(ProbeTiesTest)
#include "tst_probe_session_ties.moc"
