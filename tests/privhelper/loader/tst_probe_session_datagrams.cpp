// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/probe_session.h"

#include "tests/privhelper/loader/capture_rig.h"

#include <QRegularExpression>
#include <QTest>

#include <unistd.h>

using namespace rig;

// UDP: a record for each datagram, a flow for each peer.
class ProbeDatagramsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }
    void initTestCase()
    {
        QVERIFY2(geteuid() == 0, "this test needs root and a kernel with BPF");
        m_capture = std::make_unique<Capture>(everything(), false);
        QVERIFY2(m_capture->isOpen(), qPrintable(m_capture->error()));
    }
    void cleanupTestCase() { m_capture.reset(); }

    void givesEachDatagramARecordAndEachPeerAFlow_data();
    void givesEachDatagramARecordAndEachPeerAFlow();
    void saysHowLongTheDatagramsOfOneCallAre();

private:
    std::unique_ptr<Capture> m_capture;
};

namespace {

// Sends datagrams of 1, 2, ... bytes from one socket each to two peers, which answer with twice the bytes.
// Prints the ports: the asking socket's, the peers'.
constexpr const char *peers = R"(
import ctypes, socket, struct, sys
way, family, host = sys.argv[1], int(sys.argv[2]), sys.argv[3]
libc = ctypes.CDLL(None, use_errno=True)
peers = []
for _ in range(2):
    peer = socket.socket(family, socket.SOCK_DGRAM)
    peer.bind((host, 0))
    peers.append(peer)

class Vector(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("length", ctypes.c_size_t)]
class Message(ctypes.Structure):
    _fields_ = [("name", ctypes.c_void_p), ("name_length", ctypes.c_uint32), ("iov", ctypes.c_void_p),
                ("count", ctypes.c_size_t), ("control", ctypes.c_void_p), ("control_length", ctypes.c_size_t),
                ("flags", ctypes.c_int)]
class Messages(ctypes.Structure):
    _fields_ = [("message", Message), ("length", ctypes.c_uint32)]

def packed(address):
    host, port = address[:2]
    if family == socket.AF_INET:
        return struct.pack("=HH4s8x", family, socket.htons(port), socket.inet_pton(family, host))
    return struct.pack("=HHI16sI", family, socket.htons(port), 0, socket.inet_pton(family, host), 0)

kept = []
def messages(count, size, addresses):
    made = (Messages * count)()
    for number in range(count):
        name = ctypes.create_string_buffer(packed(addresses[number]) if addresses else b"\0" * 28)
        text = ctypes.create_string_buffer(b"x" * size(number), max(size(number), 64))
        vector = Vector(ctypes.addressof(text), size(number) if addresses else 64)
        kept.extend((name, text, vector))
        made[number].message = Message(ctypes.addressof(name), 28 if family == socket.AF_INET6 else 16,
                                       ctypes.addressof(vector), 1, None, 0, 0)
    return made

asking = [socket.socket(family, socket.SOCK_DGRAM) for _ in peers]
one = asking[0]
sizes = (1, 2, 3, 40)
if way == "connected":
    for socket_, peer in zip(asking, peers):
        socket_.connect(peer.getsockname()[:2])
        for size in sizes:
            socket_.send(b"x" * size)
elif way == "sendto":
    asking = [one, one]
    for peer in peers:
        for size in sizes:
            one.sendto(b"x" * size, peer.getsockname()[:2])
elif way == "sendmsg":
    asking = [one, one]
    for peer in peers:
        for size in sizes:
            one.sendmsg([b"x" * (size - 1), b"", b"x"], [], 0, peer.getsockname()[:2])
elif way == "sendmmsg":
    asking = [one, one]
    addresses = [peer.getsockname() for peer in peers for _ in sizes]
    made = messages(8, lambda number: sizes[number % 4], addresses)
    assert libc.sendmmsg(one.fileno(), made, 8, 0) == 8, ctypes.get_errno()
for peer in peers:
    if way == "sendmmsg":
        made = messages(4, lambda number: 0, None)
        assert libc.recvmmsg(peer.fileno(), made, 4, 0, None) == 4, ctypes.get_errno()
        for number, size in enumerate(sizes):
            assert made[number].length == size
            peer.sendto(b"y" * 2 * size, one.getsockname()[:2] if family != socket.AF_INET else ("127.0.0.1", one.getsockname()[1]))
    else:
        for size in sizes:
            text, sender = peer.recvfrom(100) if way != "sendmsg" else (lambda got: (got[0], got[3]))(peer.recvmsg(100))
            assert len(text) == size
            peer.sendto(b"y" * 2 * size, sender[:2])
for socket_, peer in zip(asking, peers):
    for size in sizes:
        text = socket_.recv(100) if way == "connected" else socket_.recvfrom(100)[0]
        assert len(text) == 2 * size
print(*(socket_.getsockname()[1] for socket_ in asking), *(peer.getsockname()[1] for peer in peers))
)";

// Sends 2500 bytes in one call as datagrams of 1000: as a control message says, as the socket does, and not at all. What was received in
// one call, and how long the datagrams in it were, is printed.
constexpr const char *segments = R"(
import socket, struct
UDP_SEGMENT, UDP_GRO = 103, 104
receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
receiver.bind(("127.0.0.1", 0))
receiver.setsockopt(socket.IPPROTO_UDP, UDP_GRO, 1)
sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sender.connect(receiver.getsockname())
receiver.settimeout(20)
data = bytes(range(250)) * 10

def received():
    left = 2500
    while left > 0:
        text, control, _, _ = receiver.recvmsg(4000, 200)
        left -= len(text)
        each = [struct.unpack("i", value[:4])[0] for level, kind, value in control if (level, kind) == (socket.IPPROTO_UDP, UDP_GRO)]
        print("received", len(text), each[0] if each and each[0] < len(text) else 0)

sender.sendmsg([data], [(socket.IPPROTO_UDP, UDP_SEGMENT, struct.pack("H", 1000))])
received()
sender.setsockopt(socket.IPPROTO_UDP, UDP_SEGMENT, 1000)
sender.send(data)
received()
sender.setsockopt(socket.IPPROTO_UDP, UDP_SEGMENT, 0)
sender.send(data)
received()
)";

} // namespace

void ProbeDatagramsTest::saysHowLongTheDatagramsOfOneCallAre()
{
    const RunResult python = run("/usr/bin/python3", { "-c", segments });
    QVERIFY2(python.exitCode == 0, python.output.constData());
    QByteArray expected, got;
    for (const QByteArray &line : python.output.trimmed().split('\n'))
        expected += line + '\n';
    QVERIFY2(expected.contains("received 2500 1000"), expected.constData());
    const Log &log = m_capture->drain();
    std::vector<uint32_t> sent;
    for (const auto &[key, stream] : log.plain) {
        for (const flow_data &record : stream.records) {
            if (record.h.pid != uint32_t(python.pid))
                continue;
            if (record.direction == FLOW_SENT)
                sent.push_back(record.h.datagram);
            else
                got += "received " + QByteArray::number(record.moved) + ' ' + QByteArray::number(record.h.datagram) + '\n';
        }
    }
    QCOMPARE(sent, (std::vector<uint32_t> { 1000, 1000, 0 }));
    QCOMPARE(got, expected);
}

void ProbeDatagramsTest::givesEachDatagramARecordAndEachPeerAFlow_data()
{
    QTest::addColumn<QString>("way");
    QTest::addColumn<int>("family");
    for (const char *way : { "connected", "sendto", "sendmsg", "sendmmsg" }) {
        QTest::addRow("%s over IPv4", way) << way << AF_INET;
        if (qstrcmp(way, "sendmmsg") != 0)
            QTest::addRow("%s over IPv6", way) << way << AF_INET6;
    }
}

void ProbeDatagramsTest::givesEachDatagramARecordAndEachPeerAFlow()
{
    QFETCH(QString, way);
    QFETCH(int, family);
    const RunResult python = run("/usr/bin/python3", { "-c", peers, way, QString::number(family),
                                                       family == AF_INET ? "127.0.0.1" : "::1" });
    QVERIFY2(python.exitCode == 0, python.output.constData());
    const QList<QByteArray> ports = python.output.trimmed().split(' ');
    QCOMPARE(ports.size(), 4);
    const Log &log = m_capture->drain();
    QVERIFY2(log.errors.empty(), log.errors.empty() ? "" : qPrintable(log.errors.front()));

    const auto flowOf = [&](int local, int remote) {
        std::vector<uint64_t> found;
        for (const auto &[id, socket] : log.sockets)
            if (socket.h.pid == python.pid && socket.protocol == IPPROTO_UDP && socket.local_port == local && socket.remote_port == remote)
                found.push_back(id);
        return found;
    };
    const std::vector<uint32_t> asked { 1, 2, 3, 40 }, answered { 2, 4, 6, 80 };
    for (int i = 0; i < 2; i++) {
        const int asking = ports[i].toInt(), peer = ports[2 + i].toInt();
        for (const bool atPeer : { false, true }) {
            const auto flows = atPeer ? flowOf(peer, asking) : flowOf(asking, peer);
            QCOMPARE(flows.size(), 1u);
            const flow_socket &socket = log.sockets.at(flows[0]);
            QCOMPARE(int(socket.family), family);
            QCOMPARE(socket.h.pid, uint32_t(python.pid));
            QCOMPARE(int(socket.remote[family == AF_INET ? 3 : 15]), 1);
            for (const bool sent : { false, true }) {
                const auto stream = log.plain.find({ flows[0], sent });
                QVERIFY(stream != log.plain.end());
                // One more record for each further buffer of a datagram.
                std::vector<uint32_t> moved, captured;
                for (const flow_data &record : stream->second.records) {
                    if (record.call_offset == 0) {
                        moved.push_back(record.moved);
                        captured.push_back(0);
                    }
                    QVERIFY(!captured.empty());
                    QCOMPARE(record.call_offset, captured.back());
                    captured.back() += record.captured;
                }
                QCOMPARE(moved, sent != atPeer ? asked : answered);
                QCOMPARE(captured, moved);
            }
        }
    }
}

QTEST_GUILESS_MAIN(ProbeDatagramsTest)
#include "tst_probe_session_datagrams.moc"
