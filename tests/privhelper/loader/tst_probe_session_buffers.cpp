// SPDX-License-Identifier: GPL-3.0-or-later
// How the bytes of a plain socket's calls become records: few buffers as one, and a handshake between them.
#include "tests/privhelper/loader/capture_rig.h"

#include <QRegularExpression>
#include <QTest>

using namespace rig;

class ProbeBuffersTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }
    void initTestCase() { QVERIFY2(geteuid() == 0, "this test needs root and a kernel with BPF"); }

    void givesACallOfAFewBuffersAsItWas_data();
    void givesACallOfAFewBuffersAsItWas();
    void seesAHandshakeThatFollowsPlainBytes_data();
    void seesAHandshakeThatFollowsPlainBytes();

private:
    // Runs `lines` in a Python program with the two connected sockets client and server, while it is captured.
    void runCaptured(const QByteArray &lines);

    std::unique_ptr<Capture> m_capture;
    uint64_t m_client = 0;
};

void ProbeBuffersTest::runCaptured(const QByteArray &lines)
{
    QProcess python;
    python.start("/usr/bin/python3", { "-c", R"(
import socket, sys, os
print(flush=True), sys.stdin.readline()
listener = socket.create_server(('127.0.0.1', 0))
client = socket.create_connection(listener.getsockname())
server, _ = listener.accept()
def whole(s, n):
    while n: n -= len(s.recv(n))
client.sendall(b'EHLO here\r\n'), whole(server, 11)
)" + lines });
    QVERIFY(python.waitForReadyRead());
    m_capture = std::make_unique<Capture>(only(python.processId()), false);
    QVERIFY2(m_capture->isOpen(), qPrintable(m_capture->error()));
    python.closeWriteChannel();
    QVERIFY(python.waitForFinished());
    QVERIFY2(python.exitCode() == 0, python.readAllStandardError());
    const Log &log = m_capture->drain();
    QVERIFY2(log.errors.empty(), log.errors.empty() ? "" : qPrintable(log.errors.front()));
    for (const auto &[id, socket] : log.sockets) {
        if (socket.role == FLOW_ROLE_CLIENT)
            m_client = id;
    }
    QCOMPARE(m_capture->lost(), 0u);
}

void ProbeBuffersTest::givesACallOfAFewBuffersAsItWas_data()
{
    QTest::addColumn<QList<int>>("sizes");
    QTest::addColumn<int>("records"); // 0: as many as it takes
    QTest::newRow("a head and a body") << QList<int>{ 240, 1024 } << 1;
    QTest::newRow("small") << QList<int>{ 3, 500 } << 1;
    QTest::newRow("an empty one between") << QList<int>{ 100, 0, 7, 30 } << 1;
    QTest::newRow("just as much as fits") << QList<int>{ 1, 2047 } << 1;
    QTest::newRow("one byte more") << QList<int>{ 1, 2048 } << 2;
    QTest::newRow("five") << QList<int>{ 10, 11, 12, 13, 14 } << 5;
    QTest::newRow("large") << QList<int>{ 200, 40000 } << 0;
}

void ProbeBuffersTest::givesACallOfAFewBuffersAsItWas()
{
    QFETCH(QList<int>, sizes);
    QFETCH(int, records);
    QByteArray parts, expected;
    for (qsizetype i = 0; i < sizes.size(); i++) {
        expected += QByteArray(sizes[i], char('a' + i));
        parts += "b'" + QByteArray(1, char('a' + i)) + "' * " + QByteArray::number(sizes[i]) + ", ";
    }
    const QByteArray size = QByteArray::number(expected.size());
    runCaptured("assert client.sendmsg([" + parts + "]) == " + size + "\nwhole(server, " + size + ")\n");
    if (QTest::currentTestFailed())
        return;
    const Stream &sent = m_capture->log().plain.at({ m_client, FLOW_SENT });
    QVERIFY(sent.bytes == "EHLO here\r\n" + expected);
    QCOMPARE(sent.missing, 0u);
    if (records > 0)
        QCOMPARE(sent.records.size(), size_t(1 + records));
    for (const flow_data &record : sent.records)
        QCOMPARE(int(record.flags & ~FLOW_DATA_KEPT), 0);
}

void ProbeBuffersTest::seesAHandshakeThatFollowsPlainBytes_data()
{
    QTest::addColumn<QByteArray>("how");
    QTest::addColumn<bool>("handshake");
    QTest::newRow("in one buffer") << QByteArray("client.sendall(record)") << true;
    QTest::newRow("in two") << QByteArray("client.sendmsg([record[:5], record[5:]])") << true;
    QTest::newRow("a first byte alone is none") << QByteArray("client.sendall(record[:4] + b'\\0' + record[5:])") << false;
}

void ProbeBuffersTest::seesAHandshakeThatFollowsPlainBytes()
{
    QFETCH(QByteArray, how);
    QFETCH(bool, handshake);
    runCaptured("record = b'\\x16\\x03\\x01\\x00\\x40' + b'h' * 64\n" + how + "\nwhole(server, 69)\n"
                "client.sendall(b'\\x17\\x03\\x03\\x00\\x20' + b's' * 32), whole(server, 37)\n");
    if (QTest::currentTestFailed())
        return;
    const Log &log = m_capture->log();
    const Stream &plain = log.plain.at({ m_client, FLOW_SENT });
    if (!handshake) {
        QCOMPARE(plain.bytes.size(), 11 + 69 + 37);
        return;
    }
    QCOMPARE(plain.bytes, QByteArray("EHLO here\r\n"));
    const Stream &hidden = log.ciphertext.at({ m_client, FLOW_SENT });
    QVERIFY(hidden.bytes.contains(QByteArray("\x16\x03\x01\x00\x40hhhh", 9)));
}

QTEST_GUILESS_MAIN(ProbeBuffersTest)
#include "tst_probe_session_buffers.moc"
